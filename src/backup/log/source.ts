import type { BackupJob } from '../model.js';
import type { LogExtent } from './model.js';

/** Where a worker finds the volume of the app's database, read only. */
export const databaseFolder = '/database';

export type Database = NonNullable<BackupJob['database']>;

/** A server's log as files in its volume. */
export interface LogSource {
  /** Folder of the files, and what in it is none of them. */
  folder: string;
  exclude: string[];
  /** Whether the log can only be replayed on a copy of the server's files. */
  needsBase: boolean;
  /** Files that are there now; undefined when the server keeps no log. */
  look(): Promise<LogExtent | undefined>;
  /** Makes sure that the server keeps what is not saved yet, as far as it has room. */
  prepare(): Promise<void>;
  /** Removes what goes beyond the room a log may take, saved or not; where the server does not. */
  bound(): Promise<void>;
  /** Lets the server remove files that are in the vault whole. */
  release(saved: LogExtent): Promise<void>;
}
