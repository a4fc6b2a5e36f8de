import { describe, expect, it } from 'vitest';
import { hasChanges, summarise } from '../../src/plan/summary.js';
import { planOf } from './case.js';

describe('the summary of a plan', () => {
  it('counts services made, changed and removed', () => {
    expect(summarise(planOf({ before: 'bare' }))).toEqual({ create: 5, update: 0, remove: 0 });
    const apps = { parkir: { cron: null, replicas: 2 } };
    const changed = planOf({ now: { inventory: { 'opd/dishub.yaml': { apps } } } });
    expect(summarise(changed)).toEqual({ create: 0, update: 1, remove: 1 });
    expect(hasChanges(changed)).toBe(true);
  });

  it('knows when there is nothing to do', () => {
    expect(hasChanges(planOf({}))).toBe(false);
  });
});
