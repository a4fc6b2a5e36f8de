/** Connects while the inventory is still being read: both take as long as each other. */
import { Fault } from '../fault.js';
import type { Server } from '../inventory/model.js';
import { loadTransport } from '../server/connect.js';
import type { Connection } from '../server/connection.js';
import { type Connections, connections } from '../server/pool.js';
import type { SiteOptions } from './inventory.js';

/** A site's connections, the manager's already under way. */
export interface Ahead {
  connections: Connections;
  manager: Promise<Connection>;
}

/**
 * Begins to connect to the first manager that answers. What that meets is thrown to whoever
 * awaits `manager`.
 * @returns once the first packet is on its way
 */
export async function connectAhead(servers: Server[], options: SiteOptions): Promise<Ahead> {
  const first = servers.find(({ role }) => role === 'manager');
  if (first !== undefined) await loadTransport(first);
  const pool = connections({ servers, ...options });
  const manager = firstManager(servers, pool);
  // Whoever asks for the manager hears of it; nobody asks when the inventory is invalid.
  manager.catch(() => undefined);
  return { connections: pool, manager };
}

/**
 * Connection to the first manager that answers: a server that is down must not stop the work
 * on the others, as long as one manager lives.
 * @throws the first manager's Fault when none answers
 */
export async function firstManager(
  servers: readonly Server[],
  pool: Connections,
): Promise<Connection> {
  let first: unknown;
  for (const server of servers.filter(({ role }) => role === 'manager')) {
    try {
      return await pool.get(server.name);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      first ??= error;
    }
  }
  throw first;
}
