/** What was found on the engine, as plain data. */
import type { ServiceSpec } from '../desired/model.js';
import type { AppId } from '../inventory/model.js';
import type { MigrationPhase } from './hold.js';

export interface Observed {
  swarm: 'active' | 'inactive';
  nodes: ObservedNode[];
  networks: ObservedObject[];
  secrets: ObservedObject[];
  services: ObservedService[];
  /** Apps that are being moved here from an old host. */
  migrations?: ObservedMigration[];
}

export interface ObservedMigration {
  app: AppId;
  phase: MigrationPhase;
  /** RFC 3339, UTC. */
  since: string;
  method: string;
}

export interface ObservedNode {
  id: string;
  hostname: string;
  /** Value of the `induk.server` label. */
  server?: string;
  state: 'ready' | 'down' | 'unknown';
  /** Digest of the proxy configuration last loaded there. */
  routes?: string;
  /** Digest of the backup jobs last written there. */
  backups?: string;
}

export interface ObservedObject {
  id: string;
  name: string;
  /** Value of the `induk.site` label; absent: not induk's. */
  site?: string;
  app?: AppId;
}

export interface ObservedService extends ObservedObject {
  spec: ServiceSpec;
  /** Tasks in state running, against those wanted. */
  running: number;
  wanted: number;
  /** Its tasks are being replaced at this moment, and may yet be put back. */
  updating?: true;
  /** Versions that ran before, the present one first. */
  history: string[];
}
