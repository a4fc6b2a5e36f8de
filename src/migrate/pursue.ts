import { Fault } from '../fault.js';
import { type Acts, type Advancing, advance } from './advance.js';
import type { Goal, Journal, Reason } from './journal.js';
import { decide, type Phase, phaseOf, refusal, type Standing, standingOf } from './phases.js';

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
 * @param run names who asks: told again by the same, a goal is not set again, even when it was
 *   given up since
 * @throws Fault MIG202 to MIG206 when the goal cannot be set; the Fault of the act that failed
 */
export async function pursue(
  journal: Journal,
  goal: Goal,
  acts: Acts,
  advancing: Advancing,
  run?: string,
): Promise<Pursued> {
  const set = setBy(journal, run);
  // Killed right after the goal was set: what belongs to it is still to be said.
  const isLast = set === journal.entries.length - 1;
  if (set >= 0 && !isLast) return goOn(journal, acts, advancing);
  if (set < 0) await endWhatWasLeft(journal, goal, acts, advancing);
  const before = standingOf(set >= 0 ? journal.entries.slice(0, set) : journal.entries);
  if (set < 0) {
    const code = refusal(before, goal);
    if (code !== undefined) throw new Fault(code, { phase: phaseOf(before, journal.entries) });
    await journal.append({ event: 'goal', goal, ...(run === undefined ? {} : { run }) });
  }
  if (before.states.follow === 'done' && (await isSeededAnew(goal, before, advancing))) {
    await journal.append({ event: 'begun', step: 'seed' });
  }
  if (goal === 'ready' && isOtherwise(before, advancing)) {
    await journal.append({ event: 'begun', step: 'account' });
  }
  return pursued(await advance(journal, acts, advancing), journal);
}

/** Before a switch only what a switch that was given up has left unable to follow. */
async function isSeededAnew(
  goal: Goal,
  { states }: Standing,
  { hasParted }: Advancing,
): Promise<boolean> {
  if (goal === 'ready') return true;
  return goal === 'live' && states.freeze === 'none' && (await hasParted?.()) === true;
}

/** Told by another method, a copy needs more of the old database than it was asked for before. */
const isOtherwise = ({ states, undo }: Standing, { isPrepared }: Advancing): boolean =>
  states.account === 'done' && isPrepared?.(undo.account) === false;

/**
 * A run that was killed has left a freeze: it is ended for the side that wrote last, so that whoever
 * asks now gets a freeze of its own instead of hearing that it is too late. Before the switch in any
 * case, since the old host may have ended it already: it goes by the budget of that run.
 */
async function endWhatWasLeft(
  journal: Journal,
  goal: Goal,
  acts: Acts,
  advancing: Advancing,
): Promise<void> {
  const { now, budget } = advancing;
  const standing = standingOf(journal.entries);
  const { frozen, states } = standing;
  const isBefore = goal === 'live' && standing.goal === 'live' && states.open === 'none';
  if (frozen !== undefined && isBefore) await journal.append({ event: 'goal', goal: 'ready' });
  else if (decide(standing, now(), budget).kind !== 'turn') return;
  await advance(journal, acts, advancing);
}

/** Index of the entry by which a run set its goal; -1 when it has not. */
function setBy({ entries }: Journal, run: string | undefined): number {
  if (run === undefined) return -1;
  return entries.findIndex((entry) => entry.event === 'goal' && entry.run === run);
}

/** Goes on with the goal that the journal has: what a mover does that was started again. */
export async function goOn(journal: Journal, acts: Acts, advancing: Advancing): Promise<Pursued> {
  return pursued(await advance(journal, acts, advancing), journal);
}

function pursued(standing: Standing, { entries }: Journal): Pursued {
  const { goal, because } = standing;
  return { goal, phase: phaseOf(standing, entries), ...(because === undefined ? {} : { because }) };
}
