/**
 * A page of the old host, asked before its data were copied and once more after the copy was asked:
 * what differs between these two changes by itself or was changed by people meanwhile, and is no
 * difference of the copy. Pure.
 */
import type { AskedPage, Look, PageResult } from './model.js';

/** An answer, or why there was none. */
export type Seen = { look: Look; words: string[] } | { reason: string };

export interface Compared {
  before: Seen;
  copy: Seen;
  after: Seen;
}

export function comparePage(page: AskedPage, { before, copy, after }: Compared): PageResult {
  if ('reason' in before || 'reason' in copy || 'reason' in after) {
    const [first] = [before, after].filter((seen) => 'reason' in seen);
    const detail = { old: reasonOf(first), copy: reasonOf(copy) };
    return { ...page, ...looksOf(before, copy), verdict: 'unanswered', detail };
  }
  const looks = { old: before.look, copy: copy.look };
  const isSteady =
    before.look.status === after.look.status &&
    before.look.title === after.look.title &&
    same(before.words, after.words);
  const unsteady = isSteady ? {} : { unsteady: true as const };
  const known = [before.look, after.look];
  const base = { ...page, ...looks, ...unsteady };
  if (!known.some(({ status }) => status === copy.look.status)) {
    return { ...base, verdict: 'status' };
  }
  if (!known.some(({ location }) => location === copy.look.location)) {
    return { ...base, verdict: 'location' };
  }
  if (!known.some(({ title }) => plainOf(title, isSteady) === plainOf(copy.look.title, isSteady))) {
    return { ...base, verdict: 'title' };
  }
  if (isSameText(before.words, copy.words, after.words)) return { ...base, verdict: 'same' };
  return { ...base, verdict: 'text', detail: firstDifference(before.words, copy.words) };
}

const reasonOf = (seen: Seen | undefined): string =>
  seen !== undefined && 'reason' in seen ? seen.reason : '';

function looksOf(before: Seen, copy: Seen): Pick<PageResult, 'old' | 'copy'> {
  return {
    ...('look' in before ? { old: before.look } : {}),
    ...('look' in copy ? { copy: copy.look } : {}),
  };
}

/** Numbers of a page that changes by itself: counters, clocks, how long it took. */
const plainOf = (text: string, isSteady: boolean): string =>
  isSteady ? text : text.replaceAll(/\d+/g, '0');

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((word, index) => word === other[index]);

/**
 * Equal to one of the old host's answers; else, where these differ from one another, it must have
 * every word that both have, and none that neither has, numbers aside.
 */
function isSameText(before: string[], copy: string[], after: string[]): boolean {
  if (same(before, copy) || same(after, copy)) return true;
  if (same(before, after)) return false;
  const [old, own, later] = [before, copy, after].map((words) =>
    bagOf(words.map((word) => plainOf(word, false))),
  ) as [Bag, Bag, Bag];
  const lacks = [...old].some(
    ([word, count]) => (own.get(word) ?? 0) < Math.min(count, later.get(word) ?? 0),
  );
  return !lacks && [...own.keys()].every((word) => old.has(word) || later.has(word));
}

type Bag = Map<string, number>;

function bagOf(words: readonly string[]): Bag {
  const bag: Bag = new Map();
  for (const word of words) bag.set(word, (bag.get(word) ?? 0) + 1);
  return bag;
}

/** Some words from where they part. */
function firstDifference(old: readonly string[], copy: readonly string[]): PageResult['detail'] {
  const at = old.findIndex((word, index) => word !== copy[index]);
  const from = Math.max(0, (at < 0 ? old.length : at) - 2);
  const tell = (words: readonly string[]): string =>
    words
      .slice(from, from + 8)
      .join(' ')
      .slice(0, 80);
  return { old: tell(old), copy: tell(copy) };
}
