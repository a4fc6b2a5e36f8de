import { megabytes, table } from '../measure/words.js';
import { sql } from './app.js';
import { rowByRow, sorted, usual } from './contestants.js';

/** Ways to write the same rows down, each with a repository of its own. */
const variants = {
  plain: ['restic of a plain dump', usual],
  sorted: ['… sorted by key, without its date', sorted],
  rows: ['… and a statement for each row', rowByRow],
};

/**
 * What a vault grows by when 1 % of the rows became longer: in one place, as when people add to
 * what is new, and all over the table.
 * @param {{container: string}} server
 * @param {Awaited<ReturnType<typeof import('./contestants.js').openContest>>} contest
 * @param {number} rows
 */
export async function growthOf(server, contest, rows) {
  const changes = {
    here: `id BETWEEN ${rows / 2} AND ${rows / 2 + rows / 100 - 1}`,
    everywhere: 'id % 100 = 7',
  };
  /** @type {Record<string, Record<string, number>>} */
  const added = { first: await dumpAll(contest) };
  for (const [name, where] of Object.entries(changes)) {
    await sql(server, `UPDATE warga SET catatan = CONCAT(catatan, ' diubah') WHERE ${where}`);
    added[name] = await dumpAll(contest);
  }
  return added;
}

async function dumpAll(contest) {
  const added = { induk: (await contest.induk()).added };
  for (const [name, [, options]] of Object.entries(variants)) {
    added[name] = await contest.dump(name, options);
  }
  return added;
}

/** @param {Record<string, Record<string, number>>} added */
export function growthTable(added) {
  const line = (/** @type {string} */ title, /** @type {string} */ name) => [
    title,
    megabytes(added.first[name]),
    precise(added.here[name]),
    precise(added.everywhere[name]),
  ];
  return table(
    ['stored', 'first', '1 % changed in one place', '1 % changed all over'],
    [
      ...Object.entries(variants).map(([name, [title]]) => line(title, name)),
      line('induk', 'induk').with(1, '–'),
    ],
  );
}

/** @param {number} bytes */
const precise = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
