/** Pages that both sides must answer alike, asked while the old one still lives. */
import { Fault } from '../../fault.js';
import type { Answer } from './visit.js';

/** How each side is asked: the new one by the name that the old one was asked by in the end. */
export interface Sides {
  old(page: string): Promise<Answer & { name: string }>;
  fresh(page: string, name: string): Promise<Answer>;
}

/** What both sides answered for a page. */
export interface ComparedPage extends Answer {
  path: string;
}

/**
 * Compares status and title. What differs is asked for once more, since what follows the old side is
 * a moment behind it; numbers in a title may differ where the old side's own two answers do.
 * @throws Fault MIG267 at the first that differs, MIG269 when one does not answer
 */
export async function comparePages(
  pages: readonly string[],
  { old, fresh }: Sides,
): Promise<ComparedPage[]> {
  const both = async (page: string) => {
    const before = await old(page);
    return { old: before, fresh: await fresh(page, before.name) };
  };
  const compared: ComparedPage[] = [];
  for (const path of pages) {
    const first = await both(path);
    let last = first;
    let plain = asItIs;
    if (!isAlike(first)) {
      last = await both(path);
      if (first.old.title !== last.old.title) plain = withoutNumbers;
    }
    if (!isAlike(last, plain)) {
      throw new Fault('MIG267', { page: path, old: tell(last.old), new: tell(last.fresh) });
    }
    const { status, title } = last.fresh;
    compared.push({ path, status, title });
  }
  return compared;
}

const asItIs = (title: string): string => title;
const withoutNumbers = (title: string): string => title.replaceAll(/\d+/g, '0');

const isAlike = ({ old, fresh }: { old: Answer; fresh: Answer }, plain = asItIs): boolean =>
  old.status === fresh.status && plain(old.title) === plain(fresh.title);

const tell = ({ status, title }: Answer): string => `${status} “${title}”`;
