import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import { request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { withLock } from './lock.js';
import { installPackages } from './packages.js';
import { findProgram, run, SetupError, SOCKET } from './run.js';

export { ensureBase } from './base.js';

const PACKAGES = ['docker.io', 'iptables', 'debootstrap', 'ca-certificates'];
const DAEMON_LOG = '/var/log/induk-dockerd.log';
const START_MS = 60_000;

/**
 * Makes sure that a Docker Engine answers on this machine. One that answers is used as it is;
 * else Debian's is installed where none is, and started.
 * @param {{log: (line: string) => void}} options
 * @returns {Promise<'running' | 'started' | 'installed'>} what had to be done
 * @throws {SetupError} with the next step: no root, no permission, no start
 */
export async function ensureEngine({ log }) {
  if ((await engineAnswers()) && findProgram('docker')) return 'running';
  return withLock(
    'engine',
    async () => {
      // Another process may have done it while this one waited.
      if (await engineAnswers()) return ensureClient(log);
      const isInstalled = findProgram('dockerd') !== undefined;
      if (isInstalled) {
        log('No Docker Engine answers here: starting the one that is installed …');
      } else {
        log("No Docker Engine answers here: installing Debian's docker.io …");
        // From Debian 13 on the client is a package of its own.
        await installPackages(PACKAGES, log, ['docker-cli']);
      }
      await startEngine(log);
      await ensureClient(log);
      log('Docker Engine is ready.');
      return isInstalled ? 'started' : 'installed';
    },
    log,
  );
}

/**
 * Whether an engine answers GET /_ping on the local socket.
 * @returns {Promise<boolean>}
 * @throws {SetupError} when the socket exists and this user may not open it
 */
export function engineAnswers() {
  return new Promise((resolve, reject) => {
    const ping = request({ socketPath: SOCKET, path: '/_ping', timeout: 5000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    ping.on('timeout', () => ping.destroy());
    ping.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code !== 'EACCES') resolve(false);
      else {
        const next = 'run this command as root, or as a member of the docker group';
        reject(new SetupError(`a Docker Engine runs here, but ${SOCKET} is closed to you`, next));
      }
    });
    ping.end();
  });
}

/**
 * An engine may run without its command line client, which is a package of its own since Debian 13.
 * @param {(line: string) => void} log
 * @returns {Promise<'running'>}
 */
async function ensureClient(log) {
  if (!findProgram('docker')) {
    log('The Docker Engine here has no command line client: installing it …');
    await installPackages(['docker-cli'], log);
  }
  return 'running';
}

/** @param {(line: string) => void} log */
async function startEngine(log) {
  // A package's own start counts too: apt starts the service where systemd runs.
  if (await engineAnswers()) return;
  if (process.getuid?.() !== 0) {
    throw new SetupError('starting the Docker Engine needs root', 'run this command as root');
  }
  if (existsSync('/run/systemd/system')) {
    log('  systemctl enable --now docker …');
    await run(['systemctl', 'enable', '--now', 'docker']);
    return waitForEngine(() => undefined, 'journalctl -u docker -n 50');
  }
  log(`  starting dockerd in its own session, log in ${DAEMON_LOG} …`);
  return waitForEngine(startDetached(), `look at ${DAEMON_LOG}`);
}

/** @returns {() => string | undefined} tells why the daemon has ended, once it has */
function startDetached() {
  const file = openSync(DAEMON_LOG, 'a');
  const daemon = spawn(findProgram('dockerd') ?? 'dockerd', [], {
    detached: true,
    stdio: ['ignore', file, file],
    cwd: '/',
  });
  closeSync(file);
  /** @type {string | undefined} */
  let end;
  daemon.on('error', (error) => {
    end = error.message;
  });
  daemon.on('exit', (code, signal) => {
    end = `dockerd ended (${signal ?? `exit ${code}`})`;
  });
  daemon.unref();
  return () => end;
}

/** @param {() => string | undefined} ended @param {string} next */
async function waitForEngine(ended, next) {
  const deadline = Date.now() + START_MS;
  while (!(await engineAnswers())) {
    const late = Date.now() > deadline && `no answer within ${START_MS / 1000} s`;
    const why = ended() ?? late;
    if (why) throw new SetupError(`the Docker Engine did not start: ${why}${logTail()}`, next);
    await delay(200);
  }
}

function logTail() {
  if (!existsSync(DAEMON_LOG) || existsSync('/run/systemd/system')) return '';
  return `\n  ${readFileSync(DAEMON_LOG, 'utf8').trim().split('\n').slice(-10).join('\n  ')}`;
}
