/** Which snapshots of a log may go. */
import { type Retention, type RetentionRequest, retain, suspicions } from '../retention.js';
import { baseOfSnapshot, forgettableBases } from './copies.js';
import { filesOf } from './coverage.js';
import type { LogPosition, LogSnapshot } from './model.js';

export interface LogRetentionRequest {
  /** Oldest first. */
  snapshots: readonly LogSnapshot[];
  /** Positions of the sets from which any instant is to be had: those kept, as far as wanted. */
  bases: readonly LogPosition[];
  now: Date;
}

/** Milliseconds in which a new log must have come to its first set. */
const patience = 48 * 3_600_000;

/**
 * What goes: snapshots from before the oldest base, and those whose files are all whole in
 * others that stay. A log that no set belongs to stays for two days: its first may be coming.
 *
 * @returns restic's IDs, sorted
 */
export function forgettableLog({ snapshots, bases, now }: LogRetentionRequest): string[] {
  const streams = [...new Set(snapshots.map(({ stream }) => stream))];
  const kept = new Set(
    streams.flatMap((stream) => {
      const own = snapshots.filter((one) => one.stream === stream);
      const files = bases.filter((base) => base.stream === stream).map(({ file }) => file);
      if (files.length === 0) return isYoung(own, now) ? own.map(({ id }) => id) : [];
      const oldest = Math.min(...files);
      const base = { set: '', at: '', position: { stream, file: oldest, offset: 0 } };
      const needed = filesOf({ base, from: '', through: '', snapshots: own });
      return needed.map(({ snapshot }) => snapshot);
    }),
  );
  return snapshots
    .map(({ id }) => id)
    .filter((id) => !kept.has(id))
    .sort();
}

/** All of an app's logs that is in its repository. */
export interface Logs {
  /** Oldest first. */
  log: readonly LogSnapshot[];
  bases: readonly LogSnapshot[];
  /** Back to when any second is wanted: as long as a set of each day stays. */
  days: number;
}

/**
 * What goes of sets and logs together: first of the sets, then of the logs what no set that
 * stays needs to come to a second of the last days. What looks forged makes all of it stay.
 * @throws Error as `retain`
 */
export function retainAll(request: RetentionRequest, { log, bases, days }: Logs): Retention {
  const decided = retain(request);
  if (decided.alarms.length > 0) return decided;
  const { now, snapshots } = request;
  // What it says of itself, and when restic says it was made: neither can be of the future.
  const dated = [...log, ...bases].flatMap(({ id, time, through }) => {
    const [made, says] = [Date.parse(time), Date.parse(through)];
    return [{ id, at: made }, ...(says > made ? [{ id, at: says }] : [])];
  });
  const alarms = suspicions(dated, request);
  if (alarms.length > 0) {
    return { forget: [], kept: [...decided.kept, ...decided.dropped], dropped: [], alarms };
  }
  const since = new Date(now.getTime() - days * 24 * 3_600_000);
  const kept = new Set(decided.kept);
  const manifests = snapshots.filter(({ set, part }) => part === 'manifest' && kept.has(set));
  const positions = positionsSince(manifests, log, since);
  // What was there at the last pruning counts more than what says now that it is older.
  const known = new Set(request.last?.snapshots);
  const trusted = [
    ...log.filter(({ id }) => known.has(id)),
    ...log.filter(({ id }) => !known.has(id)),
  ];
  const gone = forgettable({ log: trusted, bases }, { positions, since, now });
  return { ...decided, forget: [...decided.forget, ...gone].sort() };
}

/** Of sets since then, and of the last one before, which leads there. */
function positionsSince(
  manifests: RetentionRequest['snapshots'],
  log: readonly LogSnapshot[],
  since: Date,
): LogPosition[] {
  const all = manifests
    .flatMap((manifest) => manifest.log ?? [])
    .filter(({ at, stream }) => Date.parse(at) > since.getTime() || reaches(log, stream, since));
  all.sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  const before = all.findLastIndex(({ at }) => Date.parse(at) <= since.getTime());
  return all.slice(Math.max(0, before));
}

/**
 * What goes of a log and of the copies it begins with.
 * @param positions of the sets that stay, as far back as any instant is wanted
 * @param since the oldest instant wanted
 * @returns restic's IDs, sorted
 */
export function forgettable(
  { log, bases }: Omit<Logs, 'days'>,
  { positions, since, now }: { positions: readonly LogPosition[]; since: Date; now: Date },
): string[] {
  const idle = bases.filter(
    ({ stream, time }) => Date.parse(time) <= since.getTime() && !reaches(log, stream, since),
  );
  const others = bases.filter((base) => !idle.includes(base));
  const gone = [...idle.map(({ id }) => id), ...forgettableBases(others, since)];
  const kept = bases.filter(({ id }) => !gone.includes(id)).map(baseOfSnapshot);
  const all = [...positions, ...kept.map(({ position }) => position)];
  return [...gone, ...forgettableLog({ snapshots: log, bases: all, now })].sort();
}

/** Whether a log leads to any second that is still wanted; one that is followed no more does not. */
function reaches(log: readonly LogSnapshot[], stream: string, since: Date): boolean {
  return log.some((one) => one.stream === stream && Date.parse(one.through) > since.getTime());
}

function isYoung(snapshots: readonly LogSnapshot[], now: Date): boolean {
  const newest = Math.max(...snapshots.map(({ time }) => Date.parse(time)));
  return now.getTime() - newest < patience;
}
