import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../../fault.js';
import { type Ended, endOf, type Running } from '../../server/program.js';
import { execInside, takeReady } from './ready.js';

/**
 * Runs a program in a container so that it ends when its client does: the engine leaves a
 * dump running, and its tables locked, when the one who reads it is gone. What it has killed it
 * also waits for: a process whose parent is gone goes to the container's first, and PostgreSQL,
 * being that, takes one killed by a signal for a session that crashed and ends all others.
 * It gives way to the database's own work, and the server's part of it waits for its reader.
 */
const tethered =
  'exec 3<&0; nice -n 19 "$@" </dev/null & pid=$!; ' +
  '{ cat <&3 >/dev/null 2>&1; kill $pid 2>/dev/null; } & tether=$!; ' +
  'wait $pid; code=$?; kill $tether 2>/dev/null; wait $tether 2>/dev/null; exit $code';

/** Starts a program whose output is read as it comes; it does not outlive this process. */
export function startInside(container: string, argv: readonly string[]): Running {
  const child = execInside(container, ['sh', '-c', tethered, 'induk', ...argv]);
  child.stdin?.on('error', () => {});
  return { stdout: child.stdout as Readable, ended: endOf(child), stop: () => void child.kill() };
}

/** Runs a program to its end. @throws Fault BAK033 when it fails */
export async function askInside(
  container: string,
  argv: readonly string[],
  stdin: string | AsyncIterable<Buffer> = '',
): Promise<string> {
  const child = takeReady(container, argv) ?? execInside(container, argv);
  const ended = endOf(child);
  const chunks: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  const fed = feed(child, typeof stdin === 'string' ? [Buffer.from(stdin)] : stdin);
  const [{ code, messages }] = await Promise.all([ended, fed]);
  if (code !== 0) throw programFault('BAK033', container, argv, { code, messages });
  return Buffer.concat(chunks).toString('utf8');
}

/** The fault of a program in a container, with the end of what it said. */
export function programFault(
  fault: string,
  container: string,
  argv: readonly string[],
  { code, messages }: Ended,
): Fault {
  const lines = messages.split('\n').filter((line) => line.trim() !== '');
  const reason = (lines.at(-1) ?? `exit status ${code}`).slice(0, 300);
  const args = { program: argv[0] ?? '', container, reason };
  return new Fault(fault, args, { logTail: lines.slice(-20) });
}

/**
 * Writes at the speed at which it is read. A program that ended early takes no more, which its
 * status tells; a source that broke must be told, for the program takes that for the end.
 */
async function feed(
  child: ChildProcess,
  content: Iterable<Buffer> | AsyncIterable<Buffer>,
): Promise<void> {
  let broken: { reason: unknown } | undefined;
  async function* source(): AsyncGenerator<Buffer> {
    try {
      yield* content;
    } catch (reason) {
      broken = { reason };
      throw reason;
    }
  }
  await pipeline(source, child.stdin as Writable).catch(() => {});
  if (broken !== undefined) throw broken.reason;
}
