import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alarmsOf, type Compared } from '../../src/backup/alarms.js';
import type { FileChanges } from '../../src/backup/file-changes.js';
import type { DatabasePart } from '../../src/backup/model.js';
import { phrase } from '../../src/terminal/prose/index.js';

const MiB = 2 ** 20;

const database = (over: Partial<DatabasePart> = {}): DatabasePart => ({
  kind: 'mariadb',
  version: '10.11',
  name: 'parkir',
  user: 'parkir',
  snapshot: 'x',
  bytes: 10 * MiB,
  locking: 'transaction',
  tables: { tagihan: { rows: 500, digest: 'a' }, sesi: { rows: 3, digest: 'b' } },
  objects: { routines: { count: 2, digest: 'c' } },
  ...over,
});
const set = (bytes = 100 * MiB, over: Partial<DatabasePart> = {}): Compared => ({
  at: '2026-11-21T18:00:00Z',
  database: database(over),
  files: { snapshot: 'y', moving: [], volumes: { uploads: { files: 50, bytes, digest: 'd' } } },
});
const later = (compared: Compared): Compared => ({ ...compared, at: '2026-11-22T18:00:00Z' });
const codes = (previous: Compared | undefined, next: Compared, observed = {}) =>
  alarmsOf(previous, later(next), { changes: observed }).map(({ code }) => code);

describe('a set beside the last', () => {
  test('the first one, and one like the last', () => {
    expect(codes(undefined, set())).toEqual([]);
    expect(codes(set(), set())).toEqual([]);
    expect(codes(set(), set(190 * MiB, { bytes: 6 * MiB }))).toEqual([]);
  });

  test('far smaller or larger', () => {
    expect(codes(set(), set(100 * MiB, { bytes: 4 * MiB }))).toEqual(['BAK140']);
    expect(codes(set(), set(100 * MiB, { bytes: 21 * MiB }))).toEqual(['BAK141']);
    expect(codes(set(), set(40 * MiB))).toEqual(['BAK142']);
    expect(codes(set(), set(201 * MiB))).toEqual(['BAK143']);
    expect(codes(set(), set(0, { bytes: 0 }))).toEqual(['BAK140', 'BAK142']);
  });

  test('of a tiny app', () => {
    expect(codes(set(1000, { bytes: 2000 }), set(900_000, { bytes: 0 }))).toEqual([]);
  });

  test('tables gone, emptied, and routines gone', () => {
    const tables = { tagihan: { rows: 0, digest: 'a' } };
    const next = set(100 * MiB, { tables, objects: {} });
    expect(alarmsOf(set(), later(next))).toEqual([
      { code: 'BAK144', args: { count: 1, names: 'sesi' } },
      { code: 'BAK145', args: { count: 1, names: 'tagihan' } },
      { code: 'BAK150', args: { kind: 'routines', before: 2, count: 0 } },
    ]);
    const many = Object.fromEntries(
      Array.from({ length: 9 }, (_, i) => [`t${i}`, { rows: 1, digest: '' }]),
    );
    const [first] = alarmsOf(set(1, { tables: many }), later(set(1, { tables: {} })));
    expect(first?.args.names).toBe('t0, t1, t2, t3, t4, …');
  });

  test('few rows come and go; views have none', () => {
    const rows = (count: number) => ({ tables: { sesi: { rows: count, digest: '' } } });
    expect(codes(set(1, rows(19)), set(1, rows(0)))).toEqual([]);
    expect(codes(set(1, rows(-1)), set(1, rows(-1)))).toEqual([]);
  });

  test('a part that is missing', () => {
    const { at } = set();
    expect(alarmsOf(set(), later({ at })).map(({ args }) => args.part)).toEqual([
      'database',
      'uploads',
    ]);
  });

  test('a clock that went back', () => {
    expect(alarmsOf(set(), set()).map(({ code }) => code)).toEqual(['BAK149']);
  });
});

