import { expect, it } from 'vitest';
import { askedSooner } from '../../../src/backup/trial/health.js';

const second = 1e9;

it('a trial asks each second whether its service is well', () => {
  const own = { Test: ['CMD', 'induk-health'], Interval: 5 * second, Timeout: 5 * second };
  expect(askedSooner(own)).toEqual({ ...own, Interval: second });
});

it('and more often when the service’s own check does', () => {
  expect(askedSooner({ Interval: second / 2 }).Interval).toBe(second / 2);
});

it('also where the engine’s own interval of half a minute would count', () => {
  expect(askedSooner({ Test: ['CMD', 'true'], Interval: 0 }).Interval).toBe(second);
  expect(askedSooner({ Test: ['CMD', 'true'] }).Interval).toBe(second);
});
