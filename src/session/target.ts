import { observe } from '../cluster/observe.js';
import { deployedApps, resolveTarget, type Target } from '../cluster/runtime/target.js';
import { Fault } from '../fault.js';
import type { Observed } from '../plan/observed.js';
import type { Connection } from '../server/connection.js';
import type { Site } from './site.js';

/** An app together with the engine's present state. */
export interface Found {
  manager: Connection;
  observed: Observed;
  target: Target;
}

/**
 * The app a person named, and what is on the engine.
 *
 * @throws Fault CLU063 without a Swarm, INV090/INV091 for a name that means no app
 */
export async function findTarget(site: Site, name: string): Promise<Found> {
  const manager = await site.manager();
  const observed = await observe(manager.docker);
  if (observed.swarm === 'inactive') throw new Fault('CLU063', { server: manager.server });
  const known = deployedApps(observed, site.inventory.site.name);
  return { manager, observed, target: resolveTarget(site.inventory, known, name) };
}
