/** Which pages are asked of both sides. Pure. */
import type { AskedPage } from './model.js';

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
