import type { App, Inventory } from '../inventory/model.js';
import { shortDigest } from './digest.js';
import { debian, image } from './images.js';
import type { Materials } from './materials.js';
import type { ServerBackups } from './model.js';

/** Names of the values an app's backups need, made by induk at first need. */
export const backupSecrets = ['BACKUP_KEY', 'BACKUP_LOGIN'] as const;

/** Whether the site has a vault that was set up: before that there is nothing to back up to. */
export function hasVault({ site }: Inventory): boolean {
  return site.backup?.recipient !== undefined;
}

/** Names of the site's values: the vault's key, and the certificate its own server shows. */
export function vaultSecrets(inventory: Inventory): string[] {
  if (!hasVault(inventory)) return [];
  const isServer = inventory.site.backup?.vault.kind === 'server';
  return ['VAULT_KEY', ...(isServer ? ['VAULT_CERTIFICATE'] : [])];
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
      image: worker.reference,
      policy: inventory.site.backup,
      timezone: inventory.site.timezone,
      vaults: inventory.vaults,
      secrets: vaultSecrets(inventory).map((key) => materials.secrets.site?.[key]),
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
