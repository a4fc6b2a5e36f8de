import type { FileEntry } from '../model.js';
import { contentOf, entryOf, readingBuffer } from './entry.js';
import { comparePaths, pathBytes } from './path-text.js';
import { walk } from './walk.js';

/** How a restored file differs from its line in the catalogue. */
export interface FileDifference {
  volume: string;
  path: string;
  what: 'missing' | 'extra' | 'kind' | 'mode' | 'owner' | 'size' | 'mtime' | 'content';
}

/**
 * Compares restored volumes with a catalogue; reads every file. Stops looking for more once
 * there are `most` differences.
 *
 * @param root folder in which each volume is a folder
 * @param expected entries of those volumes, in the catalogue's order
 * @param moving paths, with their volume and a slash before, that changed while they were
 *   backed up and are not compared
 */
export async function compareFiles(
  root: string,
  volumes: readonly string[],
  expected: AsyncIterable<FileEntry>,
  moving: ReadonlySet<string>,
  most = 100,
): Promise<FileDifference[]> {
  const differences: FileDifference[] = [];
  const buffer = readingBuffer();
  const add = (volume: string, path: string, what: FileDifference['what']): void => {
    if (!isMoving(moving, volume, path)) differences.push({ volume, path, what });
  };
  const entries = expected[Symbol.asyncIterator]();
  let next = await entries.next();
  const wanted = new Set(volumes);
  const skip = async (): Promise<void> => {
    while (!next.done && !wanted.has(next.value.volume)) next = await entries.next();
  };
  await skip();
  for (const volume of [...volumes].sort()) {
    for await (const found of walk(`${root}/${volume}`)) {
      while (!next.done && order(next.value, volume, found.path) < 0) {
        add(next.value.volume, next.value.path, 'missing');
        next = await entries.next();
        await skip();
      }
      const actual = entryOf(volume, found);
      if (next.done || order(next.value, volume, found.path) > 0) {
        add(volume, actual.path, 'extra');
      } else {
        const what = await differenceOf(next.value, actual, found.absolute, buffer);
        if (what !== undefined) add(volume, actual.path, what);
        next = await entries.next();
        await skip();
      }
      if (differences.length >= most) return differences;
    }
  }
  for (; !next.done && differences.length < most; next = await entries.next()) {
    if (wanted.has(next.value.volume)) add(next.value.volume, next.value.path, 'missing');
  }
  return differences;
}

function isMoving(moving: ReadonlySet<string>, volume: string, path: string): boolean {
  return moving.has(`${volume}/${path}`);
}

function order(entry: FileEntry, volume: string, path: Buffer): number {
  if (entry.volume !== volume) return entry.volume < volume ? -1 : 1;
  return comparePaths(pathBytes(entry.path), path);
}

async function differenceOf(
  expected: FileEntry,
  actual: FileEntry,
  absolute: Buffer,
  buffer: Buffer,
): Promise<FileDifference['what'] | undefined> {
  if (expected.kind !== actual.kind) return 'kind';
  // A link's own mode is the platform's.
  if (expected.kind !== 'link' && expected.mode !== actual.mode) return 'mode';
  if (expected.uid !== actual.uid || expected.gid !== actual.gid) return 'owner';
  if (expected.size !== actual.size) return 'size';
  // A folder's time changes with what is put into it, also by a run of the app before this look.
  if (expected.kind === 'file' && expected.mtime !== actual.mtime) return 'mtime';
  if (expected.kind === 'link') {
    return expected.content === actual.content ? undefined : 'content';
  }
  if (expected.kind !== 'file') return undefined;
  return (await contentOf(absolute, buffer))?.digest === expected.content ? undefined : 'content';
}
