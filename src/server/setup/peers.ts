import { isIP } from 'node:net';
import type { Server } from '../../inventory/model.js';
import type { Facts } from '../facts.js';

/** Names or addresses under which other servers may see this one. */
export function addressesOf(server: Server): string[] {
  return server.privateAddress === undefined
    ? [server.address]
    : [server.privateAddress, server.address];
}

/**
 * The address other nodes are told to use: the server's private or public one, when the machine
 * itself has it. Behind address translation it does not, and VXLAN could not use it; the engine
 * then chooses, or says that `privateAddress` is needed.
 */
export function advertisedAddress(server: Server, facts: Facts): string | undefined {
  const known = addressesOf(server).flatMap((name) =>
    isIP(name) === 0 ? (facts.peers[name] ?? []) : [name],
  );
  return known.find(
    (address) => facts.addresses.includes(address) && !/^127\.|^::1$/.test(address),
  );
}
