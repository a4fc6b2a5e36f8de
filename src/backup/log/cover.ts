/** What can be brought back, asked before anything is. */
import { Fault } from '../../fault.js';
import type { SetId } from '../model.js';
import type { Holdings } from '../repository/holdings.js';
import type { Repository } from '../repository/repository.js';
import type { Snapshot } from '../repository/snapshots.js';
import { timeOfSet } from '../set-id.js';
import { baseOfSnapshot } from './copies.js';
import { type LogBase, type Span, spansOf, spansOfCopies } from './coverage.js';
import type { Look } from './model.js';

export interface Cover {
  /** The set to load; its files belong to the instant as nearly as there are any. */
  set: SetId;
  /** RFC 3339: instants that it and the log after it bring back. */
  from: string;
  through: string;
}

/**
 * The newest set from which an instant can be brought back, or, without one, the newest instant.
 * @param look newer than what is saved, when the server is there to say that nothing came
 * @returns undefined when no log was ever saved
 * @throws Fault BAK200 from before all that is covered, BAK201 from after, BAK202 in a gap,
 *   BAK203 when the log has no beginning yet
 */
export async function coverOf(
  repository: Repository,
  at?: Date,
  look?: Look,
): Promise<Cover | undefined> {
  return coverIn(await repository.holdings(), at, look);
}

/** @throws as `coverOf` */
export function coverIn(held: Holdings, at?: Date, look?: Look): Cover | undefined {
  if (held.log.length === 0) return undefined;
  const spans = usable(spansIn(held, look), held.sets);
  const [first] = spans;
  if (first === undefined) throw new Fault('BAK203', {});
  const newest = spans.map(({ through }) => through).reduce(later);
  const wanted = at ?? new Date(newest);
  const found = spans.findLast((span) => covers(span, wanted));
  if (found !== undefined) return coverBy(found, held, wanted);
  const args = { at: wanted.toISOString() };
  if (wanted.getTime() < Date.parse(first.from)) {
    throw new Fault('BAK200', { ...args, oldest: first.from });
  }
  if (wanted.getTime() > Date.parse(newest)) throw new Fault('BAK201', { ...args, newest });
  const before = spans.filter(({ from }) => Date.parse(from) <= wanted.getTime());
  const after = spans.find(({ from }) => Date.parse(from) > wanted.getTime());
  const from = before.map(({ through }) => through).reduce(later);
  throw new Fault('BAK202', { ...args, from, to: after?.from ?? newest });
}

/** What each base brings back, oldest first. */
export function spansIn({ sets, log, bases }: Holdings, look?: Look): Span[] {
  const isPostgres = log.at(-1)?.kind === 'postgres';
  return isPostgres
    ? spansOfCopies(bases.map(baseOfSnapshot), log, look)
    : spansOf(basesOf(sets), log, look);
}

/** Sets as bases. */
export function basesOf(sets: readonly Snapshot[]): LogBase[] {
  return sets.flatMap(({ set, log }) => {
    if (log === undefined) return [];
    const { at, ...position } = log;
    return [{ set, position, at }];
  });
}

/** From when on any second up to the log's end can be brought back; undefined: no second. */
export function coveredFrom(held: Holdings): string | undefined {
  const last = held.log.at(-1);
  return usable(spansIn(held), held.sets).find(({ snapshots }) => snapshots.at(-1) === last)?.from;
}

/** Files and accounts come from a set: what is older than the first cannot be brought back. */
function usable(spans: readonly Span[], sets: readonly Snapshot[]): Span[] {
  const oldest = sets.map(beginOf).reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return spans.flatMap((span) => {
    if (Date.parse(span.through) < oldest) return [];
    const from = new Date(Math.max(Date.parse(span.from), oldest)).toISOString();
    return [{ ...span, from }];
  });
}

function coverBy({ base, from, through }: Span, { sets }: Holdings, at: Date): Cover {
  const own = sets.find(({ set }) => set === base.set);
  const nearest = sets
    .filter((set) => beginOf(set) <= at.getTime())
    .reduce((a, b) => (beginOf(a) > beginOf(b) ? a : b));
  return { set: (own ?? nearest).set, from, through };
}

const beginOf = ({ set, time }: Snapshot): number => (timeOfSet(set) ?? new Date(time)).getTime();

function covers({ from, through }: Span, at: Date): boolean {
  return Date.parse(from) <= at.getTime() && at.getTime() <= Date.parse(through);
}

const later = (a: string, b: string): string => (Date.parse(a) > Date.parse(b) ? a : b);
