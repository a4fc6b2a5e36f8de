import { backupCalendar, drillCalendar, nextRun } from '../../backup/calendar.js';
import { byUrgency, type Freshness, freshness } from '../../backup/freshness.js';
import type { RunRecord } from '../../backup/model.js';
import { readRecords } from '../../backup/records.js';
import { Fault } from '../../fault.js';
import type { App } from '../../inventory/model.js';
import type { Site } from '../site.js';

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
  /** RFC 3339, UTC; absent for an app that is not backed up. */
  next?: string;
  nextDrill?: string;
}

/** How well each app is backed up, by what runs and drills left on the servers. */
export async function readOverview(site: Site, apps: App[]): Promise<BackupOverview> {
  const { inventory } = site;
  const now = new Date();
  const opened = await site.connections.openAll(inventory.servers.map(({ name }) => name));
  const records: RunRecord[] = [];
  const unread: BackupOverview['unread'] = [];
  await Promise.all(
    opened.map(async ({ server, connection, error }) => {
      if (connection !== undefined) records.push(...(await readRecords(connection)));
      else unread.push({ server, code: error instanceof Fault ? error.code : 'SRV005' });
    }),
  );
  const { timezone } = inventory.site;
  const found = apps.map((app) => ({
    ...freshness(app, inventory.site, records, now),
    server: app.server,
    ...(app.backup === undefined
      ? {}
      : {
          next: nextRun(backupCalendar(app.id, app.backup, timezone), now).toISOString(),
          nextDrill: nextRun(drillCalendar(app.id, app.backup, timezone), now).toISOString(),
        }),
  }));
  return { time: now.toISOString(), apps: found.sort(byUrgency), unread };
}
