import type { App, Inventory, Site } from '../inventory/model.js';
import type { Wanted } from './overview.js';
import type { Owner } from './owner.js';

/**
 * What the inventory wants of each owner: its apps, the site, then owners of files whose
 * app is gone from the inventory.
 * @param only limits it to one owner.
 */
export function wantedKeys(
  { site, apps }: Inventory,
  withFiles: readonly Owner[],
  only?: Owner,
): Wanted[] {
  const certificate = site.proxy.tls === 'files' ? ['TLS_CERTIFICATE', 'TLS_KEY'] : [];
  const vault = vaultKeys(site);
  const known: Wanted[] = [
    ...apps.map((app) => ({ owner: app.id, ...keysOf(app, site) })),
    { owner: 'site', keys: [...certificate, ...vault], generated: [] },
  ];
  const gone = withFiles.filter((owner) => !known.some((each) => each.owner === owner));
  const all = [...known, ...gone.map((owner) => ({ owner, keys: [], generated: [] }))];
  return only === undefined ? all : all.filter(({ owner }) => owner === only);
}

/** What `vault setup` puts there. */
function vaultKeys({ backup }: Site): string[] {
  if (backup === undefined) return [];
  return backup.vault.kind === 'server' ? ['VAULT_CERTIFICATE', 'VAULT_KEY'] : ['VAULT_KEY'];
}

function keysOf(app: App, { backup }: Site): Pick<Wanted, 'keys' | 'generated'> {
  const database = app.database === undefined ? [] : ['DB_PASSWORD'];
  const account = backup?.vault.kind === 'server' ? ['BACKUP_LOGIN'] : [];
  const backups = app.backup === undefined ? [] : ['BACKUP_KEY', ...account];
  const own = [...database, ...backups];
  return { keys: [...new Set([...own, ...app.secrets])], generated: own };
}
