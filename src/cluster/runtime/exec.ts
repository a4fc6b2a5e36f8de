import type { Duplex, Readable, Writable } from 'node:stream';
import type Docker from 'dockerode';
import { pause, poll } from '../wait.js';
import { frames } from './frames.js';

/** A terminal's size and changes of it. */
export interface Screen {
  size(): { columns: number; rows: number };
  /** @returns stops listening */
  onResize(listener: () => void): () => void;
}

export interface ExecTerms {
  argv: string[];
  user?: string;
  stdin?: Readable;
  stdout: Writable;
  stderr: Writable;
  /** Present: the command gets a terminal, and both its outputs are one. */
  screen?: Screen;
  signal?: AbortSignal;
}

/**
 * Runs a command in a running container, its streams connected to ours, and waits for it.
 * The end of our input is the end of its input; its output goes on.
 *
 * @returns its exit code
 * @throws the signal's reason when aborted; the command then goes on without us, since the
 *   engine has no way to end it
 */
export async function execIn(container: Docker.Container, terms: ExecTerms): Promise<number> {
  const { argv, user, stdin, screen, signal } = terms;
  signal?.throwIfAborted();
  const exec = await container.exec({
    Cmd: argv,
    AttachStdin: stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
    Tty: screen !== undefined,
    ...(user === undefined ? {} : { User: user }),
  });
  const stream = await exec.start({ hijack: true, stdin: true, Tty: screen !== undefined });
  const abort = (): void => void stream.destroy(signal?.reason);
  signal?.addEventListener('abort', abort, { once: true });
  const unfollow = screen === undefined ? undefined : followSize(exec, screen);
  try {
    if (stdin === undefined) stream.end();
    else feed(stream, stdin);
    await (screen === undefined ? demultiplex(stream, terms) : copy(stream, terms.stdout));
  } finally {
    signal?.removeEventListener('abort', abort);
    unfollow?.();
    stdin?.unpipe(stream);
    stdin?.pause();
  }
  return exitCodeOf(exec);
}

/** The command may end without reading all we have for it; that is no failure of ours. */
function feed(stream: Duplex, stdin: Readable): void {
  stream.on('error', () => {});
  stdin.pipe(stream);
}

async function demultiplex(stream: Duplex, { stdout, stderr }: ExecTerms): Promise<void> {
  for await (const frame of frames(stream)) {
    await write(frame.stream === 'stdout' ? stdout : stderr, frame.bytes);
  }
}

async function copy(stream: Duplex, stdout: Writable): Promise<void> {
  for await (const chunk of stream) await write(stdout, chunk as Buffer);
}

/** Resolves once more may be written. */
async function write(to: Writable, bytes: Buffer): Promise<void> {
  if (to.write(bytes) || to.destroyed) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      to.off('drain', done).off('close', done).off('error', done);
      resolve();
    };
    to.on('drain', done).on('close', done).on('error', done);
  });
}

function followSize(exec: Docker.Exec, screen: Screen): () => void {
  const resize = (): void => {
    const { columns, rows } = screen.size();
    // Too early or too late for the command: the next size will do.
    exec.resize({ w: columns, h: rows }).catch(() => {});
  };
  resize();
  // The engine refuses a size until the command has started.
  void pause(200).then(resize);
  return screen.onResize(resize);
}

/** The engine notes the code a moment after the output has ended. */
async function exitCodeOf(exec: Docker.Exec): Promise<number> {
  const code = await poll(
    async () => {
      const { Running, ExitCode } = await exec.inspect();
      return Running ? undefined : (ExitCode ?? 1);
    },
    { timeout: 5000, interval: 50 },
  );
  return code === 'timeout' ? 1 : code;
}
