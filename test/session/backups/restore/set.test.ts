import { describe, expect, it } from 'vitest';
import type { SetSummary } from '../../../../src/backup/worker/sets.js';
import { newestUntil, timeOf } from '../../../../src/session/backups/restore/set.js';

const set = (name: string, at: string): SetSummary => ({
  set: name,
  at,
  finishedAt: at,
  bytes: 0,
  added: 0,
  snapshots: {},
});

describe('a point in time', () => {
  it.each([
    ['2026-11-20 10:31:07', 'Asia/Jakarta', '2026-11-20T03:31:07.000Z'],
    ['2026-11-20T10:31', 'Asia/Jayapura', '2026-11-20T01:31:00.000Z'],
    ['2026-11-20T10:31:07Z', 'Asia/Jakarta', '2026-11-20T10:31:07.000Z'],
    ['2026-11-20T10:31:07.250+09:00', 'Asia/Jakarta', '2026-11-20T01:31:07.000Z'],
    ['2026-03-29 03:30:00', 'Europe/Berlin', '2026-03-29T01:30:00.000Z'],
  ])('%s in %s', (text, zone, instant) => {
    expect(timeOf(text, zone).toISOString()).toBe(instant);
  });

  it.each(['kemarin', '2026-11-20', '2026-02-30 10:00', '2026-11-20 25:00', '10:31'])(
    'refuses %s',
    (text) => {
      expect(() => timeOf(text, 'Asia/Jakarta')).toThrow(
        expect.objectContaining({ code: 'BAK114', exit: 64 }),
      );
    },
  );
});

describe('the newest set until then', () => {
  const sets = [
    set('20261122-020000-bbbb', '2026-11-22T02:00:00.000Z'),
    set('20261121-020000-aaaa', '2026-11-21T02:00:00.000Z'),
  ];

  it.each([
    ['2026-11-22T02:00:00Z', '20261122-020000-bbbb'],
    ['2026-11-22T01:59:59Z', '20261121-020000-aaaa'],
    ['2030-01-01T00:00:00Z', '20261122-020000-bbbb'],
    ['2026-11-21T01:59:59Z', undefined],
  ])('of %s is %s', (time, expected) => {
    expect(newestUntil(sets, new Date(time))).toBe(expected);
  });
});
