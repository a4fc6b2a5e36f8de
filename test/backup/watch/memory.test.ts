import { expect, test } from 'vitest';
import { isDue, remember, rememberedOf } from '../../../src/backup/watch/memory.js';
import type { Remembered } from '../../../src/backup/watch/model.js';

const start = new Date('2026-11-22T12:00:00Z');
const after = (hours: number) => new Date(start.getTime() + hours * 3_600_000);
const late = { code: 'BAK158', args: { hours: 27 } };
const overdue = { code: 'BAK161', args: { days: 10 } };
const fresh = (): Remembered => rememberedOf('dishub/parkir', {}, start);

test('what is red is told at once, and again after a day', () => {
  expect(isDue(fresh(), [], start)).toBe(false);
  expect(isDue(fresh(), [late], start)).toBe(true);
  const told = remember(fresh(), [late], true, start);
  expect([1, 23, 24].map((hours) => isDue(told, [late], after(hours)))).toEqual([
    false,
    false,
    true,
  ]);
});

test('another thing about the same app is told when it comes', () => {
  const told = remember(fresh(), [late], true, start);
  expect(isDue(told, [late, overdue], after(1))).toBe(true);
});

test('what got well is told at once when it is red again', () => {
  const told = remember(fresh(), [late], true, start);
  expect(isDue(remember(told, [], false, after(1)), [late], after(2))).toBe(true);
  // One that stays is no news because another came and went.
  expect(isDue(remember(told, [late], false, after(1)), [late], after(2))).toBe(false);
});

test('what nobody heard of is told the next time', () => {
  expect(isDue(remember(fresh(), [late], false, start), [late], after(1))).toBe(true);
});

test('it is known since when an app is watched', () => {
  const memory = { 'dishub/parkir': remember(fresh(), [late], true, start) };
  expect(rememberedOf('dishub/parkir', memory, after(5))).toEqual(memory['dishub/parkir']);
  expect(rememberedOf('dishub/lain', memory, after(5)).since).toBe(after(5).toISOString());
});

test('a clock that was ahead silences nobody once it is right', () => {
  const told = remember(rememberedOf('a/b', {}, start), [late], true, after(9000));
  expect(isDue(told, [late], after(1))).toBe(true);
  const ahead = { 'a/b': rememberedOf('a/b', {}, after(9000)) };
  expect(rememberedOf('a/b', ahead, start)).toEqual({ since: start.toISOString(), told: {} });
});
