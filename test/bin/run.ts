/** Runs bin/run.js as a process, as a shell would. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..', '..');

export interface Outcome {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  input?: string;
  cwd?: string;
  env?: Record<string, string>;
}

/** Environment without what would change the output. */
const quiet = { PATH: process.env.PATH ?? '', HOME: '/nonexistent', LANG: 'C.UTF-8' };

export function start(argv: string[], { cwd, env }: RunOptions = {}): ChildProcess {
  return spawn(process.execPath, argv, {
    cwd: cwd ?? root,
    env: { ...quiet, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

/** Waits for the end; everything written is collected. */
export async function finish(child: ChildProcess): Promise<Outcome> {
  const text = { stdout: '', stderr: '' };
  child.stdout?.on('data', (chunk) => {
    text.stdout += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    text.stderr += chunk;
  });
  const [code, signal] = await once(child, 'close');
  return { code, signal, ...text };
}

export async function induk(args: string[], options: RunOptions = {}): Promise<Outcome> {
  const child = start([join(root, 'bin', 'run.js'), ...args], options);
  child.stdin?.end(options.input ?? '');
  return finish(child);
}
