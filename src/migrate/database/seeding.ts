/** What a seed of a database is given, and what it tells. */
import type { DumpReport } from '../../backup/database/digest.js';
import type { RunningDatabase } from '../../backup/database/model.js';
import type { MovedDatabase } from '../mover/model.js';
import type { OldHost } from '../mover/old-host.js';
import type { MovedAccounts } from './accounts.js';
import type { MovedRoles } from './roles.js';

export interface SeededDatabase {
  kind: MovedDatabase['kind'];
  /** Version of the old server. */
  version: string;
  /** `tables`: nobody wrote into the old database as long as the dump took. */
  locking: 'transaction' | 'tables';
  bytes: number;
  seconds: number;
  /** Where in its changes the old server was; only with `position`. */
  gtid?: string;
  /** Digests of the dump as it was loaded; only with `proof`, and with PostgreSQL. */
  report?: DumpReport;
  accounts: string[];
  left: (MovedAccounts['left'] | MovedRoles['left'])[number][];
  /** Views of the old database that do not work, so that they are in no dump. */
  broken: string[];
  /** Accounts that only stand in definitions, made without a way to log in. */
  definers: string[];
}

export interface Seeding {
  host: OldHost;
  moved: MovedDatabase;
  say: (message: string) => void;
  signal: AbortSignal;
  /** Of the job: what is brought is kept in mind there. */
  folder: string;
  /** The old side is held. */
  frozen?: boolean;
  /** Takes the digests on the way, for a dump that is to be proven against; slower. */
  proof?: boolean;
  /** Asks for the position that a replica begins from; needs the administrator. */
  position?: boolean;
}

/** The new database; `touched` once what was in it is gone. */
export interface Target extends RunningDatabase {
  touched: boolean;
}
