import { describe, expect, it } from 'vitest';
import {
  filesOf,
  type LogBase,
  spanFor,
  spanOf,
  wordsOf,
} from '../../../src/backup/log/coverage.js';
import type { LogSnapshot } from '../../../src/backup/log/model.js';
import { forgettable, forgettableLog } from '../../../src/backup/log/retention.js';
import { holesIn, isNews } from '../../../src/backup/log/save.js';
import { logTags, readLogSnapshots } from '../../../src/backup/log/snapshots.js';

const at = (minute: number): string => new Date(Date.UTC(2026, 10, 20, 10, minute)).toISOString();

const snapshot = (
  minute: number,
  first: number,
  last: number,
  more: Partial<LogSnapshot> = {},
) => ({
  ...{
    id: `s${minute}`,
    kind: 'mariadb' as const,
    stream: 'a',
    first,
    last,
    end: minute,
    added: 0,
  },
  ...{ through: at(minute), time: at(minute), finishedAt: at(minute), ...more },
});

const base = (minute: number, file: number, set = `set${minute}`): LogBase => ({
  ...{ set, at: at(minute), position: { stream: 'a', file, offset: 4 } },
});

describe('what a set and the log after it bring back', () => {
  it('ends where the log was saved last', () => {
    const span = spanOf(base(0, 3), [snapshot(1, 1, 3), snapshot(2, 3, 4), snapshot(3, 4, 4)]);
    expect([span.from, span.through, span.gap]).toEqual([at(0), at(3), undefined]);
  });

  it('goes on to the last look when that had nothing new', () => {
    const look = { stream: 'a', last: 3, end: 1, at: at(59) };
    const log = [snapshot(1, 1, 3)];
    expect(spanOf(base(0, 3), log, look).through).toBe(at(59));
    expect(spanOf(base(0, 3), log, { ...look, end: 2 }).through).toBe(at(1));
  });

  it('ends before a hole, and says which files are not there', () => {
    const span = spanOf(base(0, 1), [snapshot(1, 1, 2), snapshot(2, 4, 5), snapshot(3, 5, 5)]);
    expect([span.through, span.gap]).toEqual([at(1), { from: 3, to: 3 }]);
    // The last file may have gone on after it was saved.
    expect(spanOf(base(0, 1), [snapshot(1, 1, 2), snapshot(2, 3, 3)]).gap).toEqual({
      ...{ from: 2, to: 2 },
    });
  });

  it('is the set alone as long as nothing was saved after it', () => {
    // The file was saved when it did not reach to the set's position yet.
    const span = spanOf(base(5, 3), [snapshot(1, 1, 3), snapshot(4, 3, 3)]);
    expect([span.from, span.through, span.snapshots]).toEqual([at(5), at(5), []]);
    const look = { stream: 'a', last: 3, end: 4, at: at(6) };
    const looked = spanOf(base(5, 3), [snapshot(1, 1, 3), snapshot(4, 3, 3)], look);
    expect([looked.through, looked.snapshots.length]).toEqual([at(6), 2]);
  });

  it('is the set alone when its log is gone, or another', () => {
    const gone = spanOf(base(0, 1), [snapshot(1, 2, 2)]);
    expect([gone.through, gone.gap]).toEqual([at(0), { from: 1, to: 1 }]);
    expect(spanOf(base(0, 1), [snapshot(1, 1, 1, { stream: 'b' })]).through).toBe(at(0));
  });

  it('is not shortened by what a clock that was wrong for a while says', () => {
    const tagged = [
      ['whole', at(10), 5, 100],
      ['back', '2020-01-01T00:00:00.000Z', 6, 50],
      ['older', at(4), 4, 900],
    ] as const;
    const answer = tagged.map(([id, through, last, end]) => {
      const tags = logTags('mariadb', { stream: 'a', first: 1, last, end }, new Date(through));
      return { id, time: through, tags };
    });
    const log = readLogSnapshots(JSON.stringify(answer), 'log');
    expect(log.map(({ id }) => id)).toEqual(['older', 'whole', 'back']);
    const span = spanOf(base(1, 3), log);
    expect([span.through, span.snapshots.at(-1)?.id]).toEqual([at(10), 'back']);
    const look = { stream: 'a', last: 6, end: 50, at: at(12) };
    expect(spanOf(base(1, 3), log, look).through).toBe(at(12));
  });

  it('is asked of the newest set before an instant', () => {
    const log = [snapshot(1, 1, 1), snapshot(30, 1, 2)];
    const spans = [base(0, 1), base(10, 1), base(20, 2)].map((one) => spanOf(one, log));
    expect(spanFor(new Date(at(15)), spans).base.set).toBe('set10');
    expect(() => spanFor(new Date(at(31)), spans)).toThrow(
      expect.objectContaining({
        code: 'BAK164',
        args: { at: at(31), spans: `${at(0)} – ${at(30)}` },
      }),
    );
    expect(wordsOf([{ from: 'a', through: 'b' }])).toBe('a – b');
  });

  it('takes each file from where it is whole, the last from the newest', () => {
    const span = spanOf(base(0, 2), [snapshot(1, 1, 2), snapshot(2, 2, 3), snapshot(3, 2, 3)]);
    expect(filesOf(span)).toEqual([
      { file: 2, snapshot: 's2' },
      { file: 3, snapshot: 's3' },
    ]);
  });
});

