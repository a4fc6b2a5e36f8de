import { backupKeys, vaultKeys } from '../inventory/backup-keys.js';
import type { App, AppId, Inventory } from '../inventory/model.js';
import { shortDigest } from './digest.js';
import { drillServer } from './drill-server.js';
import { debian, image } from './images.js';
import type { Materials } from './materials.js';
import type { ServerBackups } from './model.js';

/**
 * Raised whenever the text of systemd units in backup/units.ts changes, or what a job in
 * backup/containers/job.ts is laid out like: only then does apply write those of older versions anew.
 */
const layout = 4;

/** Whether the site has a vault that was set up: before that there is nothing to back up to. */
export function hasVault({ site }: Inventory): boolean {
  return site.backup?.recipient !== undefined;
}

/**
 * Apps of a server that are backed up.
 * @param elsewhere apps whose data is not here (yet), as `appsElsewhere` tells
 */
export function backedUp(
  inventory: Inventory,
  server: string,
  elsewhere: ReadonlySet<AppId>,
): App[] {
  return kept(inventory, elsewhere).filter((app) => app.server === server);
}

/** Apps whose sets are restored on a server in drills. */
export function drilled(
  inventory: Inventory,
  server: string,
  elsewhere: ReadonlySet<AppId>,
): App[] {
  return kept(inventory, elsewhere).filter((app) => drillServer(inventory, app) === server);
}

function kept(inventory: Inventory, elsewhere: ReadonlySet<AppId>): App[] {
  if (!hasVault(inventory)) return [];
  return inventory.apps.filter((app) => app.backup !== undefined && !elsewhere.has(app.id));
}

/**
 * What each server should have to back up its apps: the worker's image, and a digest of
 * everything its jobs and timers are written from.
 */
export function backupsOf(
  inventory: Inventory,
  materials: Materials,
  elsewhere: ReadonlySet<AppId>,
): ServerBackups[] {
  return inventory.servers.map(({ name }) => {
    const apps = backedUp(inventory, name, elsewhere);
    const drills = drilled(inventory, name, elsewhere);
    const own = ({ id }: App) => materials.secrets[id] ?? {};
    const worker = image('worker', 'induk-worker', name, materials, {
      base: debian('trixie'),
      args: {},
    });
    const content = {
      layout,
      image: worker.reference,
      policy: inventory.site.backup,
      timezone: inventory.site.timezone,
      vaults: inventory.vaults,
      secrets: vaultKeys(inventory.site).map((key) => materials.secrets.site?.[key]),
      apps: apps.map((app) => {
        const { id, backup, database } = app;
        return { id, backup, database, secrets: own(app) };
      }),
      drills: drills.map((app) => {
        const secrets = backupKeys(app, inventory.site).map((key) => own(app)[key]);
        return { id: app.id, schedule: app.backup, secrets };
      }),
    };
    return {
      server: name,
      image: worker,
      apps: apps.map(({ id }) => id),
      drills: drills.map(({ id }) => id),
      digest: apps.length + drills.length === 0 ? '' : shortDigest(content),
    };
  });
}
