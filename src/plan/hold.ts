import type { Role } from '../desired/model.js';
import type { AppId } from '../inventory/model.js';
import type { View } from './view.js';

/** How far an app's move has come, as its object in the Swarm says. */
export const migrationPhases = ['prepare', 'follow', 'switched', 'back'] as const;
export type MigrationPhase = (typeof migrationPhases)[number];

/** An app that is not let to run all it has here, since it may still write where it was. */
export interface Held {
  app: AppId;
  phase: MigrationPhase | 'not started';
  /** RFC 3339, UTC. */
  since?: string;
  method?: string;
}

/** What may be made or changed; the release command changes data, so it waits for the switch. */
const allowed: Record<Exclude<Held['phase'], 'switched'>, readonly Role[]> = {
  'not started': [],
  prepare: ['db'],
  follow: ['db', 'web'],
  back: [],
};

/**
 * Whether an app is held. One that has an old home and no service here was never moved; one that
 * is being moved says so by an object of its own; any other is an ordinary app.
 */
export function heldApp(app: AppId, { desired, observed, found }: View): Held | undefined {
  const migration = observed.migrations?.find((one) => one.app === app);
  // What is imported from an archive may have no old host, and must not run half there either.
  if (migration?.method !== 'archive' && !desired.legacy.includes(app)) return undefined;
  if (migration !== undefined) return migration.phase === 'switched' ? undefined : migration;
  const runs = found.live.some((service) => service.app === app);
  return runs ? undefined : { app, phase: 'not started' };
}

export function mayChange(held: Held | undefined, role: Role): boolean {
  if (held === undefined || held.phase === 'switched') return true;
  return allowed[held.phase].includes(role);
}
