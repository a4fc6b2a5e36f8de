import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance } from '../../src/migrate/advance.js';
import type { Goal } from '../../src/migrate/journal.js';
import { standingOf } from '../../src/migrate/phases.js';
import { pursue } from '../../src/migrate/pursue.js';
import { budget, type Happening, happenings, Killed, World } from './world.js';

/** What a person types, each run of it until it ends one way or another. */
const goals: Goal[] = ['ready', 'live', 'back', 'settled'];

async function type(world: World, goal: Goal): Promise<unknown> {
  world.reread();
  try {
    return await pursue(world.journal, goal, world.acts, advancing(world));
  } catch (error) {
    return error;
  }
}

const advancing = (world: World) => ({
  now: () => world.now,
  budget,
  signal: new AbortController().signal,
});

const run = (world: World) => advance(world.journal, world.acts, advancing(world));

/** The dead man has his turn, then a runner that nobody disturbs. */
async function settle(world: World): Promise<void> {
  world.happen('link back');
  world.now += 2 * budget;
  world.fireIfDue();
  world.check();
  world.reread();
  await run(world);
  world.check();
}

/** What the end of every story looks like, whatever happened in it. */
function expectOneLiveSide(world: World): void {
  expect(world.violations).toEqual([]);
  const { goal, states } = standingOf(world.journal.entries);
  const isNew = goal === 'live' || goal === 'settled';
  expect(world.old.closed).toBe(isNew);
  expect(world.new.closed).toBe(!isNew);
  expect(world.new.cron).toBe(isNew);
  expect(world.old.web).toBe(isNew ? 'forward' : 'app');
  expect(world.old.deadMan).toBeUndefined();
  expect(world.key).toBe(goal !== 'back');
  const live = isNew ? world.new.log : world.old.log;
  expect([...live].sort((a, b) => a - b)).toEqual(world.acknowledged);
  if (goal === 'live') expect(states.cron).toBe('done');
}

describe('a migration', () => {
  const happening = fc.constantFrom<Happening>(...happenings);
  const story = fc.array(
    fc.record({ goal: fc.constantFrom(...goals), script: fc.array(happening, { maxLength: 40 }) }),
    { minLength: 1, maxLength: 8 },
  );

  it('keeps I1, I5 and I7 whatever happens, and comes to an end with one live side', async () => {
    await fc.assert(
      fc.asyncProperty(story, async (runs) => {
        const script: Happening[] = [];
        const world = new World(script);
        for (const { goal, script: next } of runs) {
          script.splice(0, Number.POSITIVE_INFINITY, ...next);
          const end = await type(world, goal);
          if (!(end instanceof Error)) expectOneLiveSide(world);
        }
        script.length = 0;
        await settle(world);
        for (const command of world.late.splice(0)) {
          try {
            command();
          } catch {
            // Refused by the old host, which is what it should do.
          }
          world.check();
        }
        expectOneLiveSide(world);
      }),
      { numRuns: Number(process.env.INDUK_PROPERTY_RUNS ?? 500) },
    );
  }, 600_000);

  it('is not brought over anew when its commit was killed before it did anything', async () => {
    const world = new World([]);
    for (const goal of ['ready', 'live'] as const) await type(world, goal);
    await world.journal.append({ event: 'goal', goal: 'settled' });
    expect(await type(world, 'ready')).toMatchObject({ code: 'MIG205' });
    expectOneLiveSide(world);
  });

  const way: Goal[] = ['ready', 'live', 'back', 'ready', 'live', 'settled'];

  it.each([
    ['at once', () => {}],
    [
      'when the freeze is long over',
      (world: World) => Object.assign(world, { now: world.now + 3 * budget }),
    ],
    ['when the dead man has lifted the fence', (world: World) => world.happen('dead man fires')],
  ])(
    'reaches the same end when it is killed at any moment and run again %s (I6)',
    async (_, after) => {
      const undisturbed = await travel(way, Number.POSITIVE_INFINITY);
      expect(undisturbed.kills).toBe(0);
      for (let at = 0; ; at += 1) {
        const { end, kills } = await travel(way, at, after);
        expect(end).toEqual(undisturbed.end);
        if (kills === 0) break;
      }
    },
  );
});

/** Goes through goals, killed at one moment of all, and run again then. */
async function travel(
  way: Goal[],
  at: number,
  after: (world: World) => void = () => {},
): Promise<{ end: unknown; kills: number }> {
  const script = new Array<Happening>(1000).fill('nothing');
  if (at < script.length) script[at] = 'kill';
  const world = new World(script);
  let kills = 0;
  for (const goal of way) {
    while ((await type(world, goal)) instanceof Killed) {
      kills += 1;
      after(world);
      world.fireIfDue();
    }
    expectOneLiveSide(world);
    expect(standingOf(world.journal.entries)).toMatchObject({ goal });
  }
  const { heard: _heard, epoch: _epoch, ...old } = world.old;
  return { end: [old, world.new, standingOf(world.journal.entries).states], kills };
}
