import { type LockHolder, readLock } from '../cluster/lock.js';
import { observe } from '../cluster/observe.js';
import { Fault } from '../fault.js';
import type { Site } from './site.js';

/**
 * Who holds the site's lock; `undefined` when nobody does.
 *
 * @throws Fault CLU063 where there is no Swarm, which the lock is an object of
 */
export async function lockOf(site: Site): Promise<LockHolder | undefined> {
  const { docker, server } = await site.manager();
  const { swarm } = await observe(docker);
  if (swarm === 'inactive') throw new Fault('CLU063', { server });
  return readLock(docker, site.inventory.site.name);
}
