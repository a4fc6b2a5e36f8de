import { Fault } from '../fault.js';
import type { Goal, Journal, Reason, Step } from './journal.js';
import { decide, patience, type Standing, standingOf } from './phases.js';

/** What an act of a migration is given. */
export interface ActContext {
  /** Number of the journal's entry it acts on; the old host refuses a smaller one than it heard. */
  turn: number;
  /** Which freeze it belongs to. */
  epoch: number;
  /** Where it is to come to. */
  goal: Goal;
  /** Milliseconds left of the freeze; undefined when nothing is frozen or nothing can be given up. */
  left?: number;
  /** What the step found when it was done, and what takes it back. */
  data?: unknown;
  undo?: unknown;
  /** What the steps before it found or made. */
  found: Partial<Record<Step, unknown>>;
  /** What takes each of them back. */
  undos: Partial<Record<Step, unknown>>;
  signal: AbortSignal;
}

/** What an act found; `undo` replaces what `before` said. */
export interface Made {
  data?: unknown;
  undo?: unknown;
}

/**
 * How a step is done and taken back. Both may be told again after any part of them was done, and
 * `undo` may be told of a step that was never begun on the other machine.
 */
export interface Act {
  // biome-ignore lint/suspicious/noConfusingVoidType: most acts find nothing
  do(context: ActContext): Promise<Made | void>;
  undo(context: ActContext): Promise<void>;
  /** What takes it back, known before it is done. */
  before?(): unknown;
}

export type Acts = Record<Step, Act>;

export interface Advancing {
  /** Milliseconds since 1970. */
  now: () => number;
  /** Milliseconds that nobody may write at most. */
  budget: number;
  signal: AbortSignal;
  say?: (kind: 'do' | 'undo', step: Step) => void;
  /** Whether what follows has nothing any more from where it could go on. */
  hasParted?: () => Promise<boolean>;
  /** Whether the old database has what it needs to be copied, by what takes that back. */
  isPrepared?: (undo: unknown) => boolean;
}

/**
 * Goes on until the goal in the journal is reached, or given up for the side that wrote last.
 * @returns where it stands; `because` when the goal was given up
 * @throws the Fault of the act that failed where nothing can be given up: run again
 */
export async function advance(
  journal: Journal,
  acts: Acts,
  advancing: Advancing,
): Promise<Standing> {
  for (;;) {
    const standing = standingOf(journal.entries);
    const decision = decide(standing, advancing.now(), advancing.budget);
    if (decision.kind === 'rest') return standing;
    if (decision.kind === 'turn') {
      const { goal, because } = decision;
      await journal.append({ event: 'goal', goal, because });
      continue;
    }
    const { kind, step } = decision;
    advancing.say?.(kind, step);
    await (kind === 'do' ? doStep : undoStep)(step, acts[step], journal, advancing);
  }
}

async function doStep(step: Step, act: Act, journal: Journal, advancing: Advancing): Promise<void> {
  const undo = act.before?.();
  await journal.append({ event: 'begun', step, ...(undo === undefined ? {} : { undo }) });
  const made = await attempt(step, journal, advancing, (context) => act.do(context));
  if (made !== undefined) await journal.append({ event: 'done', step, ...made.result });
}

async function undoStep(
  step: Step,
  act: Act,
  journal: Journal,
  advancing: Advancing,
): Promise<void> {
  await journal.append({ event: 'undoing', step });
  const made = await attempt(step, journal, advancing, (context) => act.undo(context));
  if (made !== undefined) await journal.append({ event: 'undone', step });
}

/** @returns undefined when it failed and the goal is to be given up for that */
async function attempt<T>(
  step: Step,
  journal: Journal,
  { now, budget, signal }: Advancing,
  work: (context: ActContext) => Promise<T>,
): Promise<{ result: T } | undefined> {
  const standing = standingOf(journal.entries);
  const left = patience(standing, now(), budget);
  const late = left === undefined ? undefined : AbortSignal.timeout(left);
  try {
    const result = await work({
      turn: journal.entries.length,
      epoch: standing.epoch,
      goal: standing.goal,
      ...(left === undefined ? {} : { left }),
      data: standing.data[step],
      undo: standing.undo[step],
      found: standing.data,
      undos: standing.undo,
      signal: late === undefined ? signal : AbortSignal.any([signal, late]),
    });
    return { result };
  } catch (error) {
    // Told to end: whoever comes next finds the step begun and does it again.
    signal.throwIfAborted();
    const because = reasonOf(error, late, budget);
    await journal.append({ event: 'failed', step, because });
    const after = standingOf(journal.entries);
    if (decide(after, now(), budget).kind === 'turn') return undefined;
    throw error;
  }
}

/** A bug has a reason, too: in a freeze it must not keep everybody waiting. */
function reasonOf(error: unknown, late: AbortSignal | undefined, budget: number): Reason {
  if (late?.aborted) return { code: 'MIG201', args: { seconds: Math.round(budget / 1000) } };
  if (error instanceof Fault) return { code: error.code, args: error.args };
  return { code: 'MIG207', args: { reason: (error as Error).message } };
}
