/**
 * The log of every change of a database, as its server keeps it for itself: MariaDB's binary
 * log, PostgreSQL's write-ahead log. It is saved in snapshots of its own beside the sets; a set
 * and the log from the set's position on make the database of any second after the set.
 */
import type { DatabasePart, RunRecord } from '../model.js';

/** A place in a log. */
export interface LogPosition {
  /** Name of the log; another database, or the same one made anew, has another. */
  stream: string;
  /** Number of the file. */
  file: number;
  /** Bytes from its start. */
  offset: number;
}

/** Files of a log that are there, their numbers without a hole between them. */
export interface LogExtent {
  stream: string;
  first: number;
  last: number;
  /** How far the last one goes: its bytes; PostgreSQL's, full from the start, its µs of change. */
  end: number;
}

/** A snapshot of a log's files. */
export interface LogSnapshot extends LogExtent {
  /** restic's ID. */
  id: string;
  kind: DatabasePart['kind'];
  /** RFC 3339, UTC: everything acknowledged before is in it. */
  through: string;
  /** RFC 3339: when saving it began and ended. */
  time: string;
  finishedAt: string;
  /** Bytes added to the repository. */
  added: number;
}

/** That the log was looked at later than it was saved, and had nothing new. */
export interface Look extends Pick<LogExtent, 'stream' | 'last' | 'end'> {
  /** RFC 3339, UTC. */
  at: string;
}

/** What following a log leaves on the server for `induk backups`, metrics and alarms. */
export interface LogRecord extends RunRecord {
  kind: 'log';
  /** RFC 3339, UTC: any second from then on can be brought back; absent: none yet. */
  from?: string;
  /** RFC 3339, UTC: everything acknowledged before is in the vault. */
  through?: string;
  look?: Look;
}
