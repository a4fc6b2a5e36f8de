import { describe, expect, it } from 'vitest';
import { parseSince } from '../../src/audit/since.js';
import { faultOf } from '../secrets/workplace.js';

const now = new Date('2025-03-10T12:00:00Z');

describe('parseSince', () => {
  it.each([
    ['30m', '2025-03-10T11:30:00.000Z'],
    ['12h', '2025-03-10T00:00:00.000Z'],
    ['7d', '2025-03-03T12:00:00.000Z'],
    ['2w', '2025-02-24T12:00:00.000Z'],
    ['2025-03-01T08:00:00+07:00', '2025-03-01T01:00:00.000Z'],
    ['2025-03-01T08:00Z', '2025-03-01T08:00:00.000Z'],
  ])('%s', (given, expected) => {
    expect(parseSince(given, now).toISOString()).toBe(expected);
  });

  it('takes a date as its beginning here', () => {
    expect(parseSince('2025-03-01', now)).toEqual(new Date(2025, 2, 1));
  });

  it.each(['', 'foo', '7', '-1d', '2025-13-01', '2025-03-01T08:00', 'yesterday', '1y'])(
    'refuses %j',
    async (given) => {
      expect(await faultOf(() => parseSince(given, now))).toMatchObject({
        code: 'AUD005',
        exit: 64,
      });
    },
  );
});
