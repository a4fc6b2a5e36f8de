import { importTypescript } from '../../scripts/setup/typescript.js';
import { memoryOf } from '../measure/memory.js';
import { quantile } from '../measure/rounds.js';
import { seconds } from '../measure/words.js';

const budget = ['--freeze-budget', '120s'];

/**
 * @typedef {object} Freezes
 * @property {number[]} closed seconds from the fence until the new side is open, of each cutover
 * @property {number[]} gaps seconds without an acknowledged write around it, as writers saw it
 * @property {number[]} predicted seconds, as `assess` told before
 * @property {number[]} seeds seconds of each first copy of the database
 * @property {number} bytes of the dump
 * @property {number} memory bytes, the mover's peak
 * @property {number} acknowledged
 * @property {number} writing seconds in which they were
 * @property {number} refused
 * @property {number} lost
 */

/**
 * Moves the app there and back while three writers write all the time.
 * @param {import('../../test/e2e/support/moving.js').MoveSite} lab @param {number} rounds
 * @param {{app: string, domain: string}} moved @param {(line: string) => void} log
 * @returns {Promise<Freezes>}
 */
export async function freezesOf(lab, rounds, { app, domain }, log) {
  const { openLedger } = await importTypescript('test/e2e/support/ledger.ts');
  const { old, server } = lab;
  const confirmed = [...budget, '--confirm', app];
  const ask = async (/** @type {string[]} */ ...args) =>
    (await lab.must(['migrate', ...args])).json.data;
  /** @type {Freezes} */
  const found = {
    ...{ closed: [], gaps: [], predicted: [], seeds: [] },
    ...{ bytes: 0, memory: 0, acknowledged: 0, writing: 0, refused: 0, lost: 0 },
  };
  const prefix = `b${Date.now().toString(36)}`;
  const begun = Date.now();
  const ledger = openLedger({ address: old.address, domain, prefix, writers: 3 });
  const there = async () => {
    await ask('start', app, '--enable-log');
    found.predicted.push((await ask('assess', app)).freeze);
    ledger.told(true);
    await ask('cutover', app, '--without-proof', 'a benchmark', ...confirmed);
    await ledger.more(20);
  };
  try {
    for (let round = 1; round <= rounds; round += 1) {
      const { peaks } = await memoryOf(server, mover, there);
      found.memory = Math.max(found.memory, ...peaks);
      found.gaps.push(ledger.told().gap / 1000);
      const { freezes, seed } = await ask('report', app);
      found.closed.push(freezes.at(-1).seconds);
      found.seeds.push(seed.database.seconds);
      found.bytes = seed.database.bytes;
      await ask('rollback', app, ...confirmed);
      log(`  round ${round} of ${rounds}: closed for ${seconds(found.closed.at(-1) ?? 0)}`);
    }
    await ledger.stop();
    const { acknowledged, refused } = ledger.told();
    found.acknowledged = acknowledged;
    found.writing = (Date.now() - begun) / 1000;
    found.refused = Object.values(refused).reduce((sum, times) => sum + times, 0);
    found.lost = (await ledger.compare(old.address)).lost.length;
  } finally {
    await ledger.stop();
  }
  return found;
}

const mover = /node\0.*__worker\0(migrate|move)/;

/** @param {number[]} values */
export const spread = (values) =>
  `${seconds(quantile(values, 0.5))} / ${seconds(quantile(values, 0.95))}`;
