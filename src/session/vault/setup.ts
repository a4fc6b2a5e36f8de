/** From a line in site.yaml to a vault: the whole of `induk vault setup`. */
import { placeOf, withPlace } from '../../backup/vault/register.js';
import { exitCodes, Fault } from '../../fault.js';
import type { Inventory, Server, Vault } from '../../inventory/model.js';
import { parseInventory } from '../../inventory/parse.js';
import { suggest } from '../../inventory/suggest.js';
import type { SetupEmit } from '../../server/setup/events.js';
import type { LoadedInventory, SiteOptions } from '../inventory.js';
import { openSite } from '../site.js';
import { keepKey, keepPlace, siteWith, vaultKey } from './keys.js';
import { refuseWithoutLogin } from './login.js';
import { checkReach, setUpVaultServer } from './machine.js';
import { checkPlace } from './places.js';
import { VaultSteps } from './steps.js';

export interface VaultSetup extends SiteOptions {
  /** Account of a bare machine. */
  as?: string;
  emit: SetupEmit;
}

export interface VaultOutcome {
  vault: Vault;
  /** Public half of the key that belongs into the safe. */
  recipient: string;
  /** Whether the key was made now. */
  isNew: boolean;
  /** How many steps changed something. */
  changes: number;
}

/**
 * The inventory with the vault that was named on the command line, an address or a folder, when it
 * speaks of none itself; nothing is written yet.
 */
export function withNamedPlace(loaded: LoadedInventory, named = ''): LoadedInventory {
  const place = placeOf(named);
  if (place === undefined || loaded.inventory.site.backup?.vault !== undefined) return loaded;
  const files = loaded.files.map((file) =>
    file.path === 'site.yaml' ? { ...file, text: withPlace(file.text, place) ?? file.text } : file,
  );
  const { inventory } = parseInventory(files);
  return inventory === undefined ? loaded : { ...loaded, files, inventory };
}

/**
 * The vault that the inventory speaks of.
 * @param named server, address or folder on the command line
 * @throws Fault BAK060 without `backup.vault`, BAK061 (exit 64) when the server named is not it.
 */
export function plannedVault({ site, vaults }: Inventory, named?: string): Vault {
  const vault = site.backup?.vault;
  if (vault === undefined) {
    throw new Fault(
      'BAK060',
      { server: named ?? 'brankas-1' },
      { exit: exitCodes.invalidInventory },
    );
  }
  const own = placeWords(vault);
  if (named === undefined || named === own) return vault;
  const suggestion =
    suggest(
      named,
      vaults.map(({ name }) => name),
    ) ?? own;
  throw new Fault('BAK061', { server: named, suggestion }, { exit: exitCodes.usage });
}

/** As site.yaml and the command line name it. */
export const placeWords = (vault: Vault): string =>
  vault.kind === 'server' ? vault.server : vault.kind === 'url' ? vault.url : vault.path;

/** Sets up the site's vault; each step looks first. @throws what its steps throw. */
export async function setUpVault(
  loaded: LoadedInventory,
  vault: Vault,
  { as, emit, ...options }: VaultSetup,
): Promise<VaultOutcome> {
  const steps = new VaultSteps(emit, options.signal);
  const { notice } = options;
  const before = openSite(loaded, {
    ...options,
    // "Only you can read it" ends being true with this very run.
    notice: (code, args) => void (code !== 'SEC050' && notice?.(code, args)),
  });
  // What cannot work is said before a machine is changed.
  const key = await vaultKey(before);
  const site = siteWith(loaded, key.recipient, options);
  try {
    const access = { ...(as === undefined ? {} : { as }), onHostKey: options.onHostKey };
    if (vault.kind === 'server') {
      const place = { server: serverOf(loaded.inventory, vault.server), port: vault.port };
      const certificate = await setUpVaultServer(site, place, access, steps);
      await keepKey(site, key, certificate, steps);
      await checkReach(site, { ...place, certificate }, steps);
    } else {
      refuseWithoutLogin(vault, await before.store.read('site'));
      await checkPlace(site, vault, steps);
      await keepPlace(site, vault, steps);
      await keepKey(site, key, undefined, steps);
    }
  } finally {
    await Promise.all([before.close(), site.close()]);
  }
  return { vault, recipient: key.recipient, isNew: key.isNew, changes: steps.changes };
}

function serverOf({ vaults }: Inventory, name: string): Server {
  const server = vaults.find((one) => one.name === name);
  if (server === undefined) throw new Error(`the inventory has no vault ${name}`);
  if (server.address === 'local') throw new Fault('BAK079', { server: name });
  return server;
}
