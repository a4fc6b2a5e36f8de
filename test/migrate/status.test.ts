import { describe, expect, it } from 'vitest';
import type { Entry, Event, Step } from '../../src/migrate/journal.js';
import { type MigrationFacts, migrationStatus } from '../../src/migrate/status.js';
import type { MigrationPhase } from '../../src/plan/hold.js';

const at = '2026-11-22T04:00:00.000Z';
const entries = (...events: Event[]): Entry[] => events.map((event) => ({ at, ...event }) as Entry);
const done = (...steps: Step[]): Event[] => steps.map((step) => ({ event: 'done', step }));
const ready = done('key', 'account', 'seed', 'follow');
const live = done('freeze', 'verify', 'reverse', 'keep', 'open', 'forward', 'cron');
const undone = (...steps: Step[]): Event[] => steps.map((step) => ({ event: 'undone', step }));

const facts: MigrationFacts = {
  ...{ app: 'a/b', server: 'pusat-1', runs: false, lacksJobs: false, unread: false },
};
const because = { code: 'MIG201', args: { seconds: 30 } };

describe('migrationStatus', () => {
  it.each<[string, string | undefined, Partial<MigrationFacts>]>([
    ['not started', 'start', {}],
    ['committed', undefined, { runs: true }],
    ['unread', undefined, { unread: true }],
    ['prepare', 'start', { object: { phase: 'prepare', since: at, method: 'follow' } }],
    ['rolled back', 'start', { object: { phase: 'back', since: at, method: 'follow' } }],
    ['seed', 'start', { journal: entries({ event: 'goal', goal: 'ready' }, ...ready.slice(0, 3)) }],
    ['follow', 'cutover', { journal: entries({ event: 'goal', goal: 'ready' }, ...ready) }],
    [
      'freeze',
      'cutover',
      {
        journal: entries({ event: 'goal', goal: 'live' }, ...ready, {
          event: 'begun',
          step: 'freeze',
        }),
      },
    ],
    ['live', 'commit', { journal: entries({ event: 'goal', goal: 'live' }, ...ready, ...live) }],
    [
      'rolling back',
      'rollback',
      { journal: entries(...ready, ...live, { event: 'goal', goal: 'back' }, ...undone('cron')) },
    ],
    [
      'rolled back',
      'start',
      {
        journal: entries(
          ...ready,
          { event: 'goal', goal: 'back' },
          ...undone('follow', 'seed', 'account', 'key'),
        ),
      },
    ],
    [
      'committed',
      undefined,
      {
        journal: entries({ event: 'goal', goal: 'settled' }, ...ready, ...live, ...done('commit')),
      },
    ],
  ])('says %s, and then %s', (phase, next, change) => {
    const status = migrationStatus({ ...facts, ...change });
    expect([status.phase, status.next]).toEqual([phase, next]);
  });

  it.each<[string, MigrationPhase, boolean, string, string | undefined]>([
    ['came to its end', 'switched', false, 'commit', undefined],
    ['was killed before it said so', 'follow', true, 'cutover', 'MIG341'],
    ['was killed before the jobs ran', 'switched', true, 'cutover', 'MIG341'],
    ['was a rollback that was given up unseen', 'back', true, 'cutover', 'MIG341'],
  ])(
    'of a live app says what is left, when what switched it %s',
    (_, phase, lacksJobs, ...told) => {
      const object = { phase, since: at, method: 'follow' };
      const journal = entries({ event: 'goal', goal: 'live' }, ...ready, ...live);
      const status = migrationStatus({ ...facts, object, lacksJobs, journal });
      expect([status.phase, status.next, status.because?.code]).toEqual(['live', ...told]);
    },
  );

  it.each<[MigrationPhase, boolean, string, string]>([
    ['switched', true, 'live', 'commit'],
    ['follow', true, 'follow', 'start'],
    ['back', true, 'rolling back', 'rollback'],
  ])('tells of a lost journal of an app that is at %s', (at, runs, phase, next) => {
    const object = { phase: at, since: '', method: 'follow' };
    const status = migrationStatus({ ...facts, object, runs });
    expect([status.phase, status.next, status.because?.code]).toEqual([phase, next, 'MIG340']);
  });

  it('says since when nobody may write, and why a goal was given up', () => {
    const frozen = entries({ event: 'goal', goal: 'live' }, ...ready, {
      event: 'begun',
      step: 'freeze',
    });
    expect(migrationStatus({ ...facts, journal: frozen }).frozen).toBe(at);
    const given = entries(...ready, { event: 'goal', goal: 'ready', because });
    expect(migrationStatus({ ...facts, journal: given })).toMatchObject({
      because,
      phase: 'follow',
    });
  });
});
