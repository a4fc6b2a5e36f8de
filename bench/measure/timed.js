import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../scripts/setup/run.js';

/**
 * What one run of a command cost on this machine, its own children included.
 * @typedef {object} Cost
 * @property {number} wall seconds
 * @property {number} cpu seconds, user and system
 */

/** bash's `time` adds up what the kernel tells of every child that was waited for. */
const SCRIPT = `file=$1; shift; TIMEFORMAT='%3R %3U %3S'
{ time "$@" 2>&4; } 4>&2 2>"$file"`;

/**
 * Runs a command and measures it.
 * @param {string[]} argv
 * @param {{input?: string, env?: NodeJS.ProcessEnv, cwd?: string}} [options]
 * @returns {Promise<Cost & {stdout: string, stderr: string}>}
 * @throws when it exits with another code than 0
 */
export async function timed(argv, { input, env, cwd } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'induk-bench-'));
  const file = join(folder, 'time');
  const moved = cwd === undefined ? argv : ['env', `--chdir=${cwd}`, ...argv];
  try {
    const result = await run(['bash', '-c', SCRIPT, 'timed', file, ...moved], { input, env });
    const [wall, user, system] = readFileSync(file, 'utf8').trim().split(' ').map(Number);
    return { wall, cpu: user + system, stdout: result.stdout, stderr: result.stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
