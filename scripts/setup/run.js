/** Child processes for the bootstrap, which runs before any dependency is installed. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/** The one socket the bootstrap knows; a client must not wander off to DOCKER_HOST. */
export const SOCKET = '/var/run/docker.sock';

/**
 * A failure a person can act on: what went wrong and the next step.
 */
export class SetupError extends Error {
  /** @param {string} message @param {string} [next] the command or act that helps */
  constructor(message, next) {
    super(next ? `${message}\n  Next: ${next}` : message);
    this.name = 'SetupError';
  }
}

/**
 * Runs a command and gives back its output.
 * @param {string[]} argv the program and its arguments, never passed through a shell
 * @param {object} [options]
 * @param {string} [options.input] text for standard input
 * @param {(line: string) => void} [options.onLine] called with each line of both outputs
 * @param {number} [options.firstOutputMs] kill it when nothing was printed after so many ms
 * @param {boolean} [options.check] reject on an exit code other than 0 (default true)
 * @param {NodeJS.ProcessEnv} [options.env] added to this process's environment
 * @returns {Promise<{code: number, stdout: string, stderr: string}>}
 */
export function run(argv, options = {}) {
  const { input, onLine, firstOutputMs, check = true, env } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(argv[0], argv.slice(1), {
      env: { ...process.env, ...env },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    const timer = firstOutputMs && setTimeout(() => child.kill('SIGTERM'), firstOutputMs);
    for (const name of /** @type {const} */ (['stdout', 'stderr'])) {
      const lines = splitter(onLine);
      child[name]?.setEncoding('utf8').on('data', (text) => {
        clearTimeout(timer || undefined);
        output[name] += text;
        lines(text);
      });
    }
    child.on('error', (error) => reject(new SetupError(`cannot run ${argv[0]}: ${error.message}`)));
    child.on('close', (code) => {
      clearTimeout(timer || undefined);
      if (check && code !== 0) reject(failure(argv, code, output));
      else resolve({ code: code ?? -1, ...output });
    });
    // A program that ends without reading its input is judged by its exit code.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** @param {string[]} argv @param {number | null} code @param {{stdout: string, stderr: string}} output */
function failure(argv, code, { stdout, stderr }) {
  const tail = (stderr.trim() || stdout.trim()).split('\n').slice(-12).join('\n  ');
  const shown = argv.slice(0, 4).join(' ') + (argv.length > 4 ? ' …' : '');
  return new SetupError(`${shown}: exit ${code ?? 'by signal'}\n  ${tail}`);
}

/** @param {((line: string) => void) | undefined} onLine */
function splitter(onLine) {
  let rest = '';
  return (/** @type {string} */ text) => {
    if (!onLine) return;
    const parts = (rest + text).split(/[\r\n]+/);
    rest = parts.pop() ?? '';
    for (const line of parts) if (line.trim()) onLine(line.trimEnd());
  };
}

/**
 * The first existing file among `name` in Debian's program folders, then in PATH. Debian's own
 * come first: a client of another origin may speak a newer API than the engine.
 * @param {string} name
 * @returns {string | undefined}
 */
export function findProgram(name) {
  const folders = [
    '/usr/bin',
    '/usr/sbin',
    '/bin',
    '/sbin',
    ...(process.env.PATH ?? '').split(':'),
  ];
  return folders.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
}

/**
 * The command line of the Docker client for the local engine.
 * @param {...string} args
 * @returns {string[]}
 * @throws {SetupError} when no client is installed
 */
export function dockerArgv(...args) {
  const client = findProgram('docker');
  if (!client) {
    throw new SetupError('no docker client is installed', 'apt-get install docker.io docker-cli');
  }
  return [client, '--host', `unix://${SOCKET}`, ...args];
}

/**
 * Runs the Docker client on the local engine.
 * @param {string[]} args
 * @param {Parameters<typeof run>[1]} [options]
 */
export function docker(args, options) {
  return run(dockerArgv(...args), options);
}
