import { Fault } from '../fault.js';
import { type Acts, type Advancing, advance } from './advance.js';
import type { Goal, Journal, Reason } from './journal.js';
import { type Phase, phaseOf, refusal, type Standing, standingOf } from './phases.js';

/** How a run of a migration ended. */
export interface Pursued {
  phase: Phase;
  goal: Goal;
  /** Why the goal asked for was given up; the side that wrote last goes on. */
  because?: Reason;
}

/**
 * Sets a goal and goes on until it is reached or given up. The same goal again goes on with what
 * a run that was cut off has left; `ready` again, when it was reached, brings everything over anew.
 *
 * @throws Fault MIG202 to MIG206 when the goal cannot be set; the Fault of the act that failed
 */
export async function pursue(
  journal: Journal,
  goal: Goal,
  acts: Acts,
  advancing: Advancing,
): Promise<Pursued> {
  const before = standingOf(journal.entries);
  const code = refusal(before, goal);
  if (code !== undefined) throw new Fault(code, { phase: phaseOf(before, journal.entries) });
  await journal.append({ event: 'goal', goal });
  if (goal === 'ready' && before.states.follow === 'done') {
    await journal.append({ event: 'begun', step: 'seed' });
  }
  return pursued(await advance(journal, acts, advancing), journal);
}

/** Goes on with the goal that the journal has: what a mover does that was started again. */
export async function goOn(journal: Journal, acts: Acts, advancing: Advancing): Promise<Pursued> {
  return pursued(await advance(journal, acts, advancing), journal);
}

function pursued(standing: Standing, { entries }: Journal): Pursued {
  const { goal, because } = standing;
  return { goal, phase: phaseOf(standing, entries), ...(because === undefined ? {} : { because }) };
}
