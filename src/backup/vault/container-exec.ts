/** Commands in the vault's container, over the connection to its server. */
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { linesOf } from '../repository/lines.js';
import { vaultContainer } from './names.js';

export interface ContainerRun {
  /** Lines for its standard input; the place for secrets. */
  input?: readonly string[];
  /** Takes each line of standard output; otherwise they are the answer. */
  onLine?: (line: string) => void;
  /** Aborting it ends the input, upon which `induk-keeper` stops what it runs. */
  signal?: AbortSignal;
}

export interface ContainerAnswer {
  code: number;
  lines: string[];
  /** The last lines of standard error. */
  messages: string[];
}

/** Milliseconds that a command gets to end by itself once its input has ended. */
const patience = 15_000;

/**
 * Runs argv in the vault's container to its end. Its input stays open until then, so that a lost
 * connection ends it, too.
 * @throws Fault BAK068 when there is no vault on the server, BAK064 when it does not run; the
 *   signal's reason when aborted.
 */
export async function runInVault(
  { docker, server }: Connection,
  argv: readonly string[],
  { input = [], onLine, signal }: ContainerRun = {},
): Promise<ContainerAnswer> {
  signal?.throwIfAborted();
  const exec = await docker
    .getContainer(vaultContainer)
    .exec({ Cmd: [...argv], AttachStdin: true, AttachStdout: true, AttachStderr: true })
    .catch((error: unknown) => {
      throw vaultFault(error, server);
    });
  const stream = await exec.start({ hijack: true, stdin: true });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  docker.modem.demuxStream(stream, stdout, stderr);
  const ended = once(stream, 'close');
  const end = (): void => {
    stdout.end();
    stderr.end();
  };
  stream.once('end', end).once('close', end).once('error', end);
  const abort = (): void => {
    stream.end();
    void Promise.race([ended, setTimeout(patience, undefined, { ref: false })]).then(() =>
      stream.destroy(),
    );
  };
  signal?.addEventListener('abort', abort, { once: true });
  const lines: string[] = [];
  const messages: string[] = [];
  try {
    stream.write(input.map((line) => `${line}\n`).join(''));
    await Promise.all([
      linesOf(stdout, onLine ?? ((line) => lines.push(line))),
      linesOf(stderr, (line) => {
        messages.push(line);
        messages.splice(0, messages.length - 50);
      }),
    ]);
  } finally {
    signal?.removeEventListener('abort', abort);
    stream.end();
  }
  signal?.throwIfAborted();
  const { ExitCode } = await exec.inspect();
  return { code: ExitCode ?? 1, lines, messages };
}

function vaultFault(error: unknown, server: string): unknown {
  const status = (error as { statusCode?: number }).statusCode;
  if (status === 404) return new Fault('BAK068', { server }, { cause: error });
  if (status !== 409) return error;
  return new Fault('BAK064', { server, reason: 'its container is not running' }, { cause: error });
}
