/** Which pages are asked of both sides, in a rehearsal and before a switch. Pure. */
import type { AskedPage, Rehearsal } from './model.js';

/** By its name it does something, also when it is only asked for. */
const doing =
  /(^|[/_.-])(log-?out|sign-?out|keluar|hapus|delete|remove|destroy|batal|cancel|unsubscribe|kirim|send|cron|backup|reset)([/_.-]|$)/i;

/** What can be asked for as it stands in a log. */
const plain = /^\/[\x21-\x7e]*$/;

/**
 * The declared pages and those that visitors ask for most; the first page when there are none.
 * @param top of the access log, most frequent first
 * @param most of those
 * @returns `left`: those of the log that are not asked for, since their name says that they act
 */
export function pagesToAsk(
  declared: readonly string[],
  top: readonly { path: string; count: number }[],
  most: number,
): { pages: AskedPage[]; left: string[] } {
  const chosen = top.filter(({ path }) => plain.test(path)).slice(0, most);
  const isDoing = ({ path }: { path: string }): boolean =>
    doing.test(path) && !declared.includes(path);
  const pages = new Map<string, AskedPage>();
  for (const path of declared) pages.set(path, { path });
  for (const { path, count } of chosen.filter((page) => !isDoing(page))) {
    pages.set(path, { path, visits: count });
  }
  if (pages.size === 0) pages.set('/', { path: '/' });
  return { pages: [...pages.values()], left: chosen.filter(isDoing).map(({ path }) => path) };
}

/** Pages compared before a switch at most, unless the inventory says which. */
const enough = 20;

/**
 * What is compared before a switch where the inventory does not say: the first page, and those that
 * the last rehearsal found equal. One whose heads differed there although its text changes by itself
 * would differ again.
 */
export function pagesToCompare(rehearsal: Pick<Rehearsal, 'pages'> | undefined): string[] {
  const equal = (rehearsal?.pages ?? []).filter(
    ({ verdict, old, copy }) =>
      verdict === 'same' && old?.status === copy?.status && old?.title === copy?.title,
  );
  return [...new Set(['/', ...equal.map(({ path }) => path)])].slice(0, enough);
}
