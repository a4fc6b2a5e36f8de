/** What `apply` does about backups on one server: places in the vault, jobs, timers. */

import { backupCalendar, drillCalendar } from '../../backup/calendar.js';
import { placeJob, removeJobs } from '../../backup/containers/job.js';
import { placeTimers } from '../../backup/containers/timers.js';
import type { BackupJob } from '../../backup/model.js';
import { type Unit, unitsOf } from '../../backup/units.js';
import { backedUp } from '../../desired/backups.js';
import { requiredSecrets } from '../../desired/environment.js';
import type { Desired } from '../../desired/model.js';
import { databaseService } from '../../desired/names.js';
import type { App } from '../../inventory/model.js';
import type { Site } from '../site.js';
import { appAccess, policyOf, vaultFolder } from './access.js';
import { inventoryCommit } from './commit.js';
import { openKeeper } from './keeper.js';

/**
 * Makes a server's backups what the inventory says. Safe to do again at any point: accounts and
 * repositories are made when missing, jobs and timers replaced whole.
 * @throws Fault of the vault when it cannot be reached; of the server
 */
export async function scheduleBackups(
  site: Site,
  { backups }: Desired,
  server: string,
  say: (message: string) => void,
): Promise<void> {
  const connection = await site.connections.get(server);
  const spec = backups.find((entry) => entry.server === server);
  const apps = backedUp(site.inventory, server);
  if (apps.length > 0) {
    const keeper = await openKeeper(site, connection, spec?.image.reference ?? '');
    for (const [index, app] of apps.entries()) {
      say(`place in the vault for ${app.id} (${index + 1} of ${apps.length})`);
      const access = await appAccess(site, app);
      await keeper.ensurePlace(app, access);
      const job = await jobOf(site, app, access);
      const folder = vaultFolder(site);
      await placeJob(connection, job, {
        image: spec?.image.reference ?? '',
        ...(folder === undefined ? {} : { vaultFolder: folder }),
      });
    }
  }
  const engineNames = apps.map(({ engineName }) => engineName);
  await removeJobs(connection, site.inventory.site.name, engineNames);
  if (!(await placeTimers(connection, timersOf(site, apps)))) {
    say('no systemd here: backups run when you ask for them');
  }
}

function timersOf(site: Site, apps: App[]): Unit[] {
  const { timezone } = site.inventory.site;
  return apps.flatMap(({ id: app, engineName, backup }) => {
    if (backup === undefined) return [];
    const { concurrency } = policyOf(site.inventory);
    const common = { app, engineName, concurrency };
    return [
      ...unitsOf({ ...common, kind: 'backup', calendar: backupCalendar(app, backup, timezone) }),
      ...unitsOf({ ...common, kind: 'drill', calendar: drillCalendar(app, backup, timezone) }),
    ];
  });
}

async function jobOf(site: Site, app: App, access: BackupJob['access']): Promise<BackupJob> {
  const { limitUpload, notify } = policyOf(site.inventory);
  const values = await site.store.read(app.id);
  const own = requiredSecrets(app);
  const secrets = own.flatMap((key) => {
    const value = values.get(key);
    return value === undefined ? [] : [[key, value.reveal()]];
  });
  const commit = await inventoryCommit(site.places.inventoryRoot);
  return {
    formatVersion: 1,
    site: site.inventory.site.name,
    app: app.id,
    engineName: app.engineName,
    server: app.server,
    access,
    volumes: app.backup?.volumes ?? [],
    ...(app.database === undefined ? {} : { database: databaseOf(app, app.database) }),
    secrets: Object.fromEntries(secrets),
    ...(commit === undefined ? {} : { inventoryCommit: commit }),
    ...(limitUpload === undefined ? {} : { limitUpload: Math.ceil(limitUpload / 1024) }),
    ...(notify === undefined ? {} : { notify }),
  };
}

function databaseOf(app: App, { kind, name, user }: NonNullable<App['database']>) {
  return { kind, name, user, service: databaseService(app.engineName) };
}
