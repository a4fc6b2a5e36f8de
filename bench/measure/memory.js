import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { docker } from '../../scripts/setup/run.js';

/**
 * Peak memory of induk's own processes on a server while something runs. A lab's servers are
 * containers of this machine, whose processes are among its own.
 * @param {{container: string}} server
 * @param {RegExp} pattern matches a process's command line; its first group is what it does
 * @param {() => Promise<unknown>} run
 * @returns {Promise<{peaks: number[]}>} bytes: each process's peak of resident memory, largest first
 */
export async function memoryOf(server, pattern, run) {
  const { stdout } = await docker(['inspect', '-f', '{{.Id}}', server.container]);
  const peaks = new Map();
  let runs = true;
  const watching = (async () => {
    while (runs) {
      const found = processesOf(stdout.trim(), pattern);
      // By what it does: a process is there twice for a moment when it starts another.
      for (const { action, peak } of found) {
        peaks.set(action, Math.max(peak, peaks.get(action) ?? 0));
      }
      await setTimeout(50);
    }
  })();
  try {
    await run();
  } finally {
    runs = false;
    await watching;
  }
  return { peaks: [...peaks.values()].sort((a, b) => b - a) };
}

/** @param {string} server ID of its container @param {RegExp} pattern */
function processesOf(server, pattern) {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const read = (/** @type {string} */ name) => readFileSync(`/proc/${pid}/${name}`, 'utf8');
      const action = pattern.exec(read('cmdline'))?.[1];
      if (action === undefined || !read('cgroup').includes(server)) return [];
      return [{ action, peak: kilobytes(read('status'), 'VmHWM') }];
    } catch {
      // It has ended since.
      return [];
    }
  });
}

/** @param {string} text @param {string} key @returns {number} bytes */
const kilobytes = (text, key) =>
  1024 * Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(text)?.[1]);
