/** Which snapshots of an app's repository may go. */
import type { Keep } from '../inventory/model.js';
import type { Alarm, SetId } from './model.js';
import type { Snapshot } from './repository/snapshots.js';

/** What is looked at of a snapshot. */
export type Listed = Pick<Snapshot, 'id' | 'time' | 'set' | 'part' | 'log'>;

export interface RetentionRequest {
  /** All snapshots that are parts of sets, as `readSnapshots` gives them. */
  snapshots: readonly Listed[];
  /** IDs of the manifests' snapshots that restic would keep by `forgetArguments`. */
  keep: readonly string[];
  /** Sets whose drill succeeded, in any order. */
  proven: readonly SetId[];
  now: Date;
  /** The last pruning: when it was, and the IDs of the snapshots it left; absent before the first. */
  last?: { at: string; snapshots: readonly string[] };
}

export interface Retention {
  /** IDs of snapshots to forget, sorted. */
  forget: string[];
  /** Sets that stay and sets that go, newest first. */
  kept: SetId[];
  dropped: SetId[];
  /** Reasons for which nothing goes. */
  alarms: Alarm[];
}

/** Milliseconds a server's clock may be ahead before its sets are not believed. */
const clockTolerance = 10 * 60_000;

/** Milliseconds after which a part without manifest is no longer a run under way. */
const longestRun = 24 * 3_600_000;

/**
 * The policy as restic counts it, back from the newest snapshot.
 * https://restic.readthedocs.io/en/stable/060_forget.html
 */
export function forgetArguments({ all, daily, weekly, monthly }: Keep): string[] {
  return [
    ...['--keep-within', `${all}h`],
    ...['--keep-within-daily', `${daily}d`],
    ...['--keep-within-weekly', `${weekly * 7}d`],
    ...['--keep-within-monthly', `${monthly}m`],
  ];
}

/**
 * What goes: the sets that the policy lets go, and parts whose run never came to a manifest.
 * The newest set that a drill has proven stays whatever the policy says, and so does the newest
 * of all. Whoever has taken over an app's server can add sets of any date; since one from the
 * future pushes all others out of the policy's time, and one from the past takes a real one's
 * place, either makes everything stay until a person has looked.
 *
 * @throws Error when the policy keeps nothing of what is there: it was asked the wrong way
 */
export function retain(request: RetentionRequest): Retention {
  const own = request.snapshots.map((one) => ({ ...one, at: Date.parse(one.time) }));
  const manifests = own.filter(({ part }) => part === 'manifest').sort((a, b) => b.at - a.at);
  const sets = [...new Set(manifests.map(({ set }) => set))];
  const alarms = suspicions(own, request);
  if (alarms.length > 0) return { forget: [], kept: sets, dropped: [], alarms };
  const kept = keptSets(manifests, request);
  // A keeper whose clock is ahead must not take a run under way for an old one.
  const newest = own.reduce((latest, { at }) => Math.max(latest, at), 0);
  const reference = Math.min(request.now.getTime(), newest);
  const goes = ({ set, at }: Own) =>
    sets.includes(set) ? !kept.has(set) : reference - at > longestRun;
  return {
    forget: own
      .filter(goes)
      .map(({ id }) => id)
      .sort(),
    kept: sets.filter((set) => kept.has(set)),
    dropped: sets.filter((set) => !kept.has(set)),
    alarms: [],
  };
}

interface Own extends Listed {
  /** Milliseconds since 1970. */
  at: number;
}

/** @param manifests newest first */
function keptSets(
  manifests: readonly Own[],
  { keep, proven }: Pick<RetentionRequest, 'keep' | 'proven'>,
): Set<SetId> {
  const byPolicy = manifests.filter(({ id }) => keep.includes(id));
  const [newest] = manifests;
  if (newest === undefined) return new Set();
  if (byPolicy.length === 0) throw new Error('a policy that keeps none of the sets');
  const provenOne = manifests.find(({ set }) => proven.includes(set));
  const protectedOnes = provenOne === undefined ? [newest] : [newest, provenOne];
  return new Set([...byPolicy, ...protectedOnes].map(({ set }) => set));
}

/** What of snapshots cannot be believed: dates of the future, and of before the last pruning. */
export function suspicions(
  own: readonly (Pick<Listed, 'id'> & { at: number })[],
  { now, last }: Pick<RetentionRequest, 'now' | 'last'>,
): Alarm[] {
  const unreadable = own.find(({ at }) => Number.isNaN(at));
  if (unreadable !== undefined) {
    return [{ code: 'BAK153', args: { snapshot: short(unreadable) } }];
  }
  const ahead = own.filter(({ at }) => at > now.getTime() + clockTolerance);
  const known = new Set(last?.snapshots);
  const before = last === undefined ? Number.NEGATIVE_INFINITY : Date.parse(last.at) - longestRun;
  const backdated = own.filter(({ id, at }) => at < before && !known.has(id));
  return [...alarm('BAK151', ahead), ...alarm('BAK152', backdated)];
}

function alarm(code: string, found: readonly (Pick<Listed, 'id'> & { at: number })[]): Alarm[] {
  const [first] = [...found].sort((a, b) => a.at - b.at);
  if (first === undefined) return [];
  const at = new Date(first.at).toISOString();
  return [{ code, args: { count: found.length, at, snapshot: short(first) } }];
}

const short = ({ id }: Pick<Listed, 'id'>): string => id.slice(0, 8);
