import type { BackupStatus, SiteStatus } from '../../cluster/runtime/model.js';
import { drillServer } from '../../desired/drill-server.js';
import type { App, AppId } from '../../inventory/model.js';
import type { Site } from '../site.js';
import { readOverview } from './overview.js';

export type BackupStates = Map<AppId, BackupStatus>;

/**
 * How well the apps of a status are backed up: one command on each server that is ready and has
 * such apps. What could not be read is `unread`, and hides nothing else.
 */
export async function backupStates(
  site: Site,
  { apps: shown, servers }: SiteStatus,
): Promise<BackupStates> {
  const { inventory } = site;
  if (inventory.site.backup === undefined) return new Map();
  const ids = new Set(shown.map(({ app }) => app));
  const apps = inventory.apps.filter(({ id }) => ids.has(id));
  const serversOf = (app: App): string[] => [app.server, drillServer(inventory, app)];
  const wanted = new Set(apps.flatMap((app) => (app.backup ? serversOf(app) : [])));
  const ready = servers.flatMap(({ server, state }) => (state === 'ready' ? [server] : []));
  const asked = ready.filter((server) => wanted.has(server));
  const overview = await readOverview(site, apps, asked);
  const silent = new Set(overview.unread.map(({ server }) => server));
  return new Map(
    overview.apps.map((of) => {
      const { app, server, drillServer: elsewhere = server, state, last, proven, seconds } = of;
      const isSilent = (name: string): boolean => silent.has(name) || !asked.includes(name);
      const isUnread = state !== 'off' && (isSilent(server) || isSilent(elsewhere));
      const status: BackupStatus = {
        state: isUnread ? 'unread' : state,
        ...(last && { last: last.at }),
        ...(proven && { proven: proven.at }),
        ...(proven?.server && { provenOn: proven.server }),
        ...(seconds?.through && { through: seconds.through }),
      };
      return [app, status];
    }),
  );
}
