import { Fault } from '../../fault.js';
import { vaultLogin } from '../../inventory/backup-keys.js';
import type { Vault } from '../../inventory/model.js';
import type { Secret } from '../../secrets/secret.js';

/**
 * Looks whether the site can get into a vault that is not its own.
 * @param values of the site's secrets
 * @throws Fault BAK035 when something its keeper gave us is not among them
 */
export function refuseWithoutLogin(vault: Vault, values: ReadonlyMap<string, Secret>): void {
  const key = vaultLogin(vault).find((name) => !values.has(name));
  if (key !== undefined && vault.kind === 'url') throw new Fault('BAK035', { url: vault.url, key });
}
