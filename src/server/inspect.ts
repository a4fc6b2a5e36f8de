/** Facts and faults of servers, read side by side; nothing is changed. */
import { Fault } from '../fault.js';
import type { Diagnostic } from '../inventory/diagnostic.js';
import type { Server } from '../inventory/model.js';
import { faults } from './check.js';
import type { ConnectContext } from './connect.js';
import type { Connection } from './connection.js';
import { type Facts, readFacts } from './facts.js';
import { connections } from './pool.js';

export interface Inspected {
  server: string;
  /** Absent when the server could not be reached or asked. */
  facts?: Facts;
  faults: Diagnostic[];
}

export interface InspectOptions extends Omit<ConnectContext, 'jump'> {
  /** Ports the proxy publishes. */
  ports: readonly number[];
}

/** One connection and one command per server; an unreachable one is a fault, not an error. */
export async function inspectServers(
  selected: readonly Server[],
  options: InspectOptions,
): Promise<Inspected[]> {
  const pool = connections(options);
  try {
    return await Promise.all(
      selected.map(async (server) => {
        const { name } = server;
        try {
          const facts = await read(await pool.get(name), server, options.signal);
          const isLocal = server.address === 'local';
          return { server: name, facts, faults: faults(facts, { ports: options.ports, isLocal }) };
        } catch (error) {
          if (!(error instanceof Fault)) {
            throw error;
          }
          const { code, args } = error;
          return { server: name, faults: [{ code, severity: 'error' as const, args }] };
        }
      }),
    );
  } finally {
    await pool.close();
  }
}

/** As root when that is possible without a password; some facts are missing otherwise. */
async function read(connection: Connection, server: Server, signal?: AbortSignal): Promise<Facts> {
  try {
    return await readFacts(connection, { server, signal });
  } catch (error) {
    if (error instanceof Fault && error.code === 'SRV060') {
      return readFacts(connection, { server, sudo: false, signal });
    }
    throw error;
  }
}
