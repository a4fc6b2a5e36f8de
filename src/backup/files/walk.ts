import type { BigIntStats } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';

/** Something in a folder tree, as `lstat` sees it. */
export interface Found {
  /** Relative to the root. */
  path: Buffer;
  absolute: Buffer;
  stats: BigIntStats;
  /** Where a link points. */
  link?: Buffer;
}

const slash = Buffer.from('/');

/**
 * A folder, under the empty path, and everything below it: a folder before what is in it,
 * neighbours by the bytes of their names. What vanishes meanwhile is passed over; links are
 * never followed.
 */
export async function* walk(root: string): AsyncGenerator<Found> {
  const absolute = Buffer.from(root);
  const path = Buffer.alloc(0);
  const found = await look(absolute, path);
  if (found === undefined) return;
  yield found;
  yield* walkFolder(absolute, path);
}

async function* walkFolder(absolute: Buffer, path: Buffer): AsyncGenerator<Found> {
  const names = (await readdir(absolute, { encoding: 'buffer' }).catch(unlessGone)) ?? [];
  for (const name of names.sort(Buffer.compare)) {
    const found = await look(
      Buffer.concat([absolute, slash, name]),
      path.length === 0 ? name : Buffer.concat([path, slash, name]),
    );
    if (found === undefined) continue;
    yield found;
    if (found.stats.isDirectory()) yield* walkFolder(found.absolute, found.path);
  }
}

async function look(absolute: Buffer, path: Buffer): Promise<Found | undefined> {
  const stats = await lstat(absolute, { bigint: true }).catch(unlessGone);
  if (stats === undefined) return undefined;
  if (!stats.isSymbolicLink()) return { path, absolute, stats };
  const link = await readlink(absolute, { encoding: 'buffer' }).catch(unlessGone);
  return link === undefined ? undefined : { path, absolute, stats, link };
}

function unlessGone(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw error;
}
