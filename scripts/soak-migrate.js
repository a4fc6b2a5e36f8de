// `npm run soak:migrate -- [--runs N] [--seed S]`: a live app moved there and back under faults at
// the edges of its phases, while people write. Prints what came of each round, and a summary by
// fault; exits with 1 when something did not hold.
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { ensureEngine } from './setup/engine.js';
import { ensureProject } from './setup/project.js';
import { SetupError } from './setup/run.js';

const log = (/** @type {string} */ line) => process.stderr.write(`${line}\n`);

async function main() {
  const options = /** @type {const} */ ({ runs: { type: 'string' }, seed: { type: 'string' } });
  const { values } = parseArgs({ options });
  const runs = number(values.runs ?? '50', 'runs');
  const seed = number(values.seed ?? String(randomInt(2 ** 31)), 'seed');
  await ensureProject({ log });
  await ensureEngine({ log });
  log(`seed ${seed}, ${runs} rounds`);
  // Only now: what follows imports npm's dependencies.
  const { importTypescript } = await import('./setup/typescript.js');
  const { table } = await import('../bench/measure/words.js');
  const { soakMoves } = await importTypescript('test/soak/moves.ts');
  const rounds = await soakMoves({ runs, seed, log });
  const lines = rounds.map((round) => [
    `${round.round} ${round.command}: ${round.fault}`,
    round.edge,
    round.ended,
    `${round.again}`,
    `${(round.gap / 1000).toFixed(1)} s`,
    `${round.seconds} s`,
    round.broken === '' ? 'held' : `BROKEN: ${round.broken}`,
  ]);
  const head = ['fault', 'at', 'run ended', 'told again', 'gap', 'took', ''];
  process.stdout.write(`${table(head, lines)}\n`);
  const held = rounds.filter(({ broken }) => broken === '').length;
  process.stdout.write(`\nseed ${seed}: ${held} of ${runs} rounds held\n`);
  process.exitCode = held === runs ? 0 : 1;
}

/** @param {string} text @param {string} name */
function number(text, name) {
  if (/^\d+$/.test(text)) return Number(text);
  throw new SetupError(`--${name} ${text} is not a number`);
}

try {
  await main();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  log(`\nsoak: ${error.message}`);
  process.exitCode = 1;
}
