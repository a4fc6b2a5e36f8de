import { backupKeys, vaultKeys } from '../inventory/backup-keys.js';
import type { App, Inventory, Site } from '../inventory/model.js';
import type { Wanted } from './overview.js';
import type { Owner } from './owner.js';

/** Names of the site's own values for `proxy.tls: files`. */
export const certificateKeys = ['TLS_CERTIFICATE', 'TLS_KEY'] as const;

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
  const certificate = site.proxy.tls === 'files' ? certificateKeys : [];
  const vault = vaultKeys(site);
  const known: Wanted[] = [
    ...apps.map((app) => ({ owner: app.id, ...keysOf(app, site) })),
    { owner: 'site', keys: [...certificate, ...vault], generated: [] },
  ];
  const gone = withFiles.filter((owner) => !known.some((each) => each.owner === owner));
  const all = [...known, ...gone.map((owner) => ({ owner, keys: [], generated: [] }))];
  return only === undefined ? all : all.filter(({ owner }) => owner === only);
}

function keysOf(app: App, site: Site): Pick<Wanted, 'keys' | 'generated'> {
  const database = app.database === undefined ? [] : ['DB_PASSWORD'];
  const own = [...database, ...backupKeys(app, site)];
  return { keys: [...new Set([...own, ...app.secrets])], generated: own };
}
