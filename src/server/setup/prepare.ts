/** One machine, made ready by itself; what it is for comes afterwards. */
import type { Server } from '../../inventory/model.js';
import { faults } from '../check.js';
import { type ConnectContext, connect } from '../connect.js';
import type { Connection } from '../connection.js';
import type { Facts } from '../facts.js';
import type { Connections } from '../pool.js';
import type { SetupEmit } from './events.js';
import { logIn, operatorKeys } from './login.js';
import { look, type Run, runSteps } from './run.js';
import type { InsidePorts, SetupStep } from './step.js';
import { account } from './steps/account.js';
import { clock } from './steps/clock.js';
import { engine } from './steps/engine.js';
import { firewall } from './steps/firewall.js';
import { hold } from './steps/hold.js';
import { packages } from './steps/packages.js';
import { system } from './steps/system.js';
import { upgrades } from './steps/upgrades.js';

export interface MachineRequest extends Omit<ConnectContext, 'jump'> {
  /** Account of a bare machine, used while the inventory's user does not exist there. */
  as?: string;
  /** Ports everybody may reach. */
  ports: readonly number[];
  /** Ports only the site's other servers may reach; default: Swarm's. */
  inside?: InsidePorts;
  emit: SetupEmit;
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
 * Takes a machine as far as it goes by itself: account, engine, clock, updates, firewall. Each
 * connection that is opened goes to `open`, for the caller to close.
 * @throws Fault SRV… of the step that failed.
 */
export async function prepare(
  wanted: Server,
  request: MachineRequest,
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

export async function describe(
  connection: Connection,
  server: Server,
  context: ConnectContext,
  { servers, ports, inside, emit, signal, env = process.env }: MachineRequest,
): Promise<{ run: Run; facts: Facts }> {
  const peers = peersOf(server, servers);
  const facts = await look({ connection, server, peers, signal });
  const publicKeys = await operatorKeys(server, facts, env);
  const canConnect = () => probe(server, context);
  const target = { server, peers, publicKeys, ports, ...(inside === undefined ? {} : { inside }) };
  return { run: { ...target, connection, canConnect, emit, signal }, facts };
}

/** Who must get through a server's firewall: the Swarm's members, to each other and to a vault. */
function peersOf(server: Server, servers: readonly Server[]): Server[] {
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

export function jumpOver(pool: Connections): ConnectContext['jump'] {
  return async (host) => ({ connection: await pool.get(host.name), release: async () => {} });
}

/** Warnings about what setup cannot change: memory, disk, swap. */
function warn(facts: Facts, { emit }: MachineRequest): void {
  const machine = ['SRV104', 'SRV105', 'SRV106', 'SRV107', 'SRV108', 'SRV109', 'SRV110'];
  for (const { code, args } of faults(facts)) {
    if (machine.includes(code)) {
      emit({ type: 'warning', server: facts.server, code, args });
    }
  }
}
