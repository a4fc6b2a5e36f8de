import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { ensureBase, ensureEngine } from '../setup/engine.js';
import { freePort, portHolder } from '../setup/ports.js';
import { ensureProject } from '../setup/project.js';
import { findProgram, run, SetupError } from '../setup/run.js';
import { induk } from './induk.js';
import { certificateFile, readMade, remember, siteFile, vaultFolder } from './state.js';

/** Values the example apps name under `secrets:`; database passwords are made by apply. */
const secrets = [
  ['dispar/wisata', 'AUTH_SALT'],
  ['dispar/wisata', 'WP_ADMIN_PASSWORD'],
];

/** Milliseconds until every page must answer; certificates are issued at the first request. */
const answerTimeout = 60_000;

/**
 * Installs, builds, starts an engine where none answers, and applies the example site.
 * @param {{log: (line: string) => void}} options
 */
export async function quickstartUp({ log }) {
  await ensureProject({ log });
  const engine = await ensureEngine({ log });
  if (engine !== 'running') remember({ engine });
  await choosePorts(log);
  await ensureBase('trixie', { log });
  await ensureSecrets(log);
  if (!(await isInSwarm())) remember({ swarm: true });
  await ensureVault();
  await induk(['apply', '--yes']);
  await saveCertificate();
  const addresses = await answers();
  await backUp(log);
  report(addresses, log);
}

/** @param {(line: string) => void} log */
async function choosePorts(log) {
  if (await ourProxyRuns()) return;
  for (const [name, wanted, start] of /** @type {const} */ ([
    ['http', 80, 8080],
    ['https', 443, 8443],
  ])) {
    const holder = await portHolder(readMade()[name] ?? wanted);
    if (holder === undefined) continue;
    const port = await freePort(start);
    log(`Port ${readMade()[name] ?? wanted} is taken by ${holder}: using ${port} instead.`);
    remember({ [name]: port });
  }
}

async function ourProxyRuns() {
  const { stdout } = await docker([
    'ps',
    '-q',
    '-f',
    'label=com.docker.swarm.service.name=induk-proxy',
  ]);
  return stdout.trim() !== '';
}

async function isInSwarm() {
  const { stdout } = await docker(['info', '-f', '{{.Swarm.LocalNodeState}}']);
  return stdout.trim() === 'active';
}

/** @param {string[]} args */
function docker(args) {
  const client = findProgram('docker');
  if (!client) throw new SetupError('no docker client found; next: apt-get install docker.io');
  return run([client, ...args]);
}

/** @param {(line: string) => void} log */
async function ensureSecrets(log) {
  const { data: key } = JSON.parse(await induk(['secrets', 'key', '--json'], { quiet: true }));
  if (key.created) {
    remember({ key: true });
    log(`Made your key for the encrypted secrets: ${key.origin}`);
  }
  const listed = JSON.parse(await induk(['secrets', 'list', '--json'], { quiet: true }));
  for (const [app, name] of secrets) {
    if (isSet(listed.data, app, name)) continue;
    log(`Generating ${name} of ${app}`);
    await induk(['secrets', 'generate', app, name], { quiet: true });
  }
}

/** @param {any} data @param {string} app @param {string} name */
function isSet(data, app, name) {
  return data.secrets.some(
    (/** @type {any} */ row) => row.owner === app && row.key === name && row.state === 'set',
  );
}

/** Saves the root certificate of the site's own authority, so that curl can verify the pages. */
async function saveCertificate() {
  const { stdout: id } = await docker([
    ...['ps', '-q', '-f', 'label=com.docker.swarm.service.name=induk-proxy'],
  ]);
  const path = '/data/caddy/pki/authorities/local/root.crt';
  const deadline = Date.now() + answerTimeout;
  for (;;) {
    const found = await run([findProgram('docker') ?? 'docker', 'exec', id.trim(), 'cat', path], {
      check: false,
    });
    if (found.code === 0) {
      writeFileSync(certificateFile, new X509Certificate(found.stdout).toString());
      return;
    }
    if (Date.now() > deadline) throw new SetupError('the proxy made no certificate authority');
    await delay(500);
  }
}

