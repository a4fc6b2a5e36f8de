import type { SiteStatus } from '../cluster/runtime/model.js';
import { readStatus } from '../cluster/runtime/status.js';
import type { AppId } from '../inventory/model.js';
import { type BackupStates, backupStates } from './backups/states.js';
import type { Site } from './site.js';

/** Milliseconds for which backups are not looked at again: they change once a day. */
const backupsFresh = 60_000;

/**
 * Reads how the apps are, again and again when asked to; of their backups once a minute. Servers
 * that the Swarm has lost are not asked, so that nobody waits for them.
 * @param selected apps asked for; all, the unmanaged ones too, when absent
 */
export async function statusReader(
  site: Site,
  selected?: AppId[],
): Promise<() => Promise<SiteStatus>> {
  const manager = await site.manager();
  const { get: connection } = site.connections;
  let backups: BackupStates = new Map();
  let looked = Number.NEGATIVE_INFINITY;
  return async () => {
    const status = await readStatus(manager, site.inventory, { selected, connection });
    if (performance.now() - looked > backupsFresh) {
      backups = await backupStates(site, status);
      looked = performance.now();
    }
    const apps = status.apps.map((app) => {
      const backup = backups.get(app.app);
      return backup === undefined ? app : { ...app, backup };
    });
    return { ...status, apps };
  };
}
