/** The first login on a server that may not have induk's account yet. */
import { Fault } from '../../fault.js';
import type { Server } from '../../inventory/model.js';
import { type ConnectContext, connect, type PresentedKey } from '../connect.js';
import type { Connection } from '../connection.js';
import type { Facts } from '../facts.js';
import { credentials } from '../ssh/credentials.js';

export interface Login {
  connection: Connection;
  /** With the host key that was accepted, if one had to be. */
  server: Server;
}

/**
 * Logs in as the inventory's user, or as `as` while that user does not exist there.
 * @throws what `connect` throws; without `as`, the failed authentication.
 */
export async function logIn(server: Server, context: ConnectContext, as?: string): Promise<Login> {
  let pinned = server;
  const onHostKey = async (key: PresentedKey) => {
    const accepted = (await context.onHostKey?.(key)) === true;
    if (accepted) {
      pinned = { ...server, hostKey: key.fingerprint };
    }
    return accepted;
  };
  const asking = { ...context, onHostKey };
  try {
    return { connection: await connect(server, asking), server: pinned };
  } catch (error) {
    const isRefused = error instanceof Fault && error.code === 'SRV020';
    if (!isRefused || as === undefined || as === server.user) {
      throw error;
    }
    const connection = await connect({ ...pinned, user: as }, asking);
    return { connection, server: pinned };
  }
}

/**
 * The operator's public keys that the account shall accept: of those offered, the ones that
 * opened this login; when its authorized_keys do not tell, the first.
 */
export async function operatorKeys(
  server: Server,
  facts: Facts,
  env: NodeJS.ProcessEnv,
): Promise<string[]> {
  const { publicKeys } = await credentials(server, env);
  const accepted = publicKeys.filter((key) => {
    const [type, blob] = key.split(' ');
    return facts.ownKeys.some((line) => line.includes(`${type} ${blob}`));
  });
  return accepted.length > 0 ? accepted : publicKeys.slice(0, 1);
}
