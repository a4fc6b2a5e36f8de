import type { App, Inventory } from '../inventory/model.js';
import type { Wanted } from './overview.js';
import type { Owner } from './owner.js';

/** Keys apply makes by itself. */
const generatedKeys = ['DB_PASSWORD'];

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
  const known: Wanted[] = [
    ...apps.map((app) => ({ owner: app.id, ...keysOf(app) })),
    { owner: 'site', keys: certificate, generated: [] },
  ];
  const gone = withFiles.filter((owner) => !known.some((each) => each.owner === owner));
  const all = [...known, ...gone.map((owner) => ({ owner, keys: [], generated: [] }))];
  return only === undefined ? all : all.filter(({ owner }) => owner === only);
}

function keysOf(app: App): Pick<Wanted, 'keys' | 'generated'> {
  const own = app.database === undefined ? [] : generatedKeys;
  return { keys: [...new Set([...own, ...app.secrets])], generated: own };
}
