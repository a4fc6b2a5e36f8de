/** Bringing a database to any second. */
import { Fault } from '../../fault.js';
import type { Manifest } from '../model.js';
import type { Repository } from '../repository/repository.js';
import { type LogBase, type Look, type Span, spanFor, spanOf } from './coverage.js';
import { replayBinlog } from './mariadb-replay.js';

/** What was replayed. */
export interface Replayed {
  transactions: number;
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

/** Instants that a set and the log after it can bring back. */
export async function spanOfSet(
  repository: Repository,
  manifest: Pick<Manifest, 'set' | 'database' | 'at'>,
  look?: Look,
): Promise<Span> {
  const base = baseOf(manifest);
  if (base === undefined) throw new Fault('BAK165', { set: manifest.set });
  return spanOf(base, await repository.logSnapshots(), look);
}

/**
 * Brings a database that was loaded with a set's dump to an instant: with every transaction
 * that was acknowledged before its second began, and none that began in that second or later.
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
  const span = spanFor(at, [await spanOfSet(repository, manifest, look)]);
  try {
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
