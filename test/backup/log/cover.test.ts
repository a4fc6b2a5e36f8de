import { describe, expect, it } from 'vitest';
import { coveredFrom, coverIn } from '../../../src/backup/log/cover.js';
import type { LogSnapshot } from '../../../src/backup/log/model.js';
import type { Holdings } from '../../../src/backup/repository/holdings.js';
import {
  manifestTags,
  readSnapshots,
  type Snapshot,
} from '../../../src/backup/repository/snapshots.js';

const day = (hour: number, minute = 0): string =>
  new Date(Date.UTC(2026, 10, 20, hour, minute)).toISOString();

const setAt = (hour: number, file?: number, stream = 'a'): Snapshot => ({
  ...{ id: `m${hour}`, time: day(hour, 1), host: 'x', bytes: 1, added: 1 },
  ...{ set: `20261120-${String(hour).padStart(2, '0')}0000-aaaa`, part: 'manifest', uses: [] },
  ...(file === undefined ? {} : { log: { stream, file, offset: 4, at: day(hour) } }),
});

const logAt = (hour: number, first: number, last: number, more: Partial<LogSnapshot> = {}) => ({
  ...{ id: `l${hour}`, kind: 'mariadb' as const, stream: 'a', first, last, end: hour, added: 0 },
  ...{ through: day(hour), time: day(hour), finishedAt: day(hour), ...more },
});

const held = (more: Partial<Holdings>): Holdings => ({ sets: [], log: [], bases: [], ...more });
const fault = (code: string, args: object = {}) =>
  expect.objectContaining({ code, args: expect.objectContaining(args) });

describe('an instant', () => {
  const two = held({
    sets: [setAt(1, 1), setAt(5, 2)],
    log: [logAt(2, 1, 1), logAt(6, 1, 2), logAt(8, 2, 3)],
  });

  it('is reached from the newest set before it', () => {
    expect(coverIn(two, new Date(day(4)))?.set).toBe(setAt(1).set);
    expect(coverIn(two, new Date(day(7)))).toEqual({
      ...{ set: setAt(5).set, from: day(5), through: day(8) },
    });
    expect(coverIn(two)?.through).toBe(day(8));
    expect(coveredFrom(two)).toBe(day(1));
  });

  it('is refused with the nearest that can be reached', () => {
    const at = (hour: number) => () => coverIn(two, new Date(day(hour)));
    expect(at(0)).toThrow(fault('BAK200', { oldest: day(1) }));
    expect(at(9)).toThrow(fault('BAK201', { newest: day(8) }));
    const holed = held({
      sets: [setAt(1, 1), setAt(5, 4)],
      log: [logAt(2, 1, 1), logAt(4, 3, 3), logAt(6, 4, 4)],
    });
    expect(() => coverIn(holed, new Date(day(3)))).toThrow(
      fault('BAK202', { from: day(2), to: day(5) }),
    );
    expect(coveredFrom(holed)).toBe(day(5));
  });

  it('after the last snapshot is reached when the log had nothing new', () => {
    const look = { stream: 'a', last: 3, end: 8, at: day(9) };
    expect(coverIn(two, new Date(day(9)), look)?.set).toBe(setAt(5).set);
  });

  it('is nobody’s question where no log was ever saved', () => {
    expect(coverIn(held({ sets: [setAt(1)] }), new Date(day(2)))).toBeUndefined();
    expect(() => coverIn(held({ sets: [setAt(1)], log: [logAt(2, 1, 1)] }))).toThrow(
      fault('BAK203'),
    );
  });

  it('of PostgreSQL needs a copy with the log written meanwhile, and a set before it', () => {
    const pg = { kind: 'postgres' as const };
    const copy = (hour: number, file: number) => logAt(hour, file, file, { ...pg, id: `c${hour}` });
    const all = held({
      sets: [setAt(3), setAt(6)],
      bases: [copy(2, 1), copy(8, 3)],
      log: [logAt(5, 1, 2, pg), logAt(8, 1, 3, pg)],
    });
    expect(coverIn(all, new Date(day(7)))).toMatchObject({ set: setAt(6).set, through: day(8) });
    expect(coveredFrom(all)).toBe(day(3));
    expect(() => coverIn(all, new Date(day(2, 30)))).toThrow(fault('BAK200', { oldest: day(3) }));
  });
});

describe('a manifest’s tags', () => {
  it('tell where its dump is in the log', () => {
    const { log } = setAt(1, 7);
    const tags = manifestTags('s', { uses: [], log });
    const raw = { id: 'x', time: day(1), hostname: 'h' };
    expect(readSnapshots(JSON.stringify([{ ...raw, tags }]))[0]?.log).toEqual(log);
    const other = ['induk', 'set=s', 'part=manifest', 'log=a', 'file=x', 'offset=1', 'seen=never'];
    expect(readSnapshots(JSON.stringify([{ ...raw, tags: other }]))[0]?.log).toBeUndefined();
  });
});
