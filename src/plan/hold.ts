import type { Role } from '../desired/model.js';
import type { AppId, Inventory } from '../inventory/model.js';
import type { Observed, ObservedMigration } from './observed.js';
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
  return heldBy(app, {
    migration: observed.migrations?.find((one) => one.app === app),
    hasOldHome: desired.legacy.includes(app),
    runs: found.live.some((service) => service.app === app),
  });
}

interface Signs {
  migration: ObservedMigration | undefined;
  hasOldHome: boolean;
  /** Whether it has a web service here. */
  runs: boolean;
}

function heldBy(app: AppId, { migration, hasOldHome, runs }: Signs): Held | undefined {
  // What is imported from an archive may have no old host, and must not run half there either.
  if (migration?.method !== 'archive' && !hasOldHome) return undefined;
  if (migration !== undefined) return migration.phase === 'switched' ? undefined : migration;
  return runs ? undefined : { app, phase: 'not started' };
}

/**
 * Apps whose data lives elsewhere: not moved yet, still being copied, or taken back to the old
 * host. What is here of them is nothing to be kept, and would be taken for what people have now.
 */
export function appsElsewhere(
  { site, apps }: Inventory,
  { migrations = [], services }: Pick<Observed, 'migrations' | 'services'>,
): Set<AppId> {
  const known = new Map(migrations.map((migration) => [migration.app, migration]));
  const live = services.filter((found) => found.spec.role === 'web' && found.site === site.name);
  const running = new Set(live.map(({ app }) => app));
  const elsewhere = apps.filter(({ id, legacy }) => {
    const migration = known.get(id);
    const held = heldBy(id, {
      migration,
      hasOldHome: legacy !== undefined,
      runs: running.has(id),
    });
    return held !== undefined && held.phase !== 'follow';
  });
  return new Set(elsewhere.map(({ id }) => id));
}

export function mayChange(held: Held | undefined, role: Role): boolean {
  if (held === undefined || held.phase === 'switched') return true;
  return allowed[held.phase].includes(role);
}
