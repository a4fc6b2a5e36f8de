/** The workers that follow logs of databases, as they are on a server. */
import { findLog, startLog } from '../../backup/containers/log.js';
import type { TimerStatus } from '../../backup/timers.js';
import { backedUp } from '../../desired/backups.js';
import { isFollowed } from '../../desired/environment.js';
import { logContainer } from '../../desired/names.js';
import type { App, AppId } from '../../inventory/model.js';
import type { Connection } from '../../server/connection.js';
import { readSite, type Site } from '../site.js';
import { scheduleBackups } from './schedule.js';

/** Apps of a server whose logs are to be followed. */
function followedOn({ inventory }: Site, server: string, elsewhere: ReadonlySet<AppId>): App[] {
  const apps = backedUp(inventory, server, elsewhere);
  return apps.filter((app) => isFollowed(app, inventory.site));
}

/** How each follower that a server should have is. */
export async function readFollowers(
  site: Site,
  connection: Connection,
  elsewhere: ReadonlySet<AppId>,
): Promise<TimerStatus[]> {
  const { server } = connection;
  return Promise.all(
    followedOn(site, server, elsewhere).map(async ({ id, engineName }): Promise<TimerStatus> => {
      const about = { server, app: id, kind: 'log' as const, name: logContainer(engineName) };
      const found = await findLog(connection, engineName);
      if (found === undefined) return { ...about, state: 'missing' };
      const { isRunning, startedAt: at, exitCode: status } = found;
      if (!isRunning) return { ...about, state: 'stopped', last: { at, result: 'failed', status } };
      return { ...about, state: 'ok', last: { at, result: 'running' } };
    }),
  );
}

/** Starts followers of a server that are stopped; where one is missing, all is made anew. */
export async function repairFollowers(
  site: Site,
  connection: Connection,
  elsewhere: ReadonlySet<AppId>,
): Promise<void> {
  const { server } = connection;
  const found = await readFollowers(site, connection, elsewhere);
  if (found.some(({ state }) => state === 'missing')) {
    const { desired } = await readSite(site);
    await scheduleBackups(site, desired, server, () => undefined);
    return;
  }
  const stopped = found.filter(({ state }) => state === 'stopped').map(({ app }) => app);
  for (const { id, engineName } of followedOn(site, server, elsewhere)) {
    if (stopped.includes(id)) await startLog(connection, engineName);
  }
}
