/** Opens the one connection to a server. */
import { Fault } from '../fault.js';
import type { Server } from '../inventory/model.js';
import type { Connection } from './connection.js';

/** What a server showed when nothing says which key to expect. */
export interface PresentedKey {
  server: string;
  address: string;
  port: number;
  /** Algorithm, e.g. `ssh-ed25519`. */
  type: string;
  /** `SHA256:…`, to be compared with the machine's own. */
  fingerprint: string;
}

/** A connection that another one runs through. */
export interface Jump {
  connection: Connection;
  /** Called when the connection that runs through it has ended. */
  release: () => Promise<void>;
}

export interface ConnectContext {
  /** All servers of the inventory; jump hosts are looked up here. */
  servers: readonly Server[];
  signal?: AbortSignal;
  /** HOME and SSH_AUTH_SOCK are read; default: this process's. */
  env?: NodeJS.ProcessEnv;
  /**
   * Asked for a host key that neither inventory nor known_hosts knows; only `true` accepts it,
   * for this connection. Never asked about a key that differs from the known one.
   */
  onHostKey?: (key: PresentedKey) => boolean | Promise<boolean>;
  /** How a jump host is reached; default: a connection of its own that ends with this one. */
  jump?: (server: Server) => Promise<Jump>;
}

/** Loads the code that `connect` needs for a server, so that its first packet does not wait for it. */
export async function loadTransport({ address }: Server): Promise<void> {
  await (address === 'local' ? import('./local.js') : import('./ssh/open.js'));
}

/**
 * Connects to a server and authenticates; `address: local` is this machine without SSH.
 * The engine is not touched before the first request to it.
 * @throws Fault SRV001…SRV023 (words in prose/en/server.ts); the signal's reason when aborted.
 */
export async function connect(server: Server, context: ConnectContext): Promise<Connection> {
  context.signal?.throwIfAborted();
  if (server.address === 'local') {
    const { connectLocal } = await import('./local.js');
    return connectLocal(server.name);
  }
  const { openSsh } = await import('./ssh/open.js');
  try {
    return await openSsh(server, context);
  } catch (error) {
    const key = presentedKey(error);
    if (key === undefined || key.server !== server.name || context.onHostKey === undefined) {
      throw error;
    }
    // Asked between two attempts: a handshake does not wait for a person.
    if ((await context.onHostKey(key)) !== true) {
      throw error;
    }
    return openSsh({ ...server, hostKey: key.fingerprint }, context);
  }
}

/** The key in a Fault about an unknown host key; undefined for any other error. */
export function presentedKey(error: unknown): PresentedKey | undefined {
  if (!(error instanceof Fault) || error.code !== 'SRV010') {
    return undefined;
  }
  const { server, address, port, type, fingerprint } = error.args;
  return {
    server: String(server),
    address: String(address),
    port: Number(port),
    type: String(type),
    fingerprint: String(fingerprint),
  };
}
