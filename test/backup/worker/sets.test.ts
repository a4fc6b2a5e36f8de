import { expect, it } from 'vitest';
import { groupSets, newestOf } from '../../../src/backup/worker/sets.js';

const snapshot = (set: string) => ({
  ...{ id: set, time: '2026-11-22T02:00:00Z', host: 'parkir', set, part: 'manifest' as const },
  ...{ uses: [], bytes: 0, added: 0 },
});
const now = new Date('2026-11-22T03:00:00Z');
const newest = (...sets: string[]) => newestOf(groupSets(sets.map(snapshot)).sets, now)?.set;

it('the newest set is not one that a wrong clock dated in the future', () => {
  const [before, after, ahead] = [
    '20261121-020000-0001',
    '20261122-020000-0002',
    '20271122-020000-0003',
  ];
  expect(newest(before, ahead, after)).toBe(after);
  expect(newest(before, '20261122-030500-0004')).toBe('20261122-030500-0004');
  expect(newest(ahead)).toBe(ahead);
  expect(newest()).toBeUndefined();
});
