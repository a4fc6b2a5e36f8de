/** From bare machines to a Swarm: the whole of `induk servers setup`. */
import { Fault } from '../../fault.js';
import type { Server } from '../../inventory/model.js';
import { faults } from '../check.js';
import { type ConnectContext, connect } from '../connect.js';
import type { Connection } from '../connection.js';
import type { Facts } from '../facts.js';
import { type Connections, connections } from '../pool.js';
import type { SetupEmit } from './events.js';
import { formSwarm } from './form-swarm.js';
import { logIn, operatorKeys } from './login.js';
import { look, type Run, runSteps } from './run.js';
import type { SetupStep } from './step.js';
import { account } from './steps/account.js';
import { clock } from './steps/clock.js';
import { engine } from './steps/engine.js';
import { firewall } from './steps/firewall.js';
import { hold } from './steps/hold.js';
import { packages } from './steps/packages.js';
import { system } from './steps/system.js';
import { upgrades } from './steps/upgrades.js';

export interface SetupRequest extends Omit<ConnectContext, 'jump'> {
  /** The servers to set up. */
  selected: readonly Server[];
  /** Account of a bare machine, used while the inventory's user does not exist there. */
  as?: string;
  /** Ports the proxy publishes. */
  ports: readonly number[];
  emit: SetupEmit;
}

export interface SetupOutcome {
  server: string;
  /** How many steps changed something. */
  changes: number;
  /** Why it did not get to the end. */
  error?: unknown;
}

/** A server whose own steps are done. */
export interface Ready {
  server: Server;
  connection: Connection;
  facts: Facts;
  changes: number;
}

/** Before the account exists: what the first login can do. */
const first: SetupStep[] = [system, engine, packages, account];
/** As induk's own account; after `engine` again when its service exists only now. */
const second: SetupStep[] = [hold, clock, upgrades, firewall];

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

async function prepare(
  wanted: Server,
  request: SetupRequest,
  pool: Connections,
  open: Connection[],
): Promise<Ready> {
  const context = { ...request, jump: jumpOver(pool) };
  const login = await logIn(wanted, context, request.as);
  open.push(login.connection);
  const { server } = login;
  if (server.address === 'local') {
    const facts = await look({ ...login, peers: [] });
    return { server, connection: login.connection, facts, changes: 0 };
  }
  const run = await describe(login.connection, server, context, request);
  const before = await runSteps(first, run.run, run.facts);
  let { connection } = login;
  if (connection.user !== server.user) {
    connection = await connect(server, context);
    open.push(connection);
  }
  // The facts stay true unless a new login changed what they are read as.
  const known = connection === login.connection ? before.facts : undefined;
  const rest = run.facts.programs.dockerd ? second : [engine, ...second];
  const after = await runSteps(rest, { ...run.run, connection }, known);
  warn(after.facts, request);
  return { server, connection, facts: after.facts, changes: before.changes + after.changes };
}

async function describe(
  connection: Connection,
  server: Server,
  context: ConnectContext,
  { servers, ports, emit, signal, env = process.env }: SetupRequest,
): Promise<{ run: Run; facts: Facts }> {
  const peers = peersOf(server, servers);
  const facts = await look({ connection, server, peers, signal });
  const publicKeys = await operatorKeys(server, facts, env);
  const canConnect = () => probe(server, context);
  return { run: { connection, server, peers, publicKeys, ports, canConnect, emit, signal }, facts };
}

/** The members of the Swarm that must get through a server's firewall. */
export function peersOf(server: Server, servers: readonly Server[]): Server[] {
  if (server.role === 'vault') return [];
  return servers.filter(
    ({ name, address, role }) => name !== server.name && address !== 'local' && role !== 'vault',
  );
}

async function probe(server: Server, context: ConnectContext): Promise<boolean> {
  try {
    const connection = await connect(server, context);
    await connection.close();
    return true;
  } catch {
    return false;
  }
}

function jumpOver(pool: Connections): ConnectContext['jump'] {
  return async (host) => ({ connection: await pool.get(host.name), release: async () => {} });
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

/** Warnings about what setup cannot change: memory, disk, swap. */
function warn(facts: Facts, { emit }: SetupRequest): void {
  const machine = ['SRV104', 'SRV105', 'SRV106', 'SRV107', 'SRV108', 'SRV109', 'SRV110'];
  for (const { code, args } of faults(facts)) {
    if (machine.includes(code)) {
      emit({ type: 'warning', server: facts.server, code, args });
    }
  }
}
