/** What apply will do, decided as a value: printable, storable, hashable. */
import type { AppId } from '../inventory/model.js';
import type { Held } from './hold.js';

export interface Plan {
  formatVersion: 1;
  site: string;
  /** Sorted; an app's steps are done in this order. */
  steps: Step[];
  /** Engine objects with this site's label that the inventory does not name. */
  unmanaged: { kind: 'service' | 'network'; name: string; app?: AppId }[];
  /** Apps that wait for their move from an old host, whole or in part. */
  held: Held[];
  /** Apps with nothing to do. */
  unchanged: AppId[];
  /** SHA-256 over the desired state and the steps; a saved plan with another one is stale. */
  fingerprint: string;
}

export type StepKind =
  | 'swarm.init'
  | 'node.label'
  | 'network.create'
  | 'secret.create'
  | 'image.build'
  | 'image.pull'
  | 'service.create'
  | 'service.update'
  | 'service.remove'
  | 'release.run'
  | 'routes.load'
  | 'backups.schedule';

export interface Step {
  /** Unique in the plan: `<kind>:<target>`. */
  id: string;
  kind: StepKind;
  /** Engine name, image reference or server name. */
  target: string;
  app?: AppId;
  server?: string;
  /** Why: `image`, `env`, `secrets`, `mounts`, `size`… each with what changed, never a secret value. */
  reasons: Reason[];
}

export interface Reason {
  facet: string;
  from?: string;
  to?: string;
}
