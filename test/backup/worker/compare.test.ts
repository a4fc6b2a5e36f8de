import { describe, expect, it } from 'vitest';
import { compareRows } from '../../../src/backup/worker/fetch.js';

const tables = (rows: Record<string, number>) => ({
  tables: Object.fromEntries(
    Object.entries(rows).map(([name, count]) => [
      name,
      { rows: count, digest: `${Math.random()}` },
    ]),
  ),
});

describe('a set whose digests are of another version', () => {
  it('is equal when its tables have as many rows', () => {
    expect(compareRows(tables({ a: 1, b: -1 }), tables({ a: 1, b: -1 }))).toEqual([]);
  });

  it('differs by a row or a table', () => {
    const found = compareRows(tables({ a: 1, b: 2 }), tables({ a: 3, c: 2 }));
    expect(found.map(({ what }) => what)).toEqual(['table a', 'table b', 'table c']);
  });
});
