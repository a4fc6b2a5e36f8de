import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  backupCalendar,
  type Calendar,
  drillCalendar,
  nextRun,
  onCalendar,
  placeOf,
} from '../../src/backup/calendar.js';
import type { AppBackup } from '../../src/inventory/model.js';

const zone = 'Asia/Jakarta';
const policy: AppBackup = {
  schedule: '01:00',
  window: 10_800,
  keep: { all: 48, daily: 14, weekly: 8, monthly: 12 },
  drill: 'weekly',
  pointInTime: false,
  volumes: [],
};

const zones = fc.constantFrom(
  'Asia/Jakarta',
  'Asia/Jayapura',
  'UTC',
  'Europe/Berlin',
  'America/St_Johns',
  'Asia/Kathmandu',
);
const calendars: fc.Arbitrary<Calendar> = fc
  .record({
    days: fc.oneof(
      fc.constant({}),
      fc.record({ weekday: fc.nat(6) }),
      fc.record({ day: fc.integer({ min: 1, max: 28 }) }),
    ),
    time: fc.nat(86_399),
    zone: zones,
  })
  .map(({ days, ...rest }) => ({ ...days, ...rest }));
const instants = fc.date({
  min: new Date('2020-01-01T00:00:00Z'),
  max: new Date('2040-01-01T00:00:00Z'),
  noInvalidDate: true,
});

describe('the night’s window', () => {
  test('each app has a place of its own in it, always the same', () => {
    const times = Array.from({ length: 200 }, (_, i) =>
      backupCalendar(`dishub/app-${i}`, policy, zone),
    ).map(({ time }) => time);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(3600);
    expect(Math.max(...times)).toBeLessThan(3600 + 10_800);
    expect(new Set(times).size).toBeGreaterThan(190);
    // thirds of the window get about as many each
    for (const third of [0, 1, 2]) {
      const here = times.filter((time) => Math.floor((time - 3600) / 3600) === third);
      expect(here.length).toBeGreaterThan(45);
    }
    expect(backupCalendar('dishub/parkir', policy, zone)).toEqual({ time: 4836, zone });
  });

  test('an app’s own time is exact; a window may reach past midnight', () => {
    const own = { ...policy, schedule: '03:30', window: 0 };
    expect(onCalendar(backupCalendar('dishub/parkir', own, zone))).toBe(
      '*-*-* 03:30:00 Asia/Jakarta',
    );
    const late = { ...policy, schedule: '23:59', window: 86_400 };
    expect(backupCalendar('dishub/parkir', late, zone).time).toBeLessThan(86_400);
  });

  test('drills come after it', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (app) => {
        const { time } = drillCalendar(app, policy, zone);
        expect(time).toBeGreaterThanOrEqual(3600 + 10_800);
        expect(time).toBeLessThan(3600 + 2 * 10_800);
        expect(drillCalendar(app, { ...policy, drill: 'monthly' }, zone).day).toBeLessThan(29);
        const daily = drillCalendar(app, { ...policy, drill: 'daily' }, zone);
        expect([daily.day, daily.weekday]).toEqual([undefined, undefined]);
      }),
    );
  });

  test('a place in nothing is its beginning', () => {
    expect([placeOf('x', 0), placeOf('x', 1)]).toEqual([0, 0]);
  });
});

describe('systemd’s notation', () => {
  test.each([
    [{ time: 4625, zone }, '*-*-* 01:17:05 Asia/Jakarta'],
    [{ weekday: 0, time: 0, zone }, 'Sun *-*-* 00:00:00 Asia/Jakarta'],
    [{ day: 3, time: 86_399, zone: 'UTC' }, '*-*-03 23:59:59 UTC'],
  ])('%j', (calendar, text) => expect(onCalendar(calendar)).toBe(text));
});

describe('the next run', () => {
  test.each([
    ['2026-11-22T02:00:00Z', { time: 3600, zone }, '2026-11-22T18:00:00.000Z'],
    ['2026-11-22T17:59:59Z', { time: 3600, zone }, '2026-11-22T18:00:00.000Z'],
    ['2026-11-22T18:00:00Z', { time: 3600, zone }, '2026-11-23T18:00:00.000Z'],
    ['2026-11-22T18:00:00Z', { weekday: 0, time: 3600, zone }, '2026-11-28T18:00:00.000Z'],
    ['2026-12-28T18:00:00Z', { day: 28, time: 0, zone: 'UTC' }, '2027-01-28T00:00:00.000Z'],
    // clocks go forward on 29 March and back on 25 October 2026
    ['2026-03-28T12:00:00Z', { time: 14_400, zone: 'Europe/Berlin' }, '2026-03-29T02:00:00.000Z'],
    ['2026-10-24T12:00:00Z', { time: 14_400, zone: 'Europe/Berlin' }, '2026-10-25T03:00:00.000Z'],
  ])('after %s of %j', (now, calendar, expected) => {
    expect(nextRun(calendar, new Date(now)).toISOString()).toBe(expected);
  });

  test('is later, soon, and at the time that clocks show', () => {
    fc.assert(
      fc.property(calendars, instants, (calendar, now) => {
        const at = nextRun(calendar, now);
        const days = (at.getTime() - now.getTime()) / 86_400_000;
        expect(days).toBeGreaterThan(0);
        const most = calendar.day === undefined ? (calendar.weekday === undefined ? 1 : 7) : 31;
        expect(days).toBeLessThanOrEqual(most + 1 / 12);
        const shown = new Intl.DateTimeFormat('en-GB', {
          timeZone: calendar.zone,
          hour: '2-digit',
          minute: '2-digit',
          second: '2-digit',
        }).format(at);
        const [hour = 0, minute = 0, second = 0] = shown.split(':').map(Number);
        const off = Math.abs(hour * 3600 + minute * 60 + second - calendar.time);
        // an hour that clocks skip is not shown at all
        expect([0, 3600, 82_800]).toContain(off);
      }),
      { numRuns: 300 },
    );
  });

  test('is what systemd says', () => {
    // Where there is no systemd, as in a plain container, the tests above have to do.
    if (!existsSync('/usr/bin/systemd-analyze')) return;
    const now = new Date('2026-11-22T02:03:04Z');
    for (const calendar of [
      { time: 4625, zone },
      { weekday: 3, time: 0, zone: 'Asia/Jayapura' },
      { day: 28, time: 86_399, zone: 'Europe/Berlin' },
    ]) {
      const said = execFileSync(
        'systemd-analyze',
        ['calendar', '--base-time', '2026-11-22 02:03:04 UTC', onCalendar(calendar)],
        { encoding: 'utf8', env: { ...process.env, TZ: 'UTC' } },
      );
      const [, date = '', time = ''] = /Next elapse: \w+ (\S+) (\S+) UTC/.exec(said) ?? [];
      expect(nextRun(calendar, now).toISOString()).toBe(`${date}T${time}.000Z`);
    }
  });
});
