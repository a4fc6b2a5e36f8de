import { expect, it } from 'vitest';
import { bytes, duration, relativeTime } from '../../src/terminal/units.js';

it.each([
  [0, '0B'],
  [1023, '1023B'],
  [1536, '1.5KiB'],
  [512 * 1024 ** 2, '512MiB'],
  [2 * 1024 ** 4, '2TiB'],
])('bytes %d', (count, expected) => expect(bytes(count)).toBe(expected));

it.each([
  [450, '450 ms'],
  [999.6, '1.0 s'],
  [2449, '2.4 s'],
  [59_999, '59.9 s'],
  [185_000, '3 min 05 s'],
  [7_800_000, '2 h 10 min'],
  [273_600_000, '3 d 4 h'],
])('duration %d', (ms, expected) => expect(duration(ms)).toBe(expected));

const now = new Date('2026-05-01T12:00:00Z');

it.each([
  ['2026-05-01T11:59:59Z', '1 second ago', '1 detik lalu'],
  ['2026-05-01T11:57:00Z', '3 minutes ago', '3 menit lalu'],
  ['2026-04-30T12:00:00Z', '1 day ago', '1 hari lalu'],
  ['2026-05-01T14:30:00Z', 'in 2 hours', '2 jam lagi'],
])('relative time %s', (then, en, id) => {
  expect(relativeTime(new Date(then), now)).toBe(en);
  expect(relativeTime(new Date(then), now, 'id')).toBe(id);
});
