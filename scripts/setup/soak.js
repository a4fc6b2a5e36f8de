import { randomInt } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureEngine } from './engine.js';
import { ensureProject, root } from './project.js';
import { SetupError } from './run.js';

const log = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

/**
 * A soak in TypeScript and how its rounds are told.
 * @typedef {object} Soak
 * @property {string} path its module, from the project's root
 * @property {string} name what the module exports
 * @property {string} title of its runs in docs/benchmarks.md
 * @property {string} what is done in a round, for the same page
 * @property {string[]} head of the table
 * @property {(round: any) => string[]} lineOf cells of a round
 */

/**
 * Runs a soak told as `[--runs N] [--seed S] [--record]`, all set-up first, and prints what came of
 * each round; the process ends with 1 when one did not hold. With `--record` the run becomes a line
 * of docs/benchmarks.md.
 * @param {Soak} soak
 */
export async function soak({ path, name, title, what, head, lineOf }) {
  try {
    const options = /** @type {const} */ ({
      runs: { type: 'string' },
      seed: { type: 'string' },
      record: { type: 'boolean' },
    });
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
    process.stdout.write(`\nseed ${seed}: ${held} of ${rounds.length} rounds held\n`);
    if (values.record === true) await record({ title, what }, { seed, rounds, held });
    process.exitCode = held === runs ? 0 : 1;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    log(`\nsoak: ${error.message}`);
    process.exitCode = 1;
  }
}

/** Adds a line to the runs of a soak in docs/benchmarks.md. */
async function record({ title, what }, { seed, rounds, held }) {
  const { withRun } = await import('../../bench/page.js');
  const file = join(root, 'docs', 'benchmarks.md');
  const faults = new Set(rounds.map((/** @type {any} */ { fault }) => fault)).size;
  const date = new Date().toISOString().slice(0, 10);
  const head = ['run on', 'seed', 'rounds', 'kinds of fault', 'held'];
  const run = [date, seed, rounds.length, faults, held].map(String);
  await writeFile(file, withRun(await readFile(file, 'utf8'), { title, what, head }, run));
  log('docs/benchmarks.md has a line more.');
}

/** @param {string} text @param {string} name */
function number(text, name) {
  if (/^\d+$/.test(text)) return Number(text);
  throw new SetupError(`--${name} ${text} is not a number`);
}
