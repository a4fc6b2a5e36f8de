import type { Expected } from '../../backup/findings.js';
import type { WatchJob } from '../../backup/watch/model.js';
import { backedUp, drilled } from '../../desired/backups.js';
import type { AppId } from '../../inventory/model.js';
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
  if (backup?.notify === undefined) return undefined;
  const own = new Set(backedUp(inventory, server, elsewhere));
  const drills = new Set(drilled(inventory, server, elsewhere));
  const apps = inventory.apps.flatMap((app): Expected[] => {
    const [runs, isDrilled] = [own.has(app), drills.has(app)];
    if (app.backup === undefined || !(runs || isDrilled)) return [];
    const { pointInTime, drill } = app.backup;
    return [{ app: app.id, runs, log: runs && pointInTime, ...(isDrilled && { drill }) }];
  });
  if (apps.length === 0) return undefined;
  return { formatVersion: 1, site, server, notify: backup.notify, apps };
}
