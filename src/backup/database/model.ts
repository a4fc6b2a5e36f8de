import type { DatabasePart } from '../model.js';

/** A database in its running container. */
export interface RunningDatabase {
  kind: DatabasePart['kind'];
  /** Name or ID of the container. */
  container: string;
  name: string;
  user: string;
}

/** How a database will be dumped. */
export interface DumpPlan {
  argv: string[];
  locking: DatabasePart['locking'];
  /** Version of the server, and of the program that dumps. */
  version: string;
  tool: string;
  /** What the database says it holds, by kind as the digests have it; not of every kind. */
  holds: Record<string, number>;
  /** Views that no longer work, as their tables are gone; the dump would fail on them. */
  broken: string[];
  /** SQL that makes the accounts; what needs the data to be there follows a line `afterData`. */
  accounts: string;
  /** Name of the server's log of changes, when it keeps one. */
  stream?: string;
}

/** Line of `accounts.sql` after which stands what can only be done once the data is there. */
export const afterData = '-- after the data';
