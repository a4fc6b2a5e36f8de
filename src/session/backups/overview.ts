import { backupCalendar, drillCalendar, nextRun } from '../../backup/calendar.js';
import { byUrgency, type Freshness, freshness } from '../../backup/freshness.js';
import type { RunRecord } from '../../backup/model.js';
import { readRecords } from '../../backup/records.js';
import { drillServer } from '../../desired/drill-server.js';
import { Fault } from '../../fault.js';
import type { App } from '../../inventory/model.js';
import type { Site } from '../site.js';
import { readElsewhere } from './elsewhere.js';

export interface BackupOverview {
  /** RFC 3339, UTC. */
  time: string;
  /** Worst first. */
  apps: AppOverview[];
  /** Servers whose records could not be read, with the reason's code. */
  unread: { server: string; code: string }[];
}

export interface AppOverview extends Freshness {
  server: string;
  /** Where its sets are restored in drills; absent for an app that is not backed up. */
  drillServer?: string;
  /** RFC 3339, UTC; absent for an app that is not backed up. */
  next?: string;
  nextDrill?: string;
}

/**
 * How well each app is backed up, by what runs and drills left on the servers.
 * @param servers asked for it; default: all of the site
 */
export async function readOverview(
  site: Site,
  apps: readonly App[],
  servers?: readonly string[],
): Promise<BackupOverview> {
  const { inventory } = site;
  const now = new Date();
  const asked = servers ?? inventory.servers.map(({ name }) => name);
  const opened = await site.connections.openAll(asked);
  const records: RunRecord[] = [];
  const unread: BackupOverview['unread'] = [];
  await Promise.all(
    opened.map(async ({ server, connection, error }) => {
      try {
        if (connection === undefined) throw error;
        records.push(...(await readRecords(connection)));
      } catch (thrown) {
        if (!(thrown instanceof Fault)) throw thrown;
        unread.push({ server, code: thrown.code });
      }
    }),
  );
  const { timezone } = inventory.site;
  const elsewhere = await readElsewhere(site);
  const found = apps.map((app) => ({
    ...freshness(app, inventory.site, records, now),
    ...(elsewhere.has(app.id) ? notHere(app) : {}),
    server: app.server,
    ...(app.backup === undefined || elsewhere.has(app.id)
      ? {}
      : {
          drillServer: drillServer(inventory, app),
          next: nextRun(backupCalendar(app.id, app.backup, timezone), now).toISOString(),
          nextDrill: nextRun(drillCalendar(app.id, app.backup, timezone), now).toISOString(),
        }),
  }));
  return { time: now.toISOString(), apps: found.sort(byUrgency), unread };
}

/** Nobody has to act: what people have now is on its old host. */
const notHere = ({ id: app }: App): Pick<Freshness, 'state' | 'reasons'> => ({
  state: 'off',
  reasons: [{ code: 'BAK186', args: { app } }],
});
