/** A project as it was made, as it is now, and as it would be made today → what to write. */
import type { ProjectFile } from './model.js';

export interface FileChange {
  path: string;
  /**
   * add, replace, delete: the project's own file was untouched; merge: both sides changed it;
   * conflict: marked in the text; kept: the project deleted or changed what the template drops.
   */
  kind: 'add' | 'replace' | 'delete' | 'merge' | 'conflict' | 'kept';
  /** New content; absent for delete and kept. */
  text?: string;
}

/** Merges the changes of two descendants of a text. */
export type Merge = (texts: { mine: string; base: string; theirs: string }) => Promise<{
  text: string;
  conflicts: number;
}>;

/**
 * @param base as it was made
 * @param mine as it is; only files of base and theirs matter
 * @param theirs as it would be made now
 * @returns changes in order of their paths; none for files that are right already
 */
export async function planUpdate(
  base: ProjectFile[],
  mine: ProjectFile[],
  theirs: ProjectFile[],
  merge: Merge,
): Promise<FileChange[]> {
  const [old, own, fresh] = [base, mine, theirs].map(
    (files) => new Map(files.map(({ path, text }) => [path, text])),
  ) as [Texts, Texts, Texts];
  const paths = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  const changes: FileChange[] = [];
  for (const path of paths) {
    const sides = { base: old.get(path), mine: own.get(path), theirs: fresh.get(path) };
    const change = await changeOf(path, sides, merge);
    if (change !== undefined) changes.push(change);
  }
  return changes;
}

type Texts = Map<string, string>;

interface Sides {
  base?: string;
  mine?: string;
  theirs?: string;
}

async function changeOf(
  path: string,
  { base, mine, theirs }: Sides,
  merge: Merge,
): Promise<FileChange | undefined> {
  if (theirs === base || theirs === mine) return undefined;
  if (theirs === undefined) {
    if (mine === undefined) return undefined;
    return { path, kind: mine === base ? 'delete' : 'kept' };
  }
  if (mine === undefined) {
    return base === undefined ? { path, kind: 'add', text: theirs } : { path, kind: 'kept' };
  }
  if (mine === base) return { path, kind: 'replace', text: theirs };
  const { text, conflicts } = await merge({ mine, base: base ?? '', theirs });
  return { path, kind: conflicts > 0 ? 'conflict' : 'merge', text };
}
