import { describe, expect, it } from 'vitest';
import type { Movers } from '../../../src/migrate/acts.js';
import type { Entry, Event, Goal, Journal, Step } from '../../../src/migrate/journal.js';
import { mustGoOn } from '../../../src/migrate/mover/order.js';
import { resuming } from '../../../src/migrate/mover/ordered-movers.js';
import { standingOf } from '../../../src/migrate/phases.js';
import { pursue } from '../../../src/migrate/pursue.js';

const at = '2026-03-01T00:00:00.000Z';
const { signal } = new AbortController();

const journalOf = (events: Event[]): Journal & { entries: Entry[] } => {
  const entries = events.map((event) => ({ at, ...event }) as Entry);
  return {
    entries,
    append: async (event) => void entries.push({ at, ...event } as Entry),
  };
};
const goal = (to: Goal): Event => ({ event: 'goal', goal: to });
const done = (...all: Step[]): Event[] =>
  all.flatMap((step) => [
    { event: 'begun', step },
    { event: 'done', step },
  ]);
const ready: Event[] = [goal('ready'), ...done('key', 'account', 'seed', 'follow')];
const frozen: Event[] = [...ready, goal('live'), ...done('freeze')];
const switched: Event[] = [...frozen, ...done('verify', 'reverse', 'keep', 'open')];

const isUrgent = (events: Event[]): boolean =>
  mustGoOn(standingOf(events.map((event) => ({ at, ...event }) as Entry)));

describe('a run that failed', () => {
  it.each<[string, Event[], boolean]>([
    ['waits for a person while the old side lives', ready, false],
    ['goes on while nobody may write', frozen, true],
    ['goes on until visitors are sent on', switched, true],
    ['rests once all is switched', [...switched, ...done('forward', 'cron')], false],
    ['goes on while the old side is closed on the way back', [...switched, goal('back')], true],
    ['waits on the way back once the old side lives', [...ready, goal('back')], false],
  ])('%s', (_, events, expected) => {
    expect(isUrgent(events)).toBe(expected);
  });
});

describe('a goal', () => {
  const nothing = async (): Promise<void> => {};
  const acts = Object.fromEntries(
    ['key', 'account', 'seed', 'follow', 'freeze', 'verify', 'reverse', 'keep', 'open']
      .concat('forward', 'cron', 'commit')
      .map((step) => [step, { do: nothing, undo: nothing }]),
  ) as unknown as Parameters<typeof pursue>[2];
  const advancing = { now: () => Date.parse(at), budget: 30_000, signal };

  it('that was given up is not set again by the mover of the same command', async () => {
    const because = { code: 'MIG201', args: {} };
    const journal = journalOf([
      ...ready,
      { event: 'goal', goal: 'live', run: 'a' },
      { event: 'goal', goal: 'ready', because },
    ]);
    const reached = await pursue(journal, 'live', acts, advancing, 'a');
    expect(reached).toMatchObject({ goal: 'ready', because });
    expect((await pursue(journal, 'live', acts, advancing, 'b')).goal).toBe('live');
  });

  it.each([
    [true, ['begun seed', 'begun seed', 'done seed', 'begun freeze']],
    [false, ['begun freeze']],
  ])('of a switch seeds anew before it what a killed one has parted: %s', async (parted, first) => {
    const killed: Event[] = [...frozen, { event: 'begun', step: 'verify' }];
    const journal = journalOf(killed);
    const asking = { ...advancing, hasParted: async () => parted };
    const { goal: reached } = await pursue(journal, 'live', acts, asking, 'b');
    expect(reached).toBe('live');
    const told = journal.entries.map(
      (entry) => `${entry.event} ${'step' in entry ? entry.step : ''}`,
    );
    const begin = told.lastIndexOf('goal ') + 1;
    expect(told.slice(begin, begin + first.length)).toEqual(first);
  });

  it('of a copy by another method prepares the old database for it first', async () => {
    const told = async (isPrepared: boolean) => {
      const journal = journalOf(ready);
      await pursue(journal, 'ready', acts, { ...advancing, isPrepared: () => isPrepared }, 'b');
      const again = journal.entries.slice(ready.length + 1);
      return again.map((entry) => `${entry.event} ${'step' in entry ? entry.step : ''}`);
    };
    const seeded = ['begun seed', 'done seed'];
    expect(await told(true)).toEqual(['begun seed', ...seeded]);
    const prepared = ['begun account', 'begun account', 'done account'];
    expect(await told(false)).toEqual(['begun seed', ...prepared, ...seeded]);
  });

  it('of a copy anew is done in full although it was killed right after it was set', async () => {
    const journal = journalOf([...ready, { event: 'goal', goal: 'ready', run: 'a' }]);
    await pursue(journal, 'ready', acts, advancing, 'a');
    const again = journal.entries.slice(ready.length + 1);
    expect(again.map((entry) => `${entry.event} ${'step' in entry ? entry.step : ''}`)).toEqual([
      'begun seed',
      'begun seed',
      'done seed',
    ]);
  });
});

describe('a seed told again', () => {
  const seeded = { files: { rounds: [] }, database: { tables: 3 } };
  const before = (data: object) =>
    standingOf([
      ...ready.map((event) => ({ at, ...event }) as Entry),
      { at, event: 'done', step: 'seed', data } as Entry,
    ]);

  function recorded(anew: boolean, method: 'follow' | 'dump' = 'follow') {
    const asked: string[] = [];
    const movers = {
      seed: async () => void asked.push('seed'),
      follow: async () => void asked.push('follow'),
    } as unknown as Movers;
    const act = async (what: string) => {
      asked.push(what);
      return { rounds: [1] };
    };
    return {
      asked,
      movers: resuming(movers, act, { method, anew: async () => anew }, before(seeded)),
    };
  }

  it('brings the files alone of a database that follows, and has it go on', async () => {
    const { asked, movers } = recorded(false);
    const files = { rounds: [1], proof: { rounds: [1] } };
    expect(await movers.seed(signal)).toEqual({ ...seeded, files });
    expect(asked).toEqual(['hold', 'seed-files', 'verify-files', 'free', 'follow']);
  });

  it('brings all and follows again when it is asked for anew', async () => {
    const { asked, movers } = recorded(true);
    await movers.seed(signal);
    expect(asked).toEqual(['seed', 'follow']);
  });

  it('dumps again what does not follow', async () => {
    const { asked, movers } = recorded(false, 'dump');
    await movers.seed(signal);
    expect(asked).toEqual(['seed']);
  });
});
