import { exitCodes, Fault } from '../../fault.js';
import type { App, Inventory } from '../../inventory/model.js';
import type { LoadedInventory, SiteOptions } from '../inventory.js';
import { type Selection, selectedApps } from '../selection.js';
import { openSite, type Site } from '../site.js';
import { policyOf } from './access.js';
import { readElsewhere } from './elsewhere.js';

/**
 * Apps that a backup command acts on: those named, or all that are backed up.
 * @throws Fault BAK092 when the site has no policy; BAK094 (exit 64) when a named app is not
 *   backed up, with the reason somebody wrote down
 */
export function backedUpApps(inventory: Inventory, selection: Selection): App[] {
  policyOf(inventory);
  const ids = selectedApps(inventory, selection);
  const apps = inventory.apps.filter(({ id }) => ids === undefined || ids.includes(id));
  const off = apps.find(({ backup }) => backup === undefined);
  if (selection.apps.length > 0 && off !== undefined) {
    const args = { app: off.id, reason: off.backupOff ?? '' };
    throw new Fault('BAK094', args, { exit: exitCodes.usage });
  }
  return apps.filter(({ backup }) => backup !== undefined);
}

/** Opens a site for work on the apps meant, and closes it whatever comes. */
export async function onBackedUpApps<T>(
  loaded: LoadedInventory,
  options: SiteOptions,
  selection: Selection,
  work: (site: Site, apps: App[]) => Promise<T>,
): Promise<T> {
  const site = openSite(loaded, options);
  try {
    return await work(site, backedUpApps(loaded.inventory, selection));
  } finally {
    await site.close();
  }
}

/**
 * The same for what is done with the data of apps as it is on the servers: those whose data is on
 * an old host are left out, and named in a notice BAK187.
 * @throws Fault BAK186 (exit 64) when one of those was asked for by its name
 */
export function onAppsHere<T>(
  loaded: LoadedInventory,
  options: SiteOptions,
  selection: Selection,
  work: (site: Site, apps: App[]) => Promise<T>,
): Promise<T> {
  return onBackedUpApps(loaded, options, selection, async (site, apps) => {
    const elsewhere = await readElsewhere(site);
    const gone = apps.filter(({ id }) => elsewhere.has(id)).map(({ id }) => id);
    if (gone[0] !== undefined && selection.apps.length > 0) {
      throw new Fault('BAK186', { app: gone[0] }, { exit: exitCodes.usage });
    }
    if (gone.length > 0) options.notice?.('BAK187', { apps: gone.join(', ') });
    return work(
      site,
      apps.filter(({ id }) => !elsewhere.has(id)),
    );
  });
}

/** The one app a command is about. @throws Fault as `backedUpApps` */
export function backedUpApp(inventory: Inventory, name: string): App {
  const [app] = backedUpApps(inventory, { apps: [name] });
  if (app === undefined) throw new Error(`${name} was selected and is not there`);
  return app;
}
