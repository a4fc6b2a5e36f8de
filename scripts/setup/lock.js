import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SetupError } from './run.js';

/**
 * The lock file of a name. It carries the user's number, since a sticky /tmp lets nobody, not even
 * root, open another user's file for creation.
 * @param {string} name
 */
export function lockFile(name) {
  return join(tmpdir(), `induk-${process.getuid?.() ?? 0}-${name}.lock`);
}

/**
 * Runs `work` while this machine's lock `name` is held. A child holds the lock for as long as its
 * input stays open, so the kernel frees it however this process ends, SIGKILL included.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @param {(line: string) => void} [log] told when another process has it
 * @returns {Promise<T>}
 */
export async function withLock(name, work, log) {
  const holder = spawn('flock', [lockFile(name), 'sh', '-c', 'echo held; exec cat >/dev/null'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // Its own session: Ctrl-C must not free the lock while this process still tidies up.
    detached: true,
  });
  const waits = setTimeout(() => log?.(`  waiting for another process's ${name} …`), 1000);
  await new Promise((resolve, reject) => {
    holder.stdout.once('data', resolve);
    holder.once('error', (error) => reject(new SetupError(`cannot run flock: ${error.message}`)));
    holder.once('exit', (code) => reject(new SetupError(`flock ended with ${code}`)));
  }).finally(() => clearTimeout(waits));
  try {
    return await work();
  } finally {
    holder.stdin.end();
  }
}
