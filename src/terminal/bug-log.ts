import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { scrub } from './scrub.js';

/**
 * Writes the stack of an unexpected error to `$XDG_STATE_HOME/induk/`, readable by its
 * owner only, and returns the file's path. Holds no argv and no environment.
 */
export function writeBugLog(error: unknown, version: string, env: NodeJS.ProcessEnv): string {
  const state = env.XDG_STATE_HOME || join(homedir(), '.local', 'state');
  const stamp = new Date().toISOString().replace(/[:.]/g, '-');
  const name = `bug-${stamp}-${process.pid}.log`;
  const text = scrub(`induk ${version}, node ${process.version}\n${stackOf(error)}\n`, env);
  for (const folder of [join(state, 'induk'), tmpdir()]) {
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      writeFileSync(join(folder, name), text, { mode: 0o600, flag: 'wx' });
      return join(folder, name);
    } catch {
      // A read-only home must not hide the error itself: try the next place.
    }
  }
  return '(could not be written)';
}

function stackOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause === undefined ? '' : `\ncaused by: ${stackOf(error.cause)}`;
  return `${error.stack ?? error.message}${cause}`;
}
