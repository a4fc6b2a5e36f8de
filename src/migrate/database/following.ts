import type { MovedDatabase, MoverJob } from '../mover/model.js';
import type { OldHost } from '../mover/old-host.js';

/** What an action on a database is given. */
export interface Following {
  job: MoverJob;
  moved: MovedDatabase;
  host: OldHost;
  /** Folder of the job. */
  folder: string;
  signal: AbortSignal;
  say: (message: string) => void;
}
