/** The pure core alone: text of the inventory → plan, at three sizes. */
import { rm } from 'node:fs/promises';
import { run } from '../scripts/setup/run.js';
import { bundle } from '../scripts/setup/typescript.js';
import { median } from './measure/rounds.js';
import { atMost } from './measure/target.js';
import { count, megabytes, milliseconds, seconds, table, times } from './measure/words.js';

const stages = ['parse', 'desire', 'plan', 'noop'];

/**
 * @param {import('./ground/ground.js').Ground} ground
 * @returns {Promise<import('./measure/target.js').Finding>}
 */
export async function planning({ quick, log }) {
  const program = await bundle('bench/planning/measure.js');
  const runs = quick ? 1 : 3;
  const sizes = [100, 1000, 10_000];
  /** @type {Map<number, Record<string, number>[]>} */
  const all = new Map(sizes.map((size) => [size, []]));
  for (let round = 1; round <= runs; round += 1) {
    for (const size of sizes) all.get(size)?.push(await measure(program, size));
    log(`  round ${round} of ${runs}`);
  }
  await rm(program);
  const found = sizes.map((size) => medians(all.get(size) ?? []));
  const [, thousand, largest] = found;
  const pure = ({ desire, plan }) => desire + plan;
  const growth = pure(largest) / pure(thousand) / 10;
  return {
    title: 'Planning without servers',
    text: [
      `Each figure is the median of ${runs} fresh processes, in which nothing is compiled yet. *desire* turns the inventory into Swarm objects, *plan* compares them with an empty engine (everything is to be made) and *no change* with one that has it all. The plan's fingerprint, which only a saved or printed plan needs, is not in these figures. Of three apps, one has PHP, MariaDB, storage and a job, one Node, PostgreSQL and two replicas, one only files.`,
      table(
        ['apps', 'steps', 'parse YAML', 'desire', 'plan', 'no change', 'heap kept', 'peak memory'],
        found.map((each) => [
          count(each.apps),
          count(each.steps),
          ...stages.map((stage) => milliseconds(each[stage])),
          megabytes(each.heap),
          megabytes(each.rss),
        ]),
      ),
      `Ten times the apps cost ${times(growth * 10)} the time of desire and plan (parse: ${times(largest.parse / thousand.parse)}). Reading the YAML of 1,000 apps comes before planning and takes longer: with it, it is ${seconds((pure(thousand) + thousand.parse) / 1000)}. Peak memory is the whole process's, Node's own 45 MB included.`,
    ].join('\n\n'),
    targets: [
      atMost('Planning 1,000 apps: desire + plan', pure(thousand) / 1000, 0.5, seconds),
      atMost('… peak memory of the whole process', thousand.rss, 200e6, megabytes),
      atMost('Linear: time per app at 10,000 against 1,000', growth, 1.5, times),
    ],
  };
}

/** @param {string} program @param {number} size */
async function measure(program, size) {
  const { stdout } = await run([process.execPath, '--expose-gc', program, String(size)]);
  return JSON.parse(stdout);
}

/** @param {Record<string, number>[]} list */
function medians(list) {
  const keys = Object.keys(list[0] ?? {});
  return Object.fromEntries(keys.map((key) => [key, median(list.map((each) => each[key]))]));
}