/** A vault in a folder of this machine: its key goes into the encrypted secrets. */
async function ensureVault() {
  const { vault } = readMade();
  if (!existsSync(vaultFolder)) remember({ vault: vaultFolder });
  await induk(['vault', 'setup', '--yes']);
  const [, recipient] = /recipient: (age1\w+)/.exec(readFileSync(siteFile, 'utf8')) ?? [];
  if (vault === undefined && recipient !== undefined) remember({ recipient });
}

/**
 * Backs every app up where none was proven yet, and proves once that the set comes back to life.
 * @param {(line: string) => void} log
 */
async function backUp(log) {
  const overview = JSON.parse(await induk(['backups', '--json'], { quiet: true })).data;
  const unproven = overview.apps.filter((app) => app.state !== 'ok').map(({ app }) => app);
  if (unproven.length > 0) {
    log('\nBacking up, and restoring each backup in an isolated place to prove it …');
    await induk(['backups', 'create', ...unproven]);
    await induk(['backups', 'drill', ...unproven]);
  }
  log('');
  await induk(['backups']);
}

/**
 * Each app's URL, once it answers.
 * @returns {Promise<{lines: string[], first: string}>}
 */
async function answers() {
  const { data } = JSON.parse(await induk(['list', '--json'], { quiet: true }));
  const { https = 443 } = readMade();
  const suffix = https === 443 ? '' : `:${https}`;
  const apps = Array.isArray(data) ? data : data.apps;
  const lines = [];
  for (const app of apps) {
    const status = await firstAnswer(app.domains[0], https);
    lines.push(`${`  https://${app.domains[0]}${suffix}/`.padEnd(52)}${app.title} (${status})`);
  }
  return { lines, first: `https://${apps[0].domains[0]}${suffix}/` };
}

/** @param {{lines: string[], first: string}} addresses @param {(line: string) => void} log */
function report({ lines, first }, log) {
  log('\nThe example site runs on this machine:\n');
  process.stdout.write(`${lines.join('\n')}\n`);
  const ports = readMade().http || readMade().https ? envOf() : '';
  log(`
The pages' certificates come from the site's own authority. To have them trusted:
  curl --cacert .induk/kota-contoh-ca.crt ${first}
or import .induk/kota-contoh-ca.crt into your browser.

Look next:
  ${ports}bin/run.js status
  ${ports}bin/run.js logs antrian
  ${ports}bin/run.js backups list wisata
  ${ports}bin/run.js plan          # change inventory/opd/*.yaml first
Take everything away again:
  npm run quickstart -- --down`);
}

function envOf() {
  const { http, https } = readMade();
  return `${http ? `INDUK_HTTP_PORT=${http} ` : ''}${https ? `INDUK_HTTPS_PORT=${https} ` : ''}`;
}

/**
 * Asks until the page answers 200, with the certificate verified.
 * @param {string} host @param {number} port @returns {Promise<number>}
 */
async function firstAnswer(host, port) {
  const deadline = Date.now() + answerTimeout;
  for (;;) {
    const status = await ask(host, port).catch((error) => error.message);
    if (status === 200) return status;
    if (Date.now() > deadline) {
      throw new SetupError(`https://${host}/ does not answer: ${status}; see: bin/run.js status`);
    }
    await delay(500);
  }
}

/** @param {string} host @param {number} port */
async function ask(host, port) {
  const { readFileSync } = await import('node:fs');
  return new Promise((resolve, reject) => {
    // .localhost names lead to this machine; not every resolver knows that.
    const call = request(
      {
        host: '127.0.0.1',
        port,
        servername: host,
        headers: { Host: port === 443 ? host : `${host}:${port}` },
        path: '/',
        ca: readFileSync(certificateFile),
        timeout: 10_000,
      },
      (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      },
    );
    call.on('error', reject);
    call.on('timeout', () => call.destroy(new Error('timed out')));
    call.end();
  });
}
