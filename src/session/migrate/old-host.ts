/** The operator's own connection to an old host: for the migration's key, and nothing else. */
import { isIP } from 'node:net';
import type { Server } from '../../inventory/model.js';
import { grantKey, type KeyUndo, revokeKey } from '../../migrate/host/key.js';
import { runScript } from '../../migrate/mover/old-host.js';
import type { ConnectContext } from '../../server/connect.js';
import type { Connection } from '../../server/connection.js';
import type { LegacyApp } from './apps.js';
import { oldServer } from './assess.js';

export interface OldHostOptions {
  signal: AbortSignal;
  onHostKey: NonNullable<ConnectContext['onHostKey']>;
}

export async function withOldHost<T>(
  app: LegacyApp,
  { signal, onHostKey }: OldHostOptions,
  work: (host: Connection) => Promise<T>,
): Promise<T> {
  const { connect } = await import('../../server/connect.js');
  const host = await connect(oldServer(app), { servers: [], signal, onHostKey });
  try {
    return await work(host);
  } finally {
    await host.close();
  }
}

/** Days after which the old host refuses the key by itself. */
const lifetime = 60;

/** Lets the mover in, from the new server's addresses alone. */
export async function letMoverIn(
  app: LegacyApp,
  { publicKey, from }: { publicKey: string; from: string[] },
  options: OldHostOptions,
): Promise<void> {
  const expires = new Date(Date.now() + lifetime * 86_400_000).toISOString();
  await withOldHost(app, options, (host) => grantKey(host, { publicKey, from, expires }));
}

export async function shutMoverOut(
  app: LegacyApp,
  undo: KeyUndo,
  options: OldHostOptions,
): Promise<void> {
  await withOldHost(app, options, (host) => revokeKey(host, undo));
}

/** Which address a packet to the old host leaves from, whatever name it has. */
const routeScript = `
getent ahosts "$1" | cut -d' ' -f1 | sort -u | while read -r to; do
  ip -o route get "$to" 2>/dev/null | sed -n 's/.* src \\([^ ]*\\).*/\\1/p'
done | sort -u`;

/**
 * Addresses that the new server may have for the old host.
 * @param server as in the inventory: it may be known outside by another address than its own
 */
export async function addressesFor(
  connection: Connection,
  old: string,
  { address, privateAddress }: Pick<Server, 'address' | 'privateAddress'>,
): Promise<string[]> {
  const routed = (await runScript(connection, routeScript, [old])).split('\n');
  const named = [address, privateAddress ?? ''].filter((each) => isIP(each) !== 0);
  return [...new Set([...routed.filter((each) => isIP(each) !== 0), ...named])];
}

/** Where the old host sends visitors on to: the proxy of the app's new server. */
export function proxyAddress(
  { address, privateAddress }: Pick<Server, 'address' | 'privateAddress'>,
  from: readonly string[],
): string {
  const own = address === 'local' ? from[0] : address;
  const host = privateAddress ?? own ?? address;
  return `https://${isIP(host) === 6 ? `[${host}]` : host}:443`;
}
