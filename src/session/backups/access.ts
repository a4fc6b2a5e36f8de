import type { RepositoryAccess } from '../../backup/model.js';
import { Fault } from '../../fault.js';
import type { App, Inventory } from '../../inventory/model.js';
import type { Site } from '../site.js';
import { refuseWithoutLogin } from '../vault/login.js';

/** Values of the site's secrets that restic's backends read from the environment. */
const backendKeys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_DEFAULT_REGION'];

/**
 * How an app's own server reaches and opens the app's repository.
 * @throws Fault BAK090 (exit 1) when a value is missing, naming it
 */
export async function appAccess(site: Site, app: App): Promise<RepositoryAccess> {
  const own = await site.store.read(app.id);
  const value = (key: string): string => {
    const found = own.get(key);
    if (found === undefined) throw new Fault('BAK090', { owner: app.id, key });
    return found.reveal();
  };
  const place = await placeOf(site, app.engineName);
  const isRest = place.url.startsWith('rest:');
  return {
    ...place,
    password: value('BACKUP_KEY'),
    ...(isRest ? { user: app.engineName, login: value('BACKUP_LOGIN') } : {}),
  };
}

async function placeOf(
  site: Site,
  engineName: string,
): Promise<Omit<RepositoryAccess, 'password'>> {
  const { vault } = policyOf(site.inventory);
  if (vault.kind === 'path') return { url: `/vault/${engineName}` };
  const values = await site.store.read('site');
  if (vault.kind === 'url') {
    refuseWithoutLogin(vault, values);
    const [key, knownHosts] = ['VAULT_SSH_KEY', 'VAULT_KNOWN_HOSTS'].map((name) =>
      values.get(name)?.reveal(),
    );
    const env = backendKeys.flatMap((key) => {
      const found = values.get(key);
      return found === undefined ? [] : [[key, found.reveal()]];
    });
    const url = `${vault.url.replace(/\/$/, '')}/${engineName}`;
    return {
      url: vault.url.startsWith('rest:') ? `${url}/` : url,
      ...(env.length === 0 ? {} : { env: Object.fromEntries(env) }),
      ...(key === undefined || knownHosts === undefined ? {} : { ssh: { key, knownHosts } }),
    };
  }
  const server = site.inventory.vaults.find(({ name }) => name === vault.server);
  const certificate = values.get('VAULT_CERTIFICATE');
  if (server === undefined || certificate === undefined) {
    throw new Fault('BAK090', { owner: 'site', key: 'VAULT_CERTIFICATE' });
  }
  const plain = server.privateAddress ?? server.address;
  const address = plain.includes(':') ? `[${plain}]` : plain;
  return {
    url: `rest:https://${address}:${vault.port}/${engineName}/`,
    certificate: certificate.reveal(),
  };
}

/**
 * The site's backup policy.
 * @throws Fault BAK092 (exit 64) when the site has none
 */
export function policyOf({ site }: Inventory): NonNullable<Inventory['site']['backup']> {
  if (site.backup === undefined) throw new Fault('BAK092', {}, { exit: 64 });
  return site.backup;
}

/** The folder of a `path` vault on each server. */
export function vaultFolder({ inventory }: Site): string | undefined {
  const { vault } = policyOf(inventory);
  return vault.kind === 'path' ? vault.path : undefined;
}
