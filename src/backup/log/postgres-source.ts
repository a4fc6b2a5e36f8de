import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { askInside } from '../database/container.js';
import { containerOf } from '../worker/engine.js';
import type { LogExtent } from './model.js';
import type { Database, LogSource } from './source.js';

/** Bytes of a segment; what initdb makes unless told otherwise. */
const segmentBytes = 16n << 20n;
const perLogId = 2 ** 32 / Number(segmentBytes);

/** Keeps the server from removing segments; with `max_slot_wal_keep_size` it has a limit. */
const slot = 'induk_log';

/** https://www.postgresql.org/docs/17/storage-file-layout.html */
export function walName(timeline: number, segment: number): string {
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
  return `${hex(timeline)}${hex(Math.floor(segment / perLogId))}${hex(segment % perLogId)}`;
}

/** Where a segment begins, as PostgreSQL writes it. */
export function lsnOf(segment: number): string {
  const at = BigInt(segment) * segmentBytes;
  const hex = (value: bigint): string => value.toString(16).toUpperCase();
  return `${hex(at >> 32n)}/${hex(at & 0xffffffffn)}`;
}

/** `<system identifier>-<timeline>` */
export const timelineOf = (stream: string): number => Number(stream.split('-')[1]);

/**
 * PostgreSQL's write-ahead log, read from the volume it lies in, where each transaction is
 * before it is acknowledged; a slot makes the server keep what is not saved yet. A program that
 * receives it over a connection would keep a second copy on the same disk, and be behind.
 */
export function postgresSource(volume: string, { service }: Database): LogSource {
  const folder = join(volume, 'pgdata', 'pg_wal');
  const ask = async (sql: string): Promise<string> => {
    const argv = ['psql', '-X', '-At', '-q', '--set=ON_ERROR_STOP=1', '-d', 'postgres'];
    return askInside(await containerOf(service), argv, sql);
  };
  return {
    folder,
    exclude: ['archive_status', 'summaries', 'xlogtemp.*'],
    needsBase: true,
    async prepare() {
      await ask(
        `SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
           WHERE slot_name = '${slot}' AND wal_status = 'lost';
         SELECT pg_create_physical_replication_slot('${slot}', true)
           WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = '${slot}');`,
      );
    },
    look: () => lookAt(folder),
    // `max_slot_wal_keep_size` of the recipe.
    bound: async () => {},
    async release({ last }) {
      await this.prepare();
      // The last but one stays: the next snapshot shows that it follows upon this one.
      const lsn = lsnOf(last - 1);
      await ask(`SELECT pg_replication_slot_advance(slot_name, '${lsn}')
        FROM pg_replication_slots WHERE slot_name = '${slot}' AND restart_lsn < '${lsn}';`);
    },
  };
}

interface Segment {
  stream: string;
  number: number;
  /** Microseconds since 1970. */
  changed: number;
}

async function lookAt(folder: string): Promise<LogExtent | undefined> {
  const names = (await readdir(folder).catch(() => [])).filter((name) =>
    /^[0-9A-F]{24}$/.test(name),
  );
  // Backwards: behind the one that is written there may be some that wait to be used.
  let last: Segment | undefined;
  let first: Segment | undefined;
  for (const name of names.sort().reverse()) {
    const segment = await segmentOf(folder, name);
    if (segment === undefined) continue;
    last ??= segment;
    if (segment.stream !== last.stream) break;
    if (first !== undefined && segment.number !== first.number - 1) break;
    first = segment;
  }
  if (first === undefined || last === undefined) return undefined;
  const { stream, number, changed } = last;
  return { stream, first: first.number, last: number, end: changed };
}

/**
 * A segment by the header of its first page; undefined when nothing was written to it under
 * this name yet: the server prepares segments, also by renaming old ones.
 */
async function segmentOf(folder: string, name: string): Promise<Segment | undefined> {
  const file = await open(join(folder, name), 'r').catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const { buffer: header } = await file.read(Buffer.alloc(40), 0, 40, 0);
    const timeline = Number.parseInt(name.slice(0, 8), 16);
    const number =
      Number.parseInt(name.slice(8, 16), 16) * perLogId + Number.parseInt(name.slice(16), 16);
    const isWritten =
      header.readUInt32LE(4) === timeline &&
      header.readBigUInt64LE(8) === BigInt(number) * segmentBytes;
    if (!isWritten) return undefined;
    const { mtimeMs } = await file.stat();
    const stream = `${header.readBigUInt64LE(24)}-${timeline}`;
    return { stream, number, changed: Math.round(mtimeMs * 1000) };
  } finally {
    await file.close();
  }
}
