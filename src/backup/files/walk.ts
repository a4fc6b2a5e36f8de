import { type BigIntStats, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';

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

/** Milliseconds after which signals, and whoever else waits in this process, have their turn. */
const turn = 10;

/**
 * A folder, under the empty path, and everything below it: a folder before what is in it,
 * neighbours by the bytes of their names. What vanishes meanwhile is passed over; links are
 * never followed.
 *
 * A look at a file takes microseconds, and to have Node take it in a thread of its own takes ten
 * times as many: so it is taken here, and a walk of many files lets others have their turn.
 */
export async function* walk(root: string): AsyncGenerator<Found> {
  let since = performance.now();
  for (const found of under(Buffer.from(root), Buffer.alloc(0))) {
    yield found;
    if (performance.now() - since < turn) continue;
    await setImmediate();
    since = performance.now();
  }
}

function* under(absolute: Buffer, path: Buffer): Generator<Found> {
  const found = look(absolute, path);
  if (found === undefined) return;
  yield found;
  if (!found.stats.isDirectory()) return;
  const names = unlessGone(() => readdirSync(absolute, { encoding: 'buffer' })) ?? [];
  for (const name of names.sort(Buffer.compare)) {
    yield* under(
      Buffer.concat([absolute, slash, name]),
      path.length === 0 ? name : Buffer.concat([path, slash, name]),
    );
  }
}

function look(absolute: Buffer, path: Buffer): Found | undefined {
  const stats = unlessGone(() => lstatSync(absolute, { bigint: true }));
  if (stats === undefined) return undefined;
  if (!stats.isSymbolicLink()) return { path, absolute, stats };
  const link = unlessGone(() => readlinkSync(absolute, { encoding: 'buffer' }));
  return link === undefined ? undefined : { path, absolute, stats, link };
}

function unlessGone<T>(see: () => T): T | undefined {
  try {
    return see();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
    return undefined;
  }
}
