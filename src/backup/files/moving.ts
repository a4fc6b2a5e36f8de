import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry } from '../model.js';
import { entryOf } from './entry.js';
import { comparePaths, pathBytes } from './path-text.js';
import { type Found, walk } from './walk.js';

/**
 * Now, by the clock that files are dated with, which is some milliseconds behind the other one.
 * @param folder may be written to
 * @returns nanoseconds since 1970
 */
export async function fileClock(folder: string): Promise<bigint> {
  const file = join(folder, 'clock');
  await writeFile(file, '');
  const { ctimeNs } = await stat(file, { bigint: true });
  await rm(file);
  return ctimeNs;
}

/**
 * Finds what changed while files were saved and, side by side, listed: what has a ctime since,
 * which no program can set, and what is in only one of the list and the folder. All else was
 * the same file for both.
 *
 * @param root folder in which each volume is a folder
 * @param listed entries of the catalogue, in the order of the walk
 * @param since `fileClock` before the first of the two began
 * @returns volume and path of each, sorted as the walk is
 */
export async function findMoving(
  root: string,
  volumes: readonly string[],
  listed: AsyncIterable<FileEntry>,
  since: bigint,
): Promise<string[]> {
  const entries = listed[Symbol.asyncIterator]();
  const moving: string[] = [];
  let next = await entries.next();
  for (const volume of [...volumes].sort()) {
    for await (const found of walk(`${root}/${volume}`)) {
      let order = 1;
      for (; !next.done; next = await entries.next()) {
        order = compare(next.value, volume, found);
        if (order >= 0) break;
        moving.push(nameOf(next.value));
      }
      const now = entryOf(volume, found);
      if (order !== 0 || next.done || isOther(next.value, now, found, since)) {
        moving.push(nameOf(now));
      }
      if (order === 0 && !next.done) next = await entries.next();
    }
  }
  for (; !next.done; next = await entries.next()) moving.push(nameOf(next.value));
  return moving;
}

/** A folder's ctime is that of what came and went in it, which is told by itself. */
function isOther(was: FileEntry, now: FileEntry, { stats }: Found, since: bigint): boolean {
  return was.kind !== now.kind || (now.kind === 'file' && stats.ctimeNs >= since);
}

function compare(entry: FileEntry, volume: string, { path }: Found): number {
  if (entry.volume !== volume) return entry.volume < volume ? -1 : 1;
  return comparePaths(pathBytes(entry.path), path);
}

function nameOf({ volume, path }: FileEntry): string {
  return path === '' ? volume : `${volume}/${path}`;
}