describe('what of a log may go', () => {
  const log = [snapshot(1, 1, 2), snapshot(2, 2, 2), snapshot(3, 2, 3), snapshot(4, 3, 4)];
  const now = new Date(at(10));
  const bases = (file: number) => [{ stream: 'a', file, offset: 0 }];

  it('is what lies before the oldest set, and what others hold, too', () => {
    expect(forgettableLog({ snapshots: log, bases: bases(3), now })).toEqual(['s1', 's2', 's3']);
    expect(forgettableLog({ snapshots: log, bases: bases(1), now })).toEqual(['s2']);
  });

  it('leaves every span as it was', () => {
    const gone = forgettableLog({ snapshots: log, bases: bases(1), now });
    const rest = log.filter(({ id }) => !gone.includes(id));
    expect(spanOf(base(0, 1), rest).through).toBe(at(4));
  });

  it('is copies from before the oldest instant wanted, but the one that leads there', () => {
    const copies = [snapshot(0, 1, 1), snapshot(2, 2, 2), snapshot(4, 3, 3)].map((copy) => ({
      ...{ ...copy, id: `copy-${copy.id}` },
    }));
    const wanted = { positions: [], since: new Date(at(3)), now };
    const gone = forgettable({ log, bases: copies }, wanted);
    expect(gone).toEqual(['copy-s0', 's1', 's2']);
  });

  it('is nothing of a log whose first set is yet to come', () => {
    const request = { snapshots: log, bases: [], now };
    expect(forgettableLog(request)).toEqual([]);
    expect(forgettableLog({ ...request, now: new Date('2026-12-01') })).toHaveLength(4);
  });
});

describe('tags', () => {
  it('tell what a snapshot covers, and come back as they were', () => {
    const extent = { stream: '0b73-1', first: 2, last: 11, end: 345 };
    const tags = logTags('mariadb', extent, new Date(at(1)));
    const [read] = readLogSnapshots(JSON.stringify([{ id: 'x', time: at(2), tags }]), 'log');
    expect(read).toMatchObject({ ...extent, id: 'x', kind: 'mariadb', through: at(1) });
    expect(readLogSnapshots(JSON.stringify([{ id: 'x', time: at(2), tags }]), 'base')).toEqual([]);
  });

  it('of others are passed over', () => {
    const tags = ['induk', 'part=log', 'kind=mariadb', 'log=a', 'files=3-1', 'end=1', 'through=x'];
    expect(readLogSnapshots(JSON.stringify([{ id: 'x', time: at(2), tags }]), 'log')).toEqual([]);
    expect(readLogSnapshots('null', 'log')).toEqual([]);
  });
});

describe('a look at the log', () => {
  const extent = { stream: 'a', first: 2, last: 4, end: 100 };

  it('is news when anything came', () => {
    expect(isNews(extent, extent)).toBe(false);
    expect(isNews({ ...extent, end: 101 }, extent)).toBe(true);
    expect(isNews(extent, undefined)).toBe(true);
  });

  it('finds files that went before they were saved, and a log that began again', () => {
    const args = (saved: typeof extent) => holesIn(extent, saved).map((alarm) => alarm.args);
    expect(args({ ...extent, first: 1, last: 2 })).toEqual([]);
    expect(args({ ...extent, first: 1, last: 0 })).toEqual([{ from: 1, to: 1 }]);
    expect(args({ ...extent, last: 9 })).toEqual([{ from: 4, to: 9 }]);
    expect(args({ ...extent, last: 9, stream: 'b' })).toEqual([]);
  });
});
