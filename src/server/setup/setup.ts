/** From bare machines to a Swarm: the whole of `induk servers setup`. */
import { Fault } from '../../fault.js';
import type { Server } from '../../inventory/model.js';
import type { Connection } from '../connection.js';
import { type Connections, connections } from '../pool.js';
import { formSwarm } from './form-swarm.js';
import { describe, jumpOver, type MachineRequest, prepare, type Ready } from './prepare.js';
import { runSteps } from './run.js';
import { firewall } from './steps/firewall.js';

export interface SetupRequest extends MachineRequest {
  /** The servers to set up. */
  selected: readonly Server[];
}

export interface SetupOutcome {
  server: string;
  /** How many steps changed something. */
  changes: number;
  /** Why it did not get to the end. */
  error?: unknown;
}

/**
 * Sets up the selected servers, all at once, then forms the Swarm, one after the other.
 * A server's failure does not stop the others; it is in the outcome.
 */
export async function setUpServers(request: SetupRequest): Promise<SetupOutcome[]> {
  const pool = connections(request);
  const open: Connection[] = [];
  try {
    const results = await Promise.all(
      request.selected.map((server) => settle(server, prepare(server, request, pool, open))),
    );
    const ready = results.flatMap((result) => (result.ready ? [result.ready] : []));
    const others = await openOthers(request, pool);
    const joined = await formSwarm(ready, others, request);
    return results.map(({ outcome }) => joined.get(outcome.server) ?? outcome);
  } finally {
    await Promise.all(open.map((connection) => connection.close()));
    await pool.close();
  }
}

interface Result {
  outcome: SetupOutcome;
  ready?: Ready;
}

async function settle(server: Server, work: Promise<Ready>): Promise<Result> {
  try {
    const ready = await work;
    return { ready, outcome: { server: server.name, changes: ready.changes } };
  } catch (error) {
    return { outcome: { server: server.name, changes: 0, error } };
  }
}

/**
 * The servers that were not named: one of them may be the Swarm's manager, and all must let a
 * new member through their firewall. One that was never set up, or is down, is passed over.
 */
async function openOthers(request: SetupRequest, pool: Connections): Promise<Ready[]> {
  const names = new Set(request.selected.map((server) => server.name));
  const others = request.servers.filter(
    ({ name, address, role }) => !names.has(name) && address !== 'local' && role !== 'vault',
  );
  const opened = await Promise.all(
    others.map(async (server) => {
      try {
        const connection = await pool.get(server.name);
        const context = { ...request, jump: jumpOver(pool) };
        const { run, facts } = await describe(connection, server, context, request);
        if (facts.firewallMark === '') {
          return undefined;
        }
        const after = await runSteps([firewall], run, facts);
        return { server, connection, facts: after.facts, changes: after.changes };
      } catch (error) {
        const code = error instanceof Fault ? error.code : 'SRV061';
        request.emit({
          type: 'warning',
          server: server.name,
          code: 'SRV068',
          args: { server: server.name, reason: code },
        });
        return undefined;
      }
    }),
  );
  return opened.flatMap((one) => (one === undefined ? [] : [one]));
}
