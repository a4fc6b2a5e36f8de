import { setTimeout } from 'node:timers/promises';
import { startVisitors } from '../load/visitors.js';
import { count, milliseconds, table } from '../measure/words.js';

const rate = 40;

/**
 * What visitors wait at rest, while induk makes a first set, and while restic alone does.
 * @param {{address: string}} server
 * @param {Awaited<ReturnType<typeof import('./contestants.js').openContest>>} contest
 * @param {(line: string) => void} log
 */
export async function latencyOf({ address }, contest, log) {
  const targets = [{ address, domain: 'arsip.bench.test' }];
  const load = startVisitors({ targets, rate, visitors: 8 });
  const during = async (/** @type {() => Promise<unknown>} */ work) => {
    await load.report();
    await work();
    return load.report();
  };
  try {
    // Connections, opcode caches and the generator itself warm up.
    await setTimeout(3_000);
    const idle = await during(() => setTimeout(15_000));
    await contest.forget();
    const induk = await during(contest.induk);
    const bare = await during(contest.bare);
    if (induk.failed > 0) log(`  failed: ${induk.reasons.join('; ')}`);
    return { idle, induk, bare };
  } finally {
    load.kill();
  }
}

/** @param {Awaited<ReturnType<typeof latencyOf>>} found */
export function latencyTable({ idle, induk, bare }) {
  const line = (/** @type {string} */ name, /** @type {typeof idle} */ visits) => [
    name,
    count(visits.requests),
    String(visits.failed),
    ...[visits.p50, visits.p99, visits.slowest].map(milliseconds),
  ];
  return table(
    ['', 'requests', 'failed', 'p50', 'p99', 'slowest'],
    [
      line('at rest', idle),
      line('while induk makes a first set', induk),
      line('while restic alone makes one', bare),
    ],
  );
}
