import { describe, expect, test } from 'vitest';
import type { Expected } from '../../../src/backup/findings.js';
import type { LogRecord } from '../../../src/backup/log/model.js';
import type { RunRecord } from '../../../src/backup/model.js';
import { untold } from '../../../src/backup/watch/untold.js';

const now = new Date('2026-11-22T12:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
const long = ago(24 * 99);

const record = (kind: RunRecord['kind'], hours: number, over: object = {}): RunRecord => ({
  ...{ formatVersion: 1, app: 'dishub/parkir', kind, ok: true, alarms: [] },
  ...{ startedAt: ago(hours), finishedAt: ago(hours), ...over },
});
const run = (hours: number, over?: object) => record('create', hours, over);
const drill = (hours: number, over?: object) => record('drill', hours, over);
const log = (hours: number, over: Partial<LogRecord> = {}) =>
  record('log', hours, { through: ago(hours), ...over });
const failed = { ok: false, failure: { code: 'BAK010', args: {} } };
const unheard = { ...failed, alarms: [{ code: 'BAK022', args: { way: 'mail', reason: 'x' } }] };

const both: Expected = { app: 'dishub/parkir', runs: true, log: false, drill: 'weekly' };
const codesOf = (expected: Expected, records: RunRecord[], since = long) =>
  untold(expected, records, since, now).map(({ code }) => code);
const codes = (...records: RunRecord[]) => codesOf(both, records);

describe('what nobody was told of', () => {
  test('is nothing while all goes well, or is only not proven yet', () => {
    expect(codes(run(11), drill(80))).toEqual([]);
    expect(codes(run(11))).toEqual([]);
  });

  test('is a run that was missed, a worker that was killed: neither has said a word', () => {
    expect(codes(run(27), drill(80))).toEqual(['BAK158']);
  });

  test('is a drill that is overdue', () => {
    expect(codes(run(11), drill(10 * 24))).toEqual(['BAK161']);
    expect(codes(run(11), run(10 * 24))).toEqual(['BAK171']);
  });

  test('is no run that failed, for it told so itself, however often', () => {
    expect(codes(run(11, failed), drill(80))).toEqual([]);
    expect(codes(run(11, failed), run(99), drill(80))).toEqual([]);
    expect(codes(run(11), drill(11, failed), drill(30 * 24))).toEqual([]);
  });

  test('is that nothing has been tried since a run failed', () => {
    expect(codes(run(27, failed), run(50), drill(80))).toEqual(['BAK158']);
    expect(codes(run(27, failed), drill(80))).toEqual(['BAK157']);
    expect(codes(run(11), drill(10 * 24, failed), drill(20 * 24))).toEqual(['BAK161']);
  });

  test('is a failure whose notice did not get through', () => {
    expect(codes(run(11, unheard), drill(80))).toEqual(['BAK159']);
    expect(codes(run(11), drill(11, unheard))).toEqual(['BAK162']);
  });

  test('is a clock that was ahead', () => {
    expect(codes(run(11), drill(80), run(-5))).toEqual(['BAK163']);
  });
});

describe('of an app whose log is followed', () => {
  const followed = { ...both, log: true };
  const well = [run(11), drill(80)];

  test('that nobody follows it any more', () => {
    expect(codesOf(followed, [...well, log(0.01)])).toEqual([]);
    expect(codesOf(followed, [...well, log(1)])).toEqual(['BAK205']);
  });

  test('not that it is behind, which the one who follows it tells', () => {
    expect(codesOf(followed, [...well, log(0.01, { ...failed, through: ago(1) })])).toEqual([]);
  });
});

test('an app that is new has a day for its first run', () => {
  const followed = { ...both, log: true };
  expect(codesOf(followed, [], ago(25))).toEqual([]);
  expect(codesOf(followed, [], ago(27))).toEqual(['BAK157', 'BAK204']);
});

describe('on a server that sees only a part', () => {
  const drills: Expected = { app: 'dishub/parkir', runs: false, log: false, drill: 'weekly' };

  test('it judges drills alone, of which the first must come in time', () => {
    expect(codesOf(drills, [], ago(8 * 24))).toEqual([]);
    expect(codesOf(drills, [], ago(10 * 24))).toEqual(['BAK171']);
    expect(codesOf(drills, [drill(10 * 24)], ago(1))).toEqual(['BAK161']);
    // Left from when the app was here.
    expect(codesOf(drills, [drill(80), run(99)])).toEqual([]);
  });

  test('it judges runs alone', () => {
    const { drill: _, ...runs } = both;
    expect(codesOf(runs, [run(11), run(30 * 24)])).toEqual([]);
    expect(codesOf(runs, [run(27)])).toEqual(['BAK158']);
  });
});
