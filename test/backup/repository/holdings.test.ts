import { expect, it } from 'vitest';
import { logTags } from '../../../src/backup/log/snapshots.js';
import { readHoldings } from '../../../src/backup/repository/holdings.js';
import { imageTags, manifestTags, partTags } from '../../../src/backup/repository/snapshots.js';

const set = '20261122T020000Z-0a1b';
const through = new Date('2026-11-22T02:01:00Z');
const extent = { stream: 's', first: 1, last: 2, end: 100 };

it('one answer of restic tells sets, logs and copies apart, oldest first', () => {
  const tagged = {
    log: logTags('mariadb', extent, through),
    older: logTags('mariadb', { ...extent, last: 1 }, new Date('2026-11-22T02:00:00Z')),
    base: logTags('postgres', extent, through, 'base'),
    database: partTags(set, 'database'),
    manifest: manifestTags(set, { uses: [], log: undefined }),
    image: imageTags('sha256:0'),
  };
  const answer = Object.entries(tagged).map(([id, tags]) => ({
    ...{ id, tags, time: '2026-11-22T02:00:30Z', hostname: 'dishub-parkir' },
  }));
  const { sets, log, bases } = readHoldings(JSON.stringify(answer));
  const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
  expect([ids(sets), ids(log), ids(bases)]).toEqual([['manifest'], ['older', 'log'], ['base']]);
});

it('an empty repository holds nothing', () => {
  expect(readHoldings('')).toEqual({ sets: [], log: [], bases: [] });
  expect(readHoldings('null')).toEqual({ sets: [], log: [], bases: [] });
});
