import { askVault } from '../../backup/vault/ask.js';
import { vaultAddresses } from '../../backup/vault/names.js';
import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import type { Site } from '../site.js';
import { policyOf } from './access.js';

/**
 * A server that joined after the vault was set up is kept out by the vault's firewall: that is said
 * when its jobs are placed, and not by the first night's run.
 * @throws Fault BAK183
 */
export async function checkVault({ inventory, store }: Site, connection: Connection) {
  const { vault } = policyOf(inventory);
  if (vault.kind !== 'server') return;
  const server = inventory.vaults.find(({ name }) => name === vault.server);
  const certificate = (await store.read('site')).get('VAULT_CERTIFICATE')?.reveal();
  // That it was never set up is told by whoever needs its keys.
  if (server === undefined || certificate === undefined) return;
  const [host = server.address] = vaultAddresses(server);
  const reason = await askVault({
    connection,
    host,
    port: vault.port,
    name: host,
    certificate,
  }).then(
    (status) => (status === 401 ? undefined : `status ${status}`),
    (error: Error) => (error instanceof Fault ? error.code : error.message),
  );
  if (reason === undefined) return;
  throw new Fault('BAK183', { server: connection.server, vault: server.name, reason });
}