const counts = (over: Partial<FileChanges>): FileChanges => ({
  before: 100,
  now: 100,
  changed: 0,
  gone: 0,
  fresh: 0,
  extended: 0,
  ...over,
});

describe('files changed wholesale', () => {
  const judge = (over: Partial<FileChanges>, randomness?: number) =>
    alarmsOf(set(), later(set()), {
      changes: { uploads: counts(over) },
      ...(randomness === undefined ? {} : { randomness: { uploads: randomness } }),
    }).map(({ code }) => code);

  test.each([
    [{ changed: 49 }, []],
    [{ changed: 50 }, ['BAK146']],
    [{ gone: 60, fresh: 60 }, ['BAK146']],
    [{ gone: 60, fresh: 60, extended: 60 }, ['BAK147']],
    [{ changed: 30, gone: 20, fresh: 25 }, ['BAK146']],
    // new files and deleted ones are no rewriting
    [{ fresh: 5000 }, []],
    [{ gone: 90 }, []],
    [{ before: 19, changed: 19 }, []],
  ])('%j', (over, expected) => expect(judge(over)).toEqual(expected));

  test('and their content looks random', () => {
    expect(judge({ changed: 80 }, 0.9)).toEqual(['BAK147']);
    expect(judge({ changed: 80 }, 0.1)).toEqual(['BAK146']);
    expect(judge({ changed: 10 }, 1)).toEqual([]);
  });
});

const table = fc.record({ rows: fc.integer({ min: -1, max: 1000 }), digest: fc.constant('') });
const anySet: fc.Arbitrary<Compared> = fc
  .record({
    bytes: fc.nat(1e9),
    dump: fc.nat(1e9),
    tables: fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'toString'), table),
    count: fc.nat(3),
    has: fc.boolean(),
  })
  .map(({ bytes, dump, tables, count, has }) => {
    const objects = { routines: { count, digest: '' } };
    const { database: part, ...rest } = set(bytes, { bytes: dump, tables, objects });
    return has ? { ...rest, database: part } : rest;
  });

const anyChanges: fc.Arbitrary<FileChanges> = fc.record({
  before: fc.nat(1000),
  now: fc.nat(1000),
  changed: fc.nat(500),
  gone: fc.nat(500),
  fresh: fc.nat(1000),
  extended: fc.nat(500),
});

describe('any two sets', () => {
  test('files are looked at volume by volume, and random content alone is nothing', () => {
    fc.assert(
      fc.property(anyChanges, fc.float({ min: 0, max: 1, noNaN: true }), (found, share) => {
        const judge = (randomness: Record<string, number>) =>
          alarmsOf(set(), later(set()), {
            changes: { uploads: found, cache: counts({}) },
            randomness,
          });
        const plain = judge({});
        const random = judge({ uploads: share, cache: 1 });
        expect(random.map(({ args }) => args)).toEqual(plain.map(({ args }) => args));
        for (const { args } of plain) {
          expect(args.volume).toBe('uploads');
          expect(Number(args.changed)).toBeGreaterThanOrEqual(found.before / 2);
        }
      }),
    );
  });

  test('a set beside itself is not strange', () => {
    fc.assert(
      fc.property(anySet, (one) => {
        expect(alarmsOf(one, later(one))).toEqual([]);
      }),
    );
  });

  test('what shrank one way grew the other way', () => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        const swap: Record<string, string> = {
          BAK140: 'BAK141',
          BAK141: 'BAK140',
          BAK142: 'BAK143',
          BAK143: 'BAK142',
        };
        const sizes = (from: Compared, to: Compared) =>
          codes(from, to).filter((code) => code in swap);
        expect(sizes(b, a)).toEqual(sizes(a, b).map((code) => swap[code]));
      }),
    );
  });

  test('can be told in both languages', () => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        for (const { code, args } of alarmsOf(a, b)) {
          for (const lang of ['en', 'id'] as const) {
            const { text, next = '' } = phrase(code, args, lang);
            expect(`${text} ${next}`).not.toMatch(/\{\w+\}|^BAK/);
          }
        }
      }),
    );
  });
});
