import { askWorker } from '../../backup/containers/worker.js';
import type { RepositoryAccess } from '../../backup/model.js';
import { serverKeeper } from '../../backup/vault/keeper.js';
import { labels } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { App } from '../../inventory/model.js';
import { Secret } from '../../secrets/secret.js';
import type { Connection } from '../../server/connection.js';
import type { Site } from '../site.js';
import { policyOf, vaultFolder } from './access.js';

export interface PlaceKeeper {
  /** Makes an app's account and repository where they are missing. */
  ensurePlace(app: App, access: RepositoryAccess): Promise<void>;
}

/**
 * Who makes places in the vault: the vault server itself; for any other kind of vault, which
 * has nobody of its own, a worker on the app's server.
 * @param image the worker's, present on `connection`
 */
export async function openKeeper(
  site: Site,
  connection: Connection,
  image: string,
): Promise<PlaceKeeper> {
  const vaultKey = await vaultKeyOf(site);
  const { vault } = policyOf(site.inventory);
  if (vault.kind === 'server') {
    const keeper = serverKeeper(await site.connections.get(vault.server));
    return {
      ensurePlace: async ({ engineName }, { login, password }) => {
        await keeper.ensureAccount(engineName, new Secret(login ?? ''));
        await keeper.ensureRepository(engineName, { vaultKey, appKey: new Secret(password) });
      },
    };
  }
  const folder = vaultFolder(site);
  return {
    ensurePlace: async ({ id, engineName }, access) => {
      const spec = {
        name: `induk-init-${engineName}`,
        image,
        args: ['init'],
        labels: { [labels.site]: site.inventory.site.name, [labels.app]: id },
        binds: folder === undefined ? [] : [`${folder}:/vault`],
      };
      const job = { formatVersion: 1, access, vaultKey: vaultKey.reveal() };
      await askWorker(connection, spec, job, { say: () => undefined });
    },
  };
}

/** @throws Fault BAK090 when the vault was never set up */
export async function vaultKeyOf(site: Site): Promise<Secret> {
  const found = (await site.store.read('site')).get('VAULT_KEY');
  if (found === undefined) throw new Fault('BAK090', { owner: 'site', key: 'VAULT_KEY' });
  return found;
}
