/** Apps of the inventory that are backed up where they are only once they are there. */
import { observe } from '../../cluster/observe.js';
import { Fault } from '../../fault.js';
import type { AppId } from '../../inventory/model.js';
import { appsElsewhere } from '../../plan/hold.js';
import type { Site } from '../site.js';

/**
 * What `appsElsewhere` says of a site. Nobody is asked where no app has an old host; a manager that
 * cannot be asked keeps nobody from a backup.
 */
export async function readElsewhere(site: Site): Promise<ReadonlySet<AppId>> {
  if (site.inventory.apps.every(({ legacy }) => legacy === undefined)) return new Set();
  try {
    const { docker } = await site.manager();
    return appsElsewhere(site.inventory, await observe(docker));
  } catch (error) {
    if (!(error instanceof Fault) || site.signal?.aborted) throw error;
    return new Set();
  }
}
