/** Copies of a server's files as the repository's list tells of them. */
import type { LogBase } from './coverage.js';
import type { LogSnapshot } from './model.js';

/** A copy as a base; its `set` is the ID of its snapshot. */
export function baseOfSnapshot({ id, stream, first, finishedAt }: LogSnapshot): LogBase {
  return { set: id, position: { stream, file: first, offset: 0 }, at: finishedAt };
}

/** Copies that may go: those from before the newest one that is older than what is wanted. */
export function forgettableBases(bases: readonly LogSnapshot[], since: Date): string[] {
  const sorted = [...bases].sort((a, b) => Date.parse(a.time) - Date.parse(b.time));
  const oldest = sorted.findLastIndex(({ time }) => Date.parse(time) <= since.getTime());
  return sorted
    .slice(0, Math.max(0, oldest))
    .map(({ id }) => id)
    .sort();
}
