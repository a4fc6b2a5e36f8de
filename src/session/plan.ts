import { capacity } from '../capacity/capacity.js';
import type { Diagnostic } from '../inventory/diagnostic.js';
import type { AppId } from '../inventory/model.js';
import type { Plan } from '../plan/model.js';
import { plan } from '../plan/plan.js';
import type { LoadedInventory, SiteOptions } from './inventory.js';
import { type Selection, selectedApps } from './selection.js';
import { openSite, readSite, type Site } from './site.js';

export interface PlannedSite {
  plan: Plan;
  selected: AppId[] | undefined;
  /** Site and manager, in the words of a prompt: `kota-contoh (pusat-1 at 10.20.0.11)`. */
  origin: string;
  /** Servers whose apps ask for more than there is. */
  warnings: Diagnostic[];
}

/** Plans and closes every connection. */
export async function planSite(
  loaded: LoadedInventory,
  options: SiteOptions & { selection: Selection },
): Promise<PlannedSite> {
  const site = openSite(loaded, options);
  try {
    return await planOpenSite(site, selectedApps(loaded.inventory, options.selection));
  } finally {
    await site.close();
  }
}

/** Plans over a site that stays open, for apply. */
export async function planOpenSite(
  site: Site,
  selected: AppId[] | undefined,
): Promise<PlannedSite> {
  const { desired, observed } = await readSite(site);
  return {
    plan: plan(desired, observed, selected),
    selected,
    origin: await originOf(site),
    warnings: capacity(site.inventory),
  };
}

/** Site and manager, in the words of a prompt. */
export async function originOf(site: Site): Promise<string> {
  const { server } = await site.manager();
  const found = site.inventory.servers.find(({ name }) => name === server);
  const address = found?.address === 'local' ? 'this machine' : found?.address;
  return `${site.inventory.site.name} (${server}: ${address})`;
}
