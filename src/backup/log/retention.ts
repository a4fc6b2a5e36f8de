/** Which snapshots of a log may go. */
import { baseOfSnapshot, forgettableBases } from './base.js';
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

/**
 * What goes of a log and of the copies it begins with.
 * @param positions of the sets that stay, as far back as any instant is wanted
 * @param since the oldest instant wanted
 * @returns restic's IDs, sorted
 */
export function forgettable(
  { log, bases }: { log: readonly LogSnapshot[]; bases: readonly LogSnapshot[] },
  { positions, since, now }: { positions: readonly LogPosition[]; since: Date; now: Date },
): string[] {
  const gone = forgettableBases(bases, since);
  const kept = bases.filter(({ id }) => !gone.includes(id)).map(baseOfSnapshot);
  const all = [...positions, ...kept.map(({ position }) => position)];
  return [...gone, ...forgettableLog({ snapshots: log, bases: all, now })].sort();
}

function isYoung(snapshots: readonly LogSnapshot[], now: Date): boolean {
  const newest = Math.max(...snapshots.map(({ time }) => Date.parse(time)));
  return now.getTime() - newest < patience;
}
