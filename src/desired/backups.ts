import { vaultKeys } from '../inventory/backup-keys.js';
import type { App, Inventory } from '../inventory/model.js';
import { shortDigest } from './digest.js';
import { debian, image } from './images.js';
import type { Materials } from './materials.js';
import type { ServerBackups } from './model.js';

/**
 * Raised whenever the text of systemd units in backup/units.ts changes, or what a job in
 * backup/containers/job.ts is laid out like: only then does apply write those of older versions anew.
 */
const layout = 2;

/** Whether the site has a vault that was set up: before that there is nothing to back up to. */
export function hasVault({ site }: Inventory): boolean {
  return site.backup?.recipient !== undefined;
}

/** Apps of a server that are backed up. */
export function backedUp(inventory: Inventory, server: string): App[] {
  const here = inventory.apps.filter((app) => app.server === server && app.backup !== undefined);
  return hasVault(inventory) ? here : [];
}

/**
 * What each server should have to back up its apps: the worker's image, and a digest of
 * everything its jobs and timers are written from.
 */
export function backupsOf(inventory: Inventory, materials: Materials): ServerBackups[] {
  return inventory.servers.map(({ name }) => {
    const apps = backedUp(inventory, name);
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
      apps: apps.map(({ id, backup, database }) => ({
        id,
        backup,
        database,
        secrets: materials.secrets[id] ?? {},
      })),
    };
    return {
      server: name,
      image: worker,
      apps: apps.map(({ id }) => id),
      digest: apps.length === 0 ? '' : shortDigest(content),
    };
  });
}
