/**
 * Programs in a container that were started before they are asked: to start one takes longer than
 * what a database is asked while nobody can write.
 */
import { type ChildProcess, spawn } from 'node:child_process';

const ready = new Map<string, ChildProcess[]>();

const keyOf = (container: string, argv: readonly string[]): string =>
  JSON.stringify([container, ...argv]);

/** Starts a program in a container, with pipes to all it reads and says. */
export const execInside = (container: string, argv: readonly string[]): ChildProcess =>
  spawn('docker', ['exec', '-i', container, ...argv], { stdio: ['pipe', 'pipe', 'pipe'] });

/**
 * Does work for which programs stand ready, each for one `askInside`. Those that are not needed get
 * an empty standard input, and must do nothing then.
 */
export async function withReady<T>(
  container: string,
  programs: readonly (readonly string[])[],
  work: () => Promise<T>,
): Promise<T> {
  const started = programs.map((argv) => {
    const child = execInside(container, argv);
    // One that could not be started, or has ended, is not taken.
    child.on('error', () => {});
    child.stdin?.on('error', () => {});
    const key = keyOf(container, argv);
    ready.set(key, [...(ready.get(key) ?? []), child]);
    return { key, child };
  });
  try {
    return await work();
  } finally {
    for (const { key, child } of started) {
      const waiting = ready.get(key) ?? [];
      const at = waiting.indexOf(child);
      if (at < 0) continue;
      waiting.splice(at, 1);
      child.stdin?.end();
    }
  }
}

/** @returns undefined when none is left that runs */
export function takeReady(container: string, argv: readonly string[]): ChildProcess | undefined {
  const waiting = ready.get(keyOf(container, argv)) ?? [];
  for (let child = waiting.shift(); child !== undefined; child = waiting.shift()) {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null)
      return child;
  }
  return undefined;
}
