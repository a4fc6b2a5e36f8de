import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Part } from '../../src/backup/model.js';
import {
  forgetArguments,
  type Listed,
  type RetentionRequest,
  retain,
} from '../../src/backup/retention.js';
import { phrase } from '../../src/terminal/prose/index.js';

const now = new Date('2026-11-22T03:00:00Z');
const hours = (count: number) => new Date(now.getTime() + count * 3_600_000).toISOString();

const snapshot = (set: string, part: Part, time: string): Listed => ({
  id: `${set}-${part}`,
  time,
  set,
  part,
});
/** A set with all its parts, made `ago` hours before now. */
const setOf = (name: string, ago: number) => [
  snapshot(name, 'database', hours(-ago)),
  snapshot(name, 'files', hours(-ago + 0.1)),
  snapshot(name, 'manifest', hours(-ago + 0.2)),
];
const decide = (request: Partial<RetentionRequest>) =>
  retain({ snapshots: [], keep: [], proven: [], now, ...request });

describe('retention', () => {
  const snapshots = [...setOf('a', 72), ...setOf('b', 48), ...setOf('c', 24), ...setOf('d', 1)];

  test('sets that the policy lets go are forgotten with all their parts', () => {
    expect(decide({ snapshots, keep: ['c-manifest', 'd-manifest'], proven: ['d'] })).toEqual({
      forget: ['a-database', 'a-files', 'a-manifest', 'b-database', 'b-files', 'b-manifest'],
      kept: ['d', 'c'],
      dropped: ['b', 'a'],
      alarms: [],
    });
  });

  test('the newest set that was proven stays, older proven ones may go', () => {
    const { kept } = decide({ snapshots, keep: ['d-manifest'], proven: ['a', 'b', 'gone'] });
    expect(kept).toEqual(['d', 'b']);
  });

  test('the newest set stays', () => {
    expect(decide({ snapshots, keep: ['b-manifest'] }).kept).toEqual(['d', 'b']);
  });

  test('a set under a manifest that is kept stays, though another claims its name', () => {
    const claimed = [...snapshots, { ...snapshot('a', 'manifest', hours(-2)), id: 'false' }];
    const { forget } = decide({ snapshots: claimed, keep: ['a-manifest', 'd-manifest'] });
    expect(forget.filter((id) => id.startsWith('a') || id === 'false')).toEqual([]);
  });

  test('parts without manifest go after a day, before that a run may be under way', () => {
    const parts = [snapshot('old', 'database', hours(-25)), snapshot('new', 'files', hours(-20))];
    const { forget } = decide({
      snapshots: [...setOf('d', 0.5), ...parts],
      keep: ['d-manifest'],
    });
    expect(forget).toEqual(['old-database']);
  });

  test('a keeper whose clock is ahead leaves a run under way alone', () => {
    const under = [...setOf('a', 24), snapshot('b', 'database', hours(0))];
    const later = new Date(now.getTime() + 90 * 86_400_000);
    expect(decide({ snapshots: under, keep: ['a-manifest'], now: later }).forget).toEqual([]);
  });

  test('of a repository without sets', () => {
    expect(decide({})).toEqual({ forget: [], kept: [], dropped: [], alarms: [] });
  });

  test('a policy that keeps nothing is a mistake', () => {
    expect(() => decide({ snapshots })).toThrow('keeps none');
  });
});

