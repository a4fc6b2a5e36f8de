import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { mariadbQuery } from '../database/mariadb.js';
import { containerOf } from '../worker/engine.js';
import { binlogName } from './binlog.js';
import type { LogExtent } from './model.js';
import type { Database, LogSource } from './source.js';

/** Bytes that a log may take while nobody can save it; the recipe says the same to newer servers. */
const room = 2 * 2 ** 30;

/**
 * MariaDB's binary log, read from the volume it lies in: a server writes each transaction there
 * before it acknowledges it and never changes what it has written. A client that follows the
 * log over a connection would keep a second copy on the same disk, and see nothing of a server
 * that does not start any more.
 */
export function mariadbSource(volume: string, { service }: Database): LogSource {
  const folder = join(volume, 'log');
  const purge = async (to: number): Promise<void> => {
    await mariadbQuery(await containerOf(service), `PURGE BINARY LOGS TO '${binlogName(to)}';`);
  };
  return {
    folder,
    exclude: ['*.idx', '*.index', '*.state', '#*', 'id.new'],
    needsBase: false,
    prepare: async () => {},
    look: () => lookAt(folder),
    async release({ first, last }) {
      // The last but one stays: the next snapshot shows that it follows upon this one.
      if (last - first >= 2 && !(await isMoving(volume))) await purge(last - 1);
    },
    async bound() {
      const oldest = await oldestWithin(folder, room);
      if (oldest !== undefined) await purge(oldest);
    },
  };
}

/**
 * Whether the app is being moved in: until that is for good its old host follows this log, and one
 * that cannot be reached for a while must find what it has not read yet, or there is no way back.
 */
async function isMoving(volume: string): Promise<boolean> {
  const settings = await readFile(join(volume, 'moved.cnf'), 'utf8').catch(missing);
  return settings?.includes('.replicate-') === true;
}

/**
 * The first file that stays when a log may take only so much, the last two in any case.
 * @returns undefined when nothing has to go
 */
export async function oldestWithin(folder: string, bytes: number): Promise<number | undefined> {
  const numbers = await numbersIn(folder);
  let taken = 0;
  for (const [index, number] of numbers.entries()) {
    taken += (await stat(join(folder, binlogName(number))).catch(() => undefined))?.size ?? 0;
    if (index >= 2 && taken > bytes) return number + 1;
  }
  return undefined;
}

/** Newest first. */
async function numbersIn(folder: string): Promise<number[]> {
  return ((await readdir(folder).catch(missing)) ?? [])
    .map((name) => Number(/^binlog\.(\d{6,})$/.exec(name)?.[1] ?? Number.NaN))
    .filter((number) => !Number.isNaN(number))
    .sort((a, b) => b - a);
}

const missing = (error: NodeJS.ErrnoException): undefined => {
  if (error.code !== 'ENOENT') throw error;
};

async function lookAt(folder: string): Promise<LogExtent | undefined> {
  const stream = (await readFile(join(folder, 'id'), 'utf8').catch(missing))?.trim();
  const numbers = await numbersIn(folder);
  const last = numbers[0];
  if (stream === undefined || stream === '' || last === undefined) return undefined;
  // From the newest back as far as none is missing.
  const first = numbers.filter((number, index) => number === last - index).at(-1) ?? last;
  const found = await stat(join(folder, binlogName(last))).catch(missing);
  return found === undefined ? undefined : { stream, first, last, end: found.size };
}
