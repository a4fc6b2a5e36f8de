/** What `apply` does about backups on one server: places in the vault, jobs, timers. */

import { backupCalendar, type Calendar, drillCalendar } from '../../backup/calendar.js';
import { placeDrill, placeJob, removeJobs } from '../../backup/containers/job.js';
import { placeTimers } from '../../backup/containers/timers.js';
import { placeWatch } from '../../backup/containers/watch.js';
import type { BackupJob, DrillJob } from '../../backup/model.js';
import type { WantedTimer } from '../../backup/timers.js';
import { type UnitKind, unitName, unitsOf, watchUnits } from '../../backup/units.js';
import { forEachLimited } from '../../cluster/apply/limit.js';
import { backedUp, drilled } from '../../desired/backups.js';
import { isFollowed, requiredSecrets } from '../../desired/environment.js';
import type { Desired } from '../../desired/model.js';
import { databaseService, watchName } from '../../desired/names.js';
import type { App, AppId } from '../../inventory/model.js';
import type { Connection } from '../../server/connection.js';
import { commitOf } from '../commit.js';
import type { Site } from '../site.js';
import { appAccess, policyOf, vaultFolder } from './access.js';
import { checkVault } from './check-vault.js';
import { openKeeper } from './keeper.js';
import { watchJobOf } from './watch.js';

/**
 * Makes a server's backups what the inventory says. Safe to do again at any point: accounts and
 * repositories are made when missing, jobs and timers replaced whole.
 * @throws Fault of the vault when it cannot be reached; of the server
 */
export async function scheduleBackups(
  site: Site,
  { backups, elsewhere: apart }: Desired,
  server: string,
  say: (message: string) => void,
): Promise<void> {
  const connection = await site.connections.get(server);
  const spec = backups.find((entry) => entry.server === server);
  const elsewhere = new Set(apart);
  const apps = backedUp(site.inventory, server, elsewhere);
  const drills = drilled(site.inventory, server, elsewhere);
  if (apps.length + drills.length > 0) await checkVault(site, connection);
  const image = spec?.image.reference ?? '';
  if (apps.length > 0) await placeAll(site, connection, apps, image, say);
  for (const app of drills) await placeDrillOf(site, connection, app, image);
  const watch = watchJobOf(site, server, elsewhere);
  if (watch !== undefined) await placeWatch(connection, watch, image);
  const names = (of: App[]): string[] => of.map(({ engineName }) => engineName);
  const keep = { backups: names(apps), drills: names(drills), watch: watch !== undefined };
  await removeJobs(connection, site.inventory.site.name, keep);
  const units = wantedTimers(site, server, elsewhere).flatMap((timer) => timer.units);
  if (!(await placeTimers(connection, units))) {
    say('no systemd here: backups run when you ask for them');
  }
}

/** Places in the vault that are made at once: each is seconds of one processor, mostly waiting. */
const placesAtOnce = 4;

/** @throws what the first place that failed threw, once those begun have ended */
async function placeAll(
  site: Site,
  connection: Connection,
  apps: App[],
  image: string,
  say: (message: string) => void,
): Promise<void> {
  const keeper = await openKeeper(site, connection, image);
  const commit = await commitOf(site.places.inventoryRoot);
  const vault = vaultFolder(site);
  const faults: unknown[] = [];
  let done = 0;
  const place = async (app: App): Promise<void> => {
    const access = await appAccess(site, app);
    await keeper.ensurePlace(app, access);
    const job = await jobOf(site, app, access, commit);
    await placeJob(connection, job, { image, ...(vault && { vaultFolder: vault }) });
    done += 1;
    say(`places in the vault: ${done} of ${apps.length}`);
  };
  say(`places in the vault: 0 of ${apps.length}`);
  await forEachLimited(apps, placesAtOnce, async (app) => {
    if (faults.length > 0) return;
    await place(app).catch((error: unknown) => faults.push(error));
  });
  if (faults.length > 0) throw faults[0];
}

/**
 * Timers of a server: those that back its apps up, those that drill sets of others there, and the
 * one that watches over both.
 */
export function wantedTimers(
  site: Site,
  server: string,
  elsewhere: ReadonlySet<AppId>,
): WantedTimer[] {
  const { inventory } = site;
  const { timezone } = inventory.site;
  const timers = (kind: UnitKind, apps: App[], calendarOf: typeof backupCalendar): WantedTimer[] =>
    apps.flatMap(({ id: app, engineName, backup }) => {
      if (backup === undefined) return [];
      const { concurrency } = policyOf(inventory);
      const calendar: Calendar = calendarOf(app, backup, timezone);
      const units = unitsOf({ app, engineName, concurrency, kind, calendar });
      return [{ app, kind, name: unitName(kind, engineName), units }];
    });
  return [
    ...timers('backup', backedUp(inventory, server, elsewhere), backupCalendar),
    ...timers('drill', drilled(inventory, server, elsewhere), drillCalendar),
    ...(watchJobOf(site, server, elsewhere) === undefined
      ? []
      : [{ kind: 'watch' as const, name: watchName, units: watchUnits() }]),
  ];
}

async function placeDrillOf(
  site: Site,
  connection: Connection,
  app: App,
  image: string,
): Promise<void> {
  const folder = vaultFolder(site);
  const isHome = app.server === connection.server;
  const job = await drillJobOf(site, app, connection.server);
  await placeDrill(connection, job, { image, isHome, ...(folder && { vaultFolder: folder }) });
}

async function drillJobOf(site: Site, app: App, server: string): Promise<DrillJob> {
  const { notify } = policyOf(site.inventory);
  return {
    formatVersion: 1,
    site: site.inventory.site.name,
    app: app.id,
    engineName: app.engineName,
    server,
    access: await appAccess(site, app),
    ...(notify === undefined ? {} : { notify }),
  };
}

async function jobOf(
  site: Site,
  app: App,
  access: BackupJob['access'],
  commit: string | undefined,
): Promise<BackupJob> {
  const { limitUpload, notify, vault } = policyOf(site.inventory);
  const values = await site.store.read(app.id);
  const own = requiredSecrets(app);
  const secrets = own.flatMap((key) => {
    const value = values.get(key);
    return value === undefined ? [] : [[key, value.reveal()]];
  });
  return {
    formatVersion: 1,
    site: site.inventory.site.name,
    app: app.id,
    engineName: app.engineName,
    server: app.server,
    access,
    volumes: app.backup?.volumes ?? [],
    ...(app.database === undefined ? {} : { database: databaseOf(app, app.database) }),
    ...(isFollowed(app, site.inventory.site) ? { pointInTime: true as const } : {}),
    secrets: Object.fromEntries(secrets),
    ...(commit === undefined ? {} : { inventoryCommit: commit }),
    ...(limitUpload === undefined ? {} : { limitUpload: Math.ceil(limitUpload / 1024) }),
    // A folder of this very server would keep them beside themselves.
    images: vault.kind !== 'path',
    ...(notify === undefined ? {} : { notify }),
  };
}

function databaseOf(app: App, { kind, name, user }: NonNullable<App['database']>) {
  return { kind, name, user, service: databaseService(app.engineName) };
}
