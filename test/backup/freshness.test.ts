import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { byUrgency, freshness, freshnessStates, isRed } from '../../src/backup/freshness.js';
import type { RunRecord } from '../../src/backup/model.js';
import type { App, DrillPeriod, SiteBackup } from '../../src/inventory/model.js';
import { phrase } from '../../src/terminal/prose/index.js';

const keep = { all: 48, daily: 14, weekly: 8, monthly: 12 };
const site: { backup: SiteBackup } = {
  backup: {
    vault: { kind: 'path', path: '/srv/backups' },
    schedule: '01:00',
    window: 10_800,
    keep,
    drill: 'weekly',
    pointInTime: true,
    concurrency: 2,
  },
};
const app = (drill: DrillPeriod = 'weekly', id = 'dishub/parkir') =>
  ({
    id,
    backup: { schedule: '01:00', window: 0, keep, drill, pointInTime: false, volumes: [] },
  }) as unknown as App;

const now = new Date('2026-11-22T12:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();

const record = (
  kind: RunRecord['kind'],
  hours: number,
  over: Partial<RunRecord> = {},
): RunRecord => ({
  formatVersion: 1,
  app: 'dishub/parkir',
  kind,
  startedAt: ago(hours),
  finishedAt: ago(hours - 0.25),
  ok: true,
  alarms: [],
  ...over,
});
const run = (hours: number, over?: Partial<RunRecord>) => record('create', hours, over);
const drill = (hours: number, over?: Partial<RunRecord>) => record('drill', hours, over);
const failure = { ok: false, failure: { code: 'BAK010', args: {} } };
const judge = (...records: RunRecord[]) => {
  const { state, reasons } = freshness(app(), site, records, now);
  return [state, ...reasons.map(({ code }) => code)].join(' ');
};

describe('an app', () => {
  test('that was backed up last night and restored this week', () => {
    const records = [
      run(11, { set: 's', bytes: 7, alarms: [{ code: 'BAK140', args: {} }] }),
      drill(80, { set: 'r' }),
      run(35),
    ];
    expect(freshness(app(), site, records, now)).toEqual({
      app: 'dishub/parkir',
      state: 'ok',
      reasons: [],
      last: { at: ago(11), set: 's', bytes: 7 },
      proven: { at: ago(79.75), set: 'r', seconds: 900 },
      alarms: [{ code: 'BAK140', args: {} }],
    });
  });

  test('never backed up, or by others only', () => {
    expect(judge()).toBe('never BAK157 BAK160');
    expect(judge(run(2, { app: 'dishub/lain' }), drill(2, { app: 'dishub/lain' }))).toBe(
      'never BAK157 BAK160',
    );
  });

  test('whose run was missed is late within a day', () => {
    expect(judge(run(25.9), drill(80))).toBe('ok');
    expect(judge(run(26.1), drill(80))).toBe('late BAK158');
    // a run of five hours began a little later today and is not through yet
    const long = { finishedAt: ago(24) };
    expect(judge(run(29, long), drill(80))).toBe('ok');
    expect(judge(run(34.1, { finishedAt: ago(29.1) }), drill(80))).toBe('late BAK158');
    // whatever it takes, two days are too long
    expect(judge(run(48, { finishedAt: ago(2) }), drill(80))).toBe('late BAK158');
  });

  test('whose last run failed', () => {
    expect(judge(run(1, failure), run(11), drill(80))).toBe('failed BAK159');
    expect(judge(run(1), run(11, failure), drill(80))).toBe('ok');
    expect(judge(run(1, failure), run(50), drill(80))).toBe('failed BAK159 BAK158');
    expect(judge(run(1, failure), drill(80))).toBe('failed BAK159');
    const { last } = freshness(app(), site, [run(1, failure), run(50)], now);
    expect(last?.at).toBe(ago(50));
  });

  test('that was not restored for long', () => {
    expect(judge(run(11), drill(9 * 24))).toBe('ok');
    expect(judge(run(11), drill(9 * 24 + 1))).toBe('overdue BAK161');
    const state = (period: DrillPeriod, hours: number) =>
      freshness(app(period), site, [run(11), drill(hours)], now).state;
    expect([state('daily', 47), state('daily', 49)]).toEqual(['ok', 'overdue']);
    expect([state('monthly', 33 * 24), state('monthly', 35 * 24)]).toEqual(['ok', 'overdue']);
  });

  test('never restored, though there is something to restore', () => {
    expect(judge(run(11))).toBe('unproven BAK160');
    expect(judge(run(11), run(9 * 24))).toBe('unproven BAK160');
    expect(judge(run(11), run(9 * 24 + 1))).toBe('overdue BAK171');
    expect(judge(run(11), run(99 * 24, failure))).toBe('unproven BAK160');
    expect(judge(run(11), run(30 * 24), drill(9 * 24))).toBe('ok');
    expect(judge(run(11), run(30 * 24), drill(20 * 24, failure))).toBe('failed BAK162 BAK171');
  });

  test('whose first run failed, and nobody tried again', () => {
    expect(judge(run(26, failure), drill(80))).toBe('failed BAK159');
    expect(judge(run(27, failure), drill(80))).toBe('failed BAK159 BAK157');
  });

  test('whose sets do not come back', () => {
    expect(judge(run(11), drill(2, failure), drill(80))).toBe('failed BAK162');
    expect(judge(run(11), drill(2, failure))).toBe('failed BAK162');
    expect(judge(run(11), drill(2, failure), drill(999))).toBe('failed BAK162 BAK161');
    expect(judge(run(11), drill(2), drill(9, failure))).toBe('ok');
  });

  test('whose server’s clock is ahead', () => {
    expect(judge(run(-5), drill(80))).toBe('failed BAK163 BAK157');
    expect(judge(run(-5), run(11), drill(80))).toBe('failed BAK163');
    expect(judge(run(0.2), drill(80))).toBe('ok');
  });

  test('that is turned off, or whose site has no backups', () => {
    const off = { id: 'a/b', backupOff: 'Salinan dari data pusat.' } as unknown as App;
    expect(freshness(off, site, [run(1)], now)).toEqual({
      app: 'a/b',
      state: 'off',
      reasons: [{ code: 'BAK156', args: { reason: 'Salinan dari data pusat.' } }],
      alarms: [],
    });
    expect(freshness(app(), {}, [run(1)], now)).toMatchObject({
      state: 'off',
      reasons: [{ code: 'BAK155' }],
    });
  });
});

const records = fc.array(
  fc
    .record({
      kind: fc.constantFrom('create' as const, 'drill' as const),
      hours: fc.integer({ min: -30, max: 2000 }),
      ok: fc.boolean(),
    })
    .map(({ kind, hours, ok }) => record(kind, hours, ok ? {} : failure)),
  { maxLength: 8 },
);

test('of two that ended in the same moment the failed one counts', () => {
  const both = [record('create', 1), record('create', 1, failure), record('drill', 1)];
  expect(freshness(app(), site, both, now).state).toBe('failed');
  expect(freshness(app(), site, both.reverse(), now).state).toBe('failed');
});

describe('any records', () => {
  test('the order they come in does not matter', () => {
    fc.assert(
      fc.property(records, (all) => {
        const forth = freshness(app(), site, all, now);
        const back = freshness(app(), site, [...all].reverse(), now);
        expect(back.state).toBe(forth.state);
      }),
    );
  });

  test('ok needs a run of these days and a drill of these weeks; reasons can be told', () => {
    fc.assert(
      fc.property(records, (all) => {
        const { state, reasons, last, proven } = freshness(app(), site, all, now);
        expect(reasons.length === 0).toBe(state === 'ok');
        if (state === 'ok') {
          expect(Date.parse(last?.at ?? '')).toBeGreaterThan(now.getTime() - 46 * 3_600_000);
          expect(Date.parse(proven?.at ?? '')).toBeGreaterThan(now.getTime() - 9.1 * 86_400_000);
        }
        for (const { code, args } of reasons) {
          for (const lang of ['en', 'id'] as const) {
            const { text, next = '' } = phrase(code, args, lang);
            expect(`${text} ${next}`).not.toMatch(/\{\w+\}|^BAK/);
          }
        }
      }),
    );
  });

  test('a failure never makes it better', () => {
    fc.assert(
      fc.property(records, fc.constantFrom('create' as const, 'drill' as const), (all, kind) => {
        const before = freshness(app(), site, all, now).state;
        const after = freshness(app(), site, [...all, record(kind, 0.25, failure)], now).state;
        expect(after).toBe('failed');
        expect(freshnessStates.indexOf(after)).toBeLessThanOrEqual(freshnessStates.indexOf(before));
      }),
    );
  });
});

describe('an app whose database comes back to any second', () => {
  const followed = { ...app(), backup: { ...app().backup, pointInTime: true } } as App;
  const good = [run(11), drill(80)];
  const minutes = (count: number) => new Date(now.getTime() - count * 60_000).toISOString();
  const log = (count: number, over: object = {}) =>
    record('log', 0, { finishedAt: minutes(count), ...over } as Partial<RunRecord>);
  const judged = (...records: RunRecord[]) => freshness(followed, site, [...good, ...records], now);

  test('is well while its log is saved', () => {
    const known = { from: ago(90), through: minutes(1) };
    const { state, seconds } = judged(log(1, known));
    expect({ state, seconds }).toEqual({ state: 'ok', seconds: known });
  });

  test.each([
    ['is not followed yet', [], 'BAK204', {}],
    ['is not followed any more', [log(6, { through: minutes(6) })], 'BAK205', { minutes: 6 }],
    [
      'cannot be saved',
      [log(1, { ...failure, through: minutes(7) })],
      ...['BAK206', { minutes: 7, reason: 'BAK010' }],
    ],
    ['never could be', [log(1, failure)], 'BAK207', { reason: 'BAK010' }],
  ] as [string, RunRecord[], string, object][])('is red when it %s', (_, records, code, args) => {
    const { state, reasons } = judged(...records);
    expect([state, reasons]).toEqual(['behind', [{ code, args }]]);
  });

  test('tells of holes', () => {
    const alarms = [{ code: 'BAK166', args: { from: 1, to: 2 } }];
    expect(judged(log(1, { through: minutes(1), alarms })).alarms).toEqual(alarms);
  });
});

test('the worst comes first', () => {
  const each = freshnessStates.map((state) => ({ app: state, state, reasons: [], alarms: [] }));
  expect([...each].reverse().sort(byUrgency)).toEqual(each);
  expect(freshnessStates.filter(isRed)).toEqual(['failed', 'never', 'late', 'behind', 'overdue']);
  const late = (name: string, at: string) => ({ ...each[2], app: name, last: { at } }) as never;
  const sorted = [late('c', '2026-02'), late('b', '2026-01'), late('a', '2026-02')].sort(byUrgency);
  expect(sorted.map(({ app: name }: { app: string }) => name)).toEqual(['b', 'a', 'c']);
});
