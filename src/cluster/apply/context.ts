import type { Desired } from '../../desired/model.js';
import type { AppId } from '../../inventory/model.js';
import type { Observed } from '../../plan/observed.js';
import type { Connection } from '../../server/connection.js';
import type { Ids } from '../engine-spec.js';
import type { Emit } from '../events.js';
import type { Places } from '../materials.js';
import type { Certificate } from '../proxy.js';
import type { Hands } from './hands.js';

/** What every step of one apply needs. */
export interface ApplyContext {
  places: Places;
  desired: Desired;
  observed: Observed;
  /** Connection to a Swarm manager. */
  manager: Connection;
  connection: (server: string) => Promise<Connection>;
  /** What works on an app's server where no connection to its engine is needed, or to be had. */
  hands: (server: string) => Promise<Hands>;
  secretValue: (owner: string, key: string) => Promise<string>;
  /** Git commits of apps' sources, told by the images built from them. */
  revisions: Record<AppId, string>;
  certificate: () => Promise<Certificate>;
  /** Writes the backup jobs and timers of a server, which are not this folder's business. */
  scheduleBackups: (server: string, say: (message: string) => void) => Promise<void>;
  emit: Emit;
  signal: AbortSignal;
}

/** What changes while an apply goes on. */
export interface Progress {
  ids: Ids;
  /** Images being built or built, so that two apps with one database engine build it once. */
  builds: Map<string, Promise<unknown>>;
  failed: Set<AppId>;
}

export function startProgress(observed: Observed): Progress {
  const ids = (list: { id: string; name: string }[]): Map<string, string> =>
    new Map(list.map(({ id, name }) => [name, id]));
  return {
    ids: { networks: ids(observed.networks), secrets: ids(observed.secrets) },
    builds: new Map(),
    failed: new Set(),
  };
}