describe('sets that are not believed', () => {
  const snapshots = [...setOf('a', 72), ...setOf('b', 24)];
  const asked = { snapshots, keep: ['b-manifest'], proven: ['b'] };

  test('dated in the future: nothing goes, somebody is told', () => {
    const far = setOf('z', -8760);
    const { forget, kept, alarms } = decide({
      ...asked,
      snapshots: [...snapshots, ...far],
      keep: ['z-manifest'],
    });
    expect(forget).toEqual([]);
    expect(kept).toContain('b');
    expect(alarms).toEqual([
      { code: 'BAK151', args: { count: 3, at: hours(8760), snapshot: 'z-databa' } },
    ]);
  });

  test('a clock that is a little ahead is none of that', () => {
    const near = [snapshot('c', 'manifest', hours(0.15))];
    const { alarms } = decide({ ...asked, snapshots: [...snapshots, ...near] });
    expect(alarms).toEqual([]);
    const more = [snapshot('c', 'manifest', hours(0.2))];
    expect(decide({ ...asked, snapshots: [...snapshots, ...more] }).alarms).toHaveLength(1);
  });

  test('dated before the last pruning, which did not see them', () => {
    const last = { at: hours(-20), snapshots: snapshots.map(({ id }) => id) };
    expect(decide({ ...asked, last }).forget).toHaveLength(3);
    const forged = decide({ ...asked, last, snapshots: [...snapshots, ...setOf('x', 60)] });
    expect(forged.forget).toEqual([]);
    expect(forged.alarms.map(({ code }) => code)).toEqual(['BAK152']);
    // a run that was under way then
    const begun = decide({ ...asked, last, snapshots: [...snapshots, ...setOf('x', 30)] });
    expect(begun.alarms).toEqual([]);
  });

  test('with a date that cannot be read', () => {
    const odd = { ...snapshot('c', 'manifest', 'soon') };
    const { forget, alarms } = decide({ ...asked, snapshots: [...snapshots, odd] });
    expect(forget).toEqual([]);
    expect(alarms.map(({ code }) => code)).toEqual(['BAK153']);
  });
});

const arbitrary = fc
  .record({
    sets: fc.array(
      fc.record({
        ago: fc.integer({ min: -30, max: 2000 }),
        parts: fc.subarray<Part>(['database', 'files', 'manifest']),
        kept: fc.boolean(),
        proven: fc.boolean(),
      }),
      { maxLength: 12 },
    ),
    seen: fc.option(fc.integer({ min: 1, max: 500 }), { nil: undefined }),
  })
  .map(({ sets, seen }): RetentionRequest => {
    const snapshots = sets.flatMap(({ ago, parts }, i) =>
      parts.map((part) => snapshot(`s${i}`, part, hours(-ago))),
    );
    const manifests = snapshots.filter(({ id }) => id.endsWith('manifest'));
    const kept = manifests.filter(({ id }) => sets[Number(/\d+/.exec(id)?.[0])]?.kept);
    return {
      snapshots,
      keep: (kept.length > 0 ? kept : manifests).map(({ id }) => id),
      proven: sets.flatMap(({ proven }, i) => (proven ? [`s${i}`] : [])),
      now,
      ...(seen === undefined ? {} : { last: { at: hours(-seen), snapshots: [] } }),
    };
  });

test('whatever is in a repository', () => {
  fc.assert(
    fc.property(arbitrary, (request) => {
      const { forget, kept, dropped, alarms } = retain(request);
      const manifests = request.snapshots.filter(({ id }) => id.endsWith('manifest'));
      const byTime = [...manifests].sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
      expect(forget.filter((id) => request.keep.includes(id))).toEqual([]);
      expect(forget.length === 0 || alarms.length === 0).toBe(true);
      expect([...kept, ...dropped].sort()).toEqual(
        manifests.map(({ id }) => id.replace('-manifest', '')).sort(),
      );
      // a set is there whole or not at all
      for (const { id } of request.snapshots) {
        const set = id.replace(/-.*/, '');
        if (kept.includes(set)) expect(forget).not.toContain(id);
        if (dropped.includes(set)) expect(forget).toContain(id);
      }
      const proven = byTime.filter(({ id }) => request.proven.includes(id.replace(/-.*/, '')));
      const newest = Date.parse(proven[0]?.time ?? '');
      expect(
        proven.length === 0 ||
          proven.some(({ id, time }) => Date.parse(time) === newest && !forget.includes(id)),
      ).toBe(true);
      for (const { code, args } of alarms) {
        for (const lang of ['en', 'id'] as const) {
          expect(phrase(code, args, lang).text).not.toMatch(/\{\w+\}/);
        }
      }
    }),
    { numRuns: 500 },
  );
});

test('the policy in restic’s words', () => {
  expect(forgetArguments({ all: 48, daily: 14, weekly: 8, monthly: 12 }).join(' ')).toBe(
    '--keep-within 48h --keep-within-daily 14d --keep-within-weekly 56d --keep-within-monthly 12m',
  );
});
