/** Bringing a database to any second. */
import { Fault } from '../../fault.js';
import type { Manifest } from '../model.js';
import type { Repository } from '../repository/repository.js';
import { baseOfSnapshot } from './copies.js';
import { type LogBase, type Span, spanFor, spanOf, spansOfCopies } from './coverage.js';
import { replayBinlog } from './mariadb-replay.js';
import type { Look } from './model.js';
import { replayWal } from './postgres-replay.js';

/** What was replayed. */
export interface Replayed {
  /** MariaDB only. */
  transactions?: number;
  bytes: number;
  /** RFC 3339, UTC: when the last of them was written. */
  lastAt?: string;
}

/** A set from which a log can be replayed; undefined when its database kept none. */
export function baseOf({ set, database }: Pick<Manifest, 'set' | 'database'>): LogBase | undefined {
  if (database?.log === undefined) return undefined;
  const { at, ...position } = database.log;
  return { set, position, at };
}

/**
 * Instants that a set and the log after it can bring back; PostgreSQL's log knows nothing of
 * sets, it belongs to copies of the server's files.
 */
export async function spansOfSet(
  repository: Repository,
  manifest: Pick<Manifest, 'set' | 'database' | 'at'>,
  look?: Look,
): Promise<Span[]> {
  const snapshots = await repository.logSnapshots();
  if (manifest.database?.kind === 'postgres') {
    const bases = (await repository.logSnapshots('base')).map(baseOfSnapshot);
    return spansOfCopies(bases, snapshots, look);
  }
  const base = baseOf(manifest);
  if (base === undefined) throw new Fault('BAK165', { set: manifest.set });
  return [spanOf(base, snapshots, look)];
}

/**
 * Brings a database that was loaded with a set's dump to an instant: with every transaction
 * that was acknowledged before its second began, and none that began in that second or later.
 * PostgreSQL is exact: every transaction that committed before the instant, and no other.
 *
 * @param container the database, running, with the dump of `manifest` and nothing else
 * @throws Fault BAK164 when set and log do not cover it, BAK165 when the set has no position,
 *   BAK167 when the log is damaged, BAK169 when the database refuses it
 */
export async function replayTo(
  repository: Repository,
  { container, manifest, at, look }: ReplayRequest,
  say: (message: string) => void,
): Promise<Replayed> {
  const span = spanFor(at, await spansOfSet(repository, manifest, look));
  const { database } = manifest;
  try {
    if (database?.kind === 'postgres') {
      return await replayWal(repository, { container, database, span, at }, say);
    }
    return await replayBinlog(repository, { container, span, at }, say);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'BAK033') throw error;
    throw new Fault('BAK169', error.args, { cause: error, logTail: error.logTail });
  }
}

export interface ReplayRequest {
  container: string;
  manifest: Pick<Manifest, 'set' | 'database' | 'at'>;
  at: Date;
  /** When the server is there to say that its log has nothing newer. */
  look?: Look;
}
