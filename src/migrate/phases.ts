/**
 * A migration as a pure state machine: twelve steps in a row, each of which can be taken back,
 * and a goal that says how many of them should be done. What comes next follows from the
 * journal, the clock and the budget alone.
 *
 *   key account | seed follow | freeze verify reverse keep | open forward cron | commit
 *               |     ready ──┘        (nobody writes)     |       live ──┘    | settled
 *
 * The old host is told with each command the number of its journal entry, and refuses one that is
 * older than what it heard already: a command of a run that was killed may arrive late. `freeze`
 * arms a dead man's timer on the old host that ends it. `keep`
 * takes that timer away, which succeeds only while that very fence (its epoch) has stood without a
 * gap: so what `verify` proved still holds, and nothing on the old host opens it any more. Only
 * then may `open` let the new side write. The way back is the same in reverse: `open` undone is a
 * new side that is closed, with all it took brought to the old; only then `keep` is undone.
 *
 * Everything that may fail stands before `keep`, so that the time in which no timer watches is one
 * command on each side.
 */
import { type Entry, type Goal, type Reason, type Step, steps } from './journal.js';

export type StepState = 'none' | 'begun' | 'done' | 'undoing';

/** What a journal says, added up. */
export interface Standing {
  goal: Goal;
  /** Why the goal is another than the one asked for. */
  because?: Reason;
  states: Record<Step, StepState>;
  /** Names the last freeze: the number of the entry that began it; 0 before the first. */
  epoch: number;
  /** Milliseconds since 1970 since when nobody may write; absent: somebody may. */
  frozen?: number;
  /** What each step found or made. */
  data: Partial<Record<Step, unknown>>;
  undo: Partial<Record<Step, unknown>>;
  /** The last act, when it failed. */
  failed?: { step: Step; because: Reason };
}

/** What must be done next to come to the goal. */
export type Decision =
  | { kind: 'do' | 'undo'; step: Step }
  | { kind: 'turn'; goal: Goal; because: Reason }
  | { kind: 'rest' };

/** How many steps are done at each goal. */
const done: Record<Goal, number> = {
  back: 0,
  ready: steps.indexOf('follow') + 1,
  live: steps.indexOf('cron') + 1,
  settled: steps.length,
};

export function standingOf(entries: readonly Entry[]): Standing {
  const standing: Standing = {
    goal: 'back',
    states: Object.fromEntries(steps.map((step) => [step, 'none'])) as Standing['states'],
    epoch: 0,
    data: {},
    undo: {},
  };
  for (const [index, entry] of entries.entries()) add(standing, entry, index + 1);
  return standing;
}

function add(standing: Standing, entry: Entry, number: number): void {
  delete standing.failed;
  if (entry.event === 'goal') {
    standing.goal = entry.goal;
    if (entry.because === undefined) delete standing.because;
    else standing.because = entry.because;
    return;
  }
  const { event, step } = entry;
  if (event === 'failed') {
    standing.failed = { step, because: entry.because };
    return;
  }
  standing.states[step] = event === 'undone' ? 'none' : event;
  if (event === 'begun' && step === 'freeze') standing.epoch = number;
  if ('undo' in entry) standing.undo[step] = entry.undo;
  if ('data' in entry) standing.data[step] = entry.data;
  countFrozen(standing, `${event} ${step}`, Date.parse(entry.at));
}

/** Nobody writes from the first freeze until one side is open, however often it is tried. */
function countFrozen(standing: Standing, what: string, at: number): void {
  if (what === 'begun freeze' || what === 'undoing open') standing.frozen ??= at;
  if (what === 'undone freeze' || what === 'undone keep' || what === 'done open') {
    delete standing.frozen;
  }
}

/**
 * @param now milliseconds since 1970
 * @param budget milliseconds that nobody may write at most
 */
export function decide(standing: Standing, now: number, budget: number): Decision {
  const turn = turning(standing, now, budget);
  if (turn !== undefined) return { kind: 'turn', ...turn };
  const { states, goal } = standing;
  const beyond = steps.findLastIndex((step) => states[step] !== 'none');
  if (beyond >= done[goal]) return { kind: 'undo', step: steps[beyond] as Step };
  const missing = steps.slice(0, done[goal]).find((step) => states[step] !== 'done');
  return missing === undefined ? { kind: 'rest' } : { kind: 'do', step: missing };
}

/** A goal is given up, for the side that wrote last, while that can be done without a loss. */
function turning(
  standing: Standing,
  now: number,
  budget: number,
): { goal: Goal; because: Reason } | undefined {
  if (standing.frozen === undefined) return undefined;
  const late = now - standing.frozen > budget;
  if (!late && standing.failed === undefined) return undefined;
  const because = standing.failed?.because ?? {
    code: 'MIG201',
    args: { seconds: Math.round(budget / 1000) },
  };
  const { goal, states } = standing;
  // Once `open` has begun, the new side may have taken writes that the old one lacks.
  if (goal === 'live' && states.open === 'none') return { goal: 'ready', because };
  // Not all that the new side took could be brought back: it goes on there.
  if (goal === 'back' && states.open === 'undoing') return { goal: 'live', because };
  return undefined;
}

/** Milliseconds that an act may take; undefined where giving up would not be safe or not help. */
export function patience(standing: Standing, now: number, budget: number): number | undefined {
  const { frozen, goal, states } = standing;
  if (frozen === undefined) return undefined;
  const canTurn =
    (goal === 'live' && states.open === 'none') || (goal === 'back' && states.open === 'undoing');
  return canTurn ? Math.max(0, frozen + budget - now) : undefined;
}

/** Why a goal cannot be set now; undefined when it can. */
export function refusal({ states, goal: present }: Standing, goal: Goal): string | undefined {
  if (states.commit !== 'none' && goal !== 'settled') return 'MIG202';
  if (goal === 'settled') return states.cron === 'done' ? undefined : 'MIG203';
  if (goal === 'live') return states.follow === 'done' ? undefined : 'MIG204';
  if (goal === 'ready') {
    const isSwitched = present === 'live' || present === 'settled';
    if (isSwitched && states.freeze !== 'none') return 'MIG205';
    return present === 'back' && states.key !== 'none' ? 'MIG206' : undefined;
  }
  return undefined;
}

/** The phase that people read: what is being done, or was done last. */
export type Phase =
  | 'not started'
  | 'prepare'
  | 'seed'
  | 'follow'
  | 'freeze'
  | 'verify'
  | 'switch'
  | 'forward'
  | 'live'
  | 'committed'
  | 'rolling back'
  | 'rolled back';

const phases: Record<Step, Phase> = {
  key: 'prepare',
  account: 'prepare',
  seed: 'seed',
  follow: 'follow',
  freeze: 'freeze',
  verify: 'verify',
  reverse: 'switch',
  keep: 'switch',
  open: 'switch',
  forward: 'forward',
  cron: 'forward',
  commit: 'committed',
};

export function phaseOf({ states, goal, epoch }: Standing, entries: readonly Entry[]): Phase {
  if (entries.length === 0) return 'not started';
  const last = steps.findLast((step) => states[step] !== 'none');
  if (goal === 'back') return last === undefined ? 'rolled back' : 'rolling back';
  if (last === undefined) return epoch === 0 ? 'prepare' : 'rolled back';
  return last === 'cron' && states.cron === 'done' ? 'live' : phases[last];
}
