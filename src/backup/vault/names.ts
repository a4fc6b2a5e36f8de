/** Names of the vault on its server's engine, and names the server is known by. */
import { isIP } from 'node:net';
import type { Server } from '../../inventory/model.js';

export const vaultContainer = 'induk-vault';
export const vaultVolume = 'induk-vault';

/** Port that rest-server listens on in its container. */
export const vaultPort = 8300;

/** Addresses under which apps' servers reach a vault, the one they use first. */
export function vaultAddresses({ address, privateAddress }: Server): string[] {
  return [...new Set([privateAddress ?? address, address])];
}

/** What the vault's certificate is for, as openssl writes it. */
export function certificateNames(server: Server): string {
  return vaultAddresses(server)
    .map((address) => `${isIP(address) === 0 ? 'DNS' : 'IP'}:${address}`)
    .join(',');
}
