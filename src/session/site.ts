import type { Hands } from '../cluster/apply/hands.js';
import { gatherMaterials, type Places } from '../cluster/materials.js';
import { observe } from '../cluster/observe.js';
import { unlessAborted } from '../cluster/wait.js';
import { desire } from '../desired/desire.js';
import type { Materials } from '../desired/materials.js';
import type { Desired } from '../desired/model.js';
import { machinesOf } from '../inventory/machines.js';
import type { Inventory } from '../inventory/model.js';
import { appsElsewhere } from '../plan/hold.js';
import type { Observed } from '../plan/observed.js';
import { ensureIdentity, findIdentities, type Identity } from '../secrets/identity.js';
import type { Notice } from '../secrets/keyring.js';
import { SecretStore } from '../secrets/store.js';
import type { Connection } from '../server/connection.js';
import { type Connections, connections } from '../server/pool.js';
import { firstManager } from './ahead.js';
import type { LoadedInventory, SiteOptions } from './inventory.js';
import { packageRoot } from './package-root.js';

/** A site as commands use it: its inventory, its secrets and its servers. */
export interface Site {
  inventory: Inventory;
  places: Places;
  store: SecretStore;
  connections: Connections;
  /** What works on an app's server; absent: its connection does. */
  hands?: (server: string) => Promise<Hands>;
  /** Digests of what the inventory does not say itself. */
  materials(): Promise<Materials>;
  /** Who changes it; absent: the person who runs this process. */
  operator?: string;
  /** Aborted when the person wants it to end. */
  signal?: AbortSignal;
  /** Connection to the first manager that answers. */
  manager(): Promise<Connection>;
  close(): Promise<void>;
}

/**
 * Opens nothing that is not under way: files are decrypted and servers connected at first need.
 * @param options as given to `loadConnecting` when that loaded the inventory
 */
export function openSite(loaded: LoadedInventory, options: SiteOptions = {}): Site {
  const { inventory, root, ahead } = loaded;
  const pool = ahead?.connections ?? connections({ servers: machinesOf(inventory), ...options });
  let chosen = ahead?.manager;
  const site: Site = {
    inventory,
    places: { packageRoot: packageRoot(), inventoryRoot: root },
    store: new SecretStore({
      root,
      team: inventory.site.team,
      recovery: inventory.site.backup?.recipient,
      notice: options.notice,
      identities: () => identities(inventory, options.notice),
    }),
    connections: pool,
    ...(options.signal === undefined ? {} : { signal: options.signal }),
    manager: () => (chosen ??= firstManager(inventory.servers, pool)),
    close: () => pool.close(),
    materials() {
      // Of the site it is called on: a copy of this one may have another inventory.
      return gatherMaterials(this.inventory, this.store, this.places);
    },
  };
  return site;
}

/** A site with nobody in its team yet is its first user's: the key is made when needed. */
async function identities(inventory: Inventory, notice: Notice | undefined): Promise<Identity[]> {
  if (inventory.site.team.length > 0) return findIdentities();
  const { created, ...identity } = await ensureIdentity();
  if (created) notice?.('SEC066', { file: identity.origin });
  return [identity];
}

export interface SiteSides {
  desired: Desired;
  observed: Observed;
}

export interface SiteState extends SiteSides {
  /** What `desired` was made from, besides the inventory. */
  materials: Materials;
}

/**
 * What the site should have and what it has, gathered side by side. What is wrong on this side
 * is told before what is wrong with the servers: it is the first to be mended.
 */
export async function readSite(site: Site): Promise<SiteState> {
  const observing = site.manager().then((manager) => observe(manager.docker));
  observing.catch(() => undefined);
  const gathering = site.materials();
  const materials = await unlessAborted(gathering, site.signal);
  const observed = await unlessAborted(observing, site.signal);
  const elsewhere = appsElsewhere(site.inventory, observed);
  return { materials, desired: desire(site.inventory, materials, elsewhere), observed };
}
