import { giveWatch } from '../../backup/containers/watch.js';
import type { Expected } from '../../backup/findings.js';
import type { WatchJob } from '../../backup/watch/model.js';
import { backedUp, drilled } from '../../desired/backups.js';
import type { AppId, Inventory } from '../../inventory/model.js';
import type { Connection } from '../../server/connection.js';
import type { Site } from '../site.js';

/**
 * What the watch over a server's backups is to know.
 * @returns undefined where nothing happens, or there is nobody to tell
 */
export function watchJobOf(
  { inventory }: Site,
  server: string,
  elsewhere: ReadonlySet<AppId>,
): WatchJob | undefined {
  const { name: site, backup } = inventory.site;
  const apps = expectedOn(inventory, server, elsewhere);
  if (backup?.notify === undefined || apps.length === 0) return undefined;
  return { formatVersion: 1, site, server, notify: backup.notify, apps };
}

/**
 * Tells the watch of a server, where there is one, that some apps are missed by nobody; until the
 * next apply.
 * @param gone an app that is destroyed, and those that are elsewhere
 */
export async function unwatch(
  { inventory }: Site,
  connection: Connection,
  gone: ReadonlySet<AppId>,
): Promise<void> {
  const { name: site, backup } = inventory.site;
  if (backup?.notify === undefined) return;
  const { server } = connection;
  const apps = expectedOn(inventory, server, gone);
  await giveWatch(connection, { formatVersion: 1, site, server, notify: backup.notify, apps });
}

/** @param elsewhere apps that are not backed up here */
function expectedOn(
  inventory: Inventory,
  server: string,
  elsewhere: ReadonlySet<AppId>,
): Expected[] {
  const own = new Set(backedUp(inventory, server, elsewhere));
  const drills = new Set(drilled(inventory, server, elsewhere));
  return inventory.apps.flatMap((app): Expected[] => {
    const [runs, isDrilled] = [own.has(app), drills.has(app)];
    if (app.backup === undefined || !(runs || isDrilled)) return [];
    const { pointInTime, drill } = app.backup;
    return [{ app: app.id, runs, log: runs && pointInTime, ...(isDrilled && { drill }) }];
  });
}
