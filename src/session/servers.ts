import { exitCodes, Fault } from '../fault.js';
import type { Inventory, SwarmServer } from '../inventory/model.js';
import { suggest } from '../inventory/suggest.js';

/**
 * The servers named, all when none is, in the inventory's order; vaults are not among them.
 * @throws Fault INV093 exit 64 for a name that the inventory does not know, INV136 for a vault.
 */
export function selectedServers(
  { servers, vaults }: Inventory,
  names: readonly string[],
): SwarmServer[] {
  const vault = vaults.find(({ name }) => names.includes(name));
  if (vault !== undefined) {
    throw new Fault('INV136', { server: vault.name }, { exit: exitCodes.usage });
  }
  const known = servers.map(({ name }) => name);
  const wrong = names.find((name) => !known.includes(name));
  if (wrong !== undefined) {
    const args = { server: wrong, servers: known.join(', ') };
    const suggestion = suggest(wrong, known);
    const diagnostics = [{ code: 'INV093', severity: 'error' as const, args, suggestion }];
    throw new Fault('INV093', args, { exit: exitCodes.usage, diagnostics });
  }
  return servers.filter(({ name }) => names.length === 0 || names.includes(name));
}

/** Days before its end at which a certificate is reported; one in hand takes a while to renew. */
const warnBelow = { internal: 0, acme: 14, files: 30 };

/** What `servers check` looks at: the domains of each server's own apps. */
export function certificateCheck({ site, apps }: Inventory) {
  return {
    port: site.proxy.https,
    warnBelow: warnBelow[site.proxy.tls],
    domainsOn: (server: string): string[] =>
      apps.filter((app) => app.server === server).flatMap((app) => app.domains),
  };
}
