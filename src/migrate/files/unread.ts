/** What an old host does not let read, so that nothing can be proven of it. Pure. */
import type { Problem } from './rsync-output.js';

export interface Unread {
  count: number;
  /** Path and reason of the first. */
  first: string;
  reason: string;
}

/**
 * @param found what rsync and sha256sum could not do: the first hundred, and how many; what vanished
 *   meanwhile was not unreadable
 */
export function unreadOf(found: {
  problems?: readonly Problem[];
  problemCount?: number | undefined;
}): Unread | undefined {
  const { problems = [], problemCount = problems.length } = found;
  const unread = problems.filter(({ kind }) => kind === 'unreadable');
  const [first] = unread;
  if (first === undefined) return undefined;
  const others = problems.length - unread.length;
  return { count: problemCount - others, first: first.path, reason: first.reason };
}
