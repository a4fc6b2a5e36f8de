import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { RepositoryAccess } from '../model.js';
import { resticFault } from './faults.js';
import { linesOf } from './lines.js';
import { PrivateFolder } from './private-folder.js';

/** restic asks a full vault again for a quarter of an hour, in which nobody makes room. */
const full = /retrying after .*(\b507\b|no space left on device|disk quota exceeded)/i;
const fullEnough = 3;

export interface ResticOptions {
  /** Folder of restic's cache; without one it asks the vault for everything again. */
  cache?: string;
  /** ID of the key that our password opens: trying one takes half a second. */
  keyHint?: string;
  /** KiB per second to the vault. */
  limitUpload?: number;
  signal?: AbortSignal;
}

export interface ResticRun {
  /** Takes each line of standard output; otherwise they are the answer. */
  onLine?: (line: string) => void;
  cwd?: string;
  /** Exit statuses that are no fault besides 0. */
  accept?: number[];
  env?: Record<string, string>;
}

export interface ResticAnswer {
  code: number;
  lines: string[];
  /** Messages of standard error, in words. */
  messages: string[];
}

/**
 * restic with one repository. Its password goes through a file in memory that only root can
 * read: never through arguments or the environment, which others on the machine may see.
 */
export class Restic {
  readonly #folder = new PrivateFolder();
  readonly #flags: string[];
  readonly #env: NodeJS.ProcessEnv;

  constructor(
    readonly access: RepositoryAccess,
    readonly options: ResticOptions = {},
  ) {
    const { url, password, user, login, certificate, env, ssh } = access;
    const { cache, limitUpload, keyHint } = options;
    this.#flags = [
      `--repo=${url}`,
      `--password-file=${this.#folder.write('password', password)}`,
      ...(certificate === undefined
        ? []
        : [`--cacert=${this.#folder.write('certificate', certificate)}`]),
      ...(ssh === undefined ? [] : [`--option=sftp.args=${this.#sshArguments(ssh)}`]),
      ...(cache === undefined ? ['--no-cache'] : [`--cache-dir=${cache}`, '--cleanup-cache']),
      ...(limitUpload === undefined ? [] : [`--limit-upload=${limitUpload}`]),
      ...(keyHint === undefined ? [] : [`--key-hint=${keyHint}`]),
      // A lock of another run is waited for; a connection that is stuck is given up.
      ...['--retry-lock=2m', '--stuck-request-timeout=2m'],
    ];
    this.#env = {
      PATH: process.env.PATH,
      HOME: process.env.HOME ?? '/root',
      TMPDIR: process.env.TMPDIR ?? '/tmp',
      RESTIC_PROGRESS_FPS: '0.5',
      ...(user === undefined ? {} : { RESTIC_REST_USERNAME: user }),
      ...(login === undefined ? {} : { RESTIC_REST_PASSWORD: login }),
      ...env,
    };
  }

  /** restic takes them apart at spaces, as a shell does; a folder in memory has none in its name. */
  #sshArguments({ key, knownHosts }: NonNullable<RepositoryAccess['ssh']>): string {
    const hosts = this.#folder.write('known_hosts', `${knownHosts.trim()}\n`);
    const options = [
      ...['BatchMode=yes', 'IdentitiesOnly=yes', 'StrictHostKeyChecking=yes'],
      ...[`UserKnownHostsFile=${hosts}`, 'ConnectTimeout=15', 'ServerAliveInterval=30'],
    ];
    const file = this.#folder.write('ssh-key', `${key.trim()}\n`);
    return [`-i ${file}`, ...options.map((option) => `-o ${option}`)].join(' ');
  }

  /** A file in memory for another secret that restic is to read; its path. */
  secretFile(name: string, content: string): string {
    return this.#folder.write(name, content);
  }

  /**
   * Runs a command of restic to its end.
   * @throws Fault BAK010 to BAK019; the signal's reason when aborted
   */
  async run(args: readonly string[], run: ResticRun = {}): Promise<ResticAnswer> {
    const child = this.#spawn(args, run);
    const lines: string[] = [];
    const messages: string[] = [];
    let refused = 0;
    const [ended] = await Promise.all([
      endOf(child),
      linesOf(child.stdout as Readable, run.onLine ?? ((line) => lines.push(line))),
      linesOf(child.stderr as Readable, (line) => {
        messages.push(wordsOf(line));
        if (full.test(line) && ++refused === fullEnough) child.kill('SIGINT');
        messages.splice(0, messages.length - 50);
      }),
    ]);
    const end = refused < fullEnough ? ended : { code: 1, killedBy: null };
    this.#judge(args, end, [...messages, ...errorsOf(lines)], run.accept);
    return { code: ended.code ?? 0, lines, messages };
  }

  /**
   * Standard output of a command as a stream, which fails when the command did.
   * @throws Fault as `run`, from the stream
   */
  async *stream(args: readonly string[]): AsyncGenerator<Buffer> {
    const child = this.#spawn(args, {});
    const messages: string[] = [];
    const ended = endOf(child);
    const said = linesOf(child.stderr as Readable, (line) => messages.push(wordsOf(line)));
    try {
      yield* child.stdout as AsyncIterable<Buffer>;
      const end = await ended;
      await said;
      this.#judge(args, end, messages);
    } finally {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    }
  }

  close(): void {
    this.#folder.remove();
  }

  #spawn(args: readonly string[], { cwd, env }: ResticRun): ChildProcess {
    const { signal } = this.options;
    signal?.throwIfAborted();
    const child = spawn('restic', [...this.#flags, ...args], {
      env: { ...this.#env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
    });
    // SIGINT: restic removes its lock and ends the command whose output it saves.
    const abort = (): void => void child.kill('SIGINT');
    signal?.addEventListener('abort', abort, { once: true });
    child.once('close', () => signal?.removeEventListener('abort', abort));
    return child;
  }

  #judge(args: readonly string[], end: End, messages: string[], accept: number[] = []): void {
    this.options.signal?.throwIfAborted();
    if (end.code === 0 || (end.code !== null && accept.includes(end.code))) return;
    throw resticFault({ command: args[0] ?? '', repository: this.access.url, messages, ...end });
  }
}

interface End {
  code: number | null;
  killedBy: NodeJS.Signals | null;
}

function endOf(child: ChildProcess): Promise<End> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, killedBy) => resolve({ code, killedBy }));
  });
}

/** With `--json` restic's errors are objects, but for some that are not. */
function wordsOf(line: string): string {
  if (!line.startsWith('{')) return line;
  try {
    const { message, error, item } = JSON.parse(line) as {
      message?: string;
      error?: { message?: string };
      item?: string;
    };
    return (message ?? [item, error?.message].filter(Boolean).join(': ')).trim() || line;
  } catch {
    return line;
  }
}

/** `check` and `backup` say on standard output what went wrong. */
function errorsOf(lines: string[]): string[] {
  return lines.filter((line) => /"message_type":"(error|exit_error)"/.test(line)).map(wordsOf);
}
