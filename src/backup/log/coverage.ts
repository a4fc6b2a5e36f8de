/** Which instants can be brought back from what is in the vault. */
import { Fault } from '../../fault.js';
import type { SetId } from '../model.js';
import type { LogPosition, LogSnapshot, Look } from './model.js';

/** A set, or a base of another kind, from which a log can be replayed. */
export interface LogBase {
  set: SetId;
  position: LogPosition;
  /** RFC 3339: nothing acknowledged later is in it. */
  at: string;
}

/** Instants that can be brought back with one base. */
export interface Span {
  base: LogBase;
  /** RFC 3339. Without `snapshots` they are the same. */
  from: string;
  through: string;
  /** Of the log, from the base's position on, oldest first. */
  snapshots: LogSnapshot[];
  /** Why the span ends where it ends: files that are in no snapshot. */
  gap?: { from: number; to: number };
}

/**
 * How far a base reaches: snapshots whose files follow upon one another without a hole.
 * @param snapshots oldest first
 */
export function spanOf(base: LogBase, snapshots: readonly LogSnapshot[], look?: Look): Span {
  const { stream, file } = base.position;
  const own = snapshots.filter((one) => one.stream === stream);
  const start = own.findIndex(({ first, last }) => first <= file && last >= file);
  const chain: LogSnapshot[] = [];
  let gap: Span['gap'];
  for (const next of start < 0 ? [] : own.slice(start)) {
    const before = chain.at(-1);
    // Two followers of one log: older news is no news.
    if (before !== undefined && next.last < before.last) continue;
    if (before !== undefined && next.first > before.last) {
      gap = { from: before.last + 1, to: next.first - 1 };
      // The last file before the hole may have gone on after it was saved.
      if (gap.to < gap.from) gap = { from: before.last, to: before.last };
      break;
    }
    chain.push(next);
  }
  if (start < 0) {
    const later = own.find(({ first }) => first > file);
    if (later !== undefined) gap = { from: file, to: later.first - 1 };
  }
  const end = chain.at(-1);
  // What came after the base and is dated before it was saved by a clock that was wrong then.
  const dated = chain.findLast(({ through }) => Date.parse(through) >= Date.parse(base.at));
  const isLast =
    end !== undefined && look?.stream === stream && look.last === end.last && look.end === end.end;
  const through = [base.at, dated?.through, isLast ? look.at : undefined]
    .filter((time) => time !== undefined)
    .reduce((a, b) => (Date.parse(a) > Date.parse(b) ? a : b));
  // What was saved before the base was made need not reach to its position.
  const reached = Date.parse(through) > Date.parse(base.at) ? chain : [];
  return {
    base,
    from: base.at,
    through,
    snapshots: reached,
    ...(gap === undefined ? {} : { gap }),
  };
}

/**
 * What can be brought back with copies of a server's files, oldest first: a copy is of one
 * moment only with the log that was written while it was made.
 */
export function spansOfCopies(
  bases: readonly LogBase[],
  snapshots: readonly LogSnapshot[],
  look?: Look,
): Span[] {
  const spans = spansOf(bases, snapshots, look);
  return spans.filter(({ base, through }) => Date.parse(through) > Date.parse(base.at));
}

/** What can be brought back with each base, oldest first. */
export function spansOf(
  bases: readonly LogBase[],
  snapshots: readonly LogSnapshot[],
  look?: Look,
): Span[] {
  return bases
    .map((base) => spanOf(base, snapshots, look))
    .sort((a, b) => Date.parse(a.from) - Date.parse(b.from));
}

/**
 * The base from which the shortest log leads to an instant.
 * @throws Fault BAK164 when no base and log cover it; it says what is covered
 */
export function spanFor(at: Date, spans: readonly Span[]): Span {
  const covers = ({ from, through }: Span) =>
    Date.parse(from) <= at.getTime() && at.getTime() <= Date.parse(through);
  const found = spans.filter(covers).at(-1);
  if (found !== undefined) return found;
  throw new Fault('BAK164', { at: at.toISOString(), spans: wordsOf(spans) });
}

/** Instants that are covered, spans that touch as one: `A – B, C – D`. */
export function wordsOf(spans: readonly Pick<Span, 'from' | 'through'>[]): string {
  const whole: { from: string; through: string }[] = [];
  for (const { from, through } of spans) {
    const last = whole.at(-1);
    if (last === undefined || Date.parse(from) > Date.parse(last.through)) {
      whole.push({ from, through });
    } else if (Date.parse(through) > Date.parse(last.through)) last.through = through;
  }
  return whole.map(({ from, through }) => `${from} – ${through}`).join(', ') || '-';
}

/**
 * Where each of a log's files is whole: in the first snapshot that has a later file, too; the
 * last file in the newest one. An earlier snapshot counts more than a later one, since whoever
 * has taken over the app's server can add later ones.
 */
export function filesOf({ base, snapshots }: Span): { file: number; snapshot: string }[] {
  const files = new Map<number, { snapshot: string; isWhole: boolean }>();
  for (const { id, first, last } of snapshots) {
    for (let file = Math.max(first, base.position.file); file <= last; file += 1) {
      if (files.get(file)?.isWhole) continue;
      files.set(file, { snapshot: id, isWhole: file < last });
    }
  }
  return [...files].sort(([a], [b]) => a - b).map(([file, { snapshot }]) => ({ file, snapshot }));
}
