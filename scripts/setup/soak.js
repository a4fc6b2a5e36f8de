import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensureEngine } from './engine.js';
import { ensureProject } from './project.js';
import { SetupError } from './run.js';

const log = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

/**
 * Runs a soak told as `[--runs N] [--seed S]`, all set-up first, and prints what came of each
 * round; the process ends with 1 when one did not hold.
 * @param {string} path the soak's module in TypeScript, from the project's root
 * @param {string} name what it exports
 * @param {string[]} head of the table
 * @param {(round: any) => string[]} lineOf cells of a round
 */
export async function soak(path, name, head, lineOf) {
  try {
    const options = /** @type {const} */ ({ runs: { type: 'string' }, seed: { type: 'string' } });
    const { values } = parseArgs({ options });
    const runs = number(values.runs ?? '50', 'runs');
    const seed = number(values.seed ?? String(randomInt(2 ** 31)), 'seed');
    await ensureProject({ log });
    await ensureEngine({ log });
    log(`seed ${seed}, ${runs} rounds`);
    // Only now: what follows imports npm's dependencies.
    const { importTypescript } = await import('./typescript.js');
    const { table } = await import('../../bench/measure/words.js');
    const rounds = await (await importTypescript(path))[name]({ runs, seed, log });
    process.stdout.write(`${table(head, rounds.map(lineOf))}\n`);
    const held = rounds.filter((/** @type {any} */ { broken }) => broken === '').length;
    process.stdout.write(`\nseed ${seed}: ${held} of ${runs} rounds held\n`);
    process.exitCode = held === runs ? 0 : 1;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    log(`\nsoak: ${error.message}`);
    process.exitCode = 1;
  }
}

/** @param {string} text @param {string} name */
function number(text, name) {
  if (/^\d+$/.test(text)) return Number(text);
  throw new SetupError(`--${name} ${text} is not a number`);
}
