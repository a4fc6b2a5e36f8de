/** A server's membership of the Swarm: begun or joined. */
import { setTimeout } from 'node:timers/promises';
import { Fault } from '../fault.js';
import type { Server } from '../inventory/model.js';
import type { Connection } from './connection.js';
import { ensureLabel, ensureRole, type RoleChange } from './swarm-node.js';

export interface SwarmState {
  /** `inactive`, `pending`, `active`, `error` or `locked`. */
  state: string;
  error: string;
  nodeId: string;
  isManager: boolean;
  /** Only a manager knows it. */
  clusterId: string;
  /** Address this node advertises. */
  address: string;
}

export interface SwarmOptions {
  /** A manager of the site's Swarm; absent: this server begins it. */
  manager?: Connection;
  /** Address for the other nodes; absent: the engine chooses, on this machine 127.0.0.1. */
  advertise?: string;
  signal?: AbortSignal;
}

export type SwarmChange = RoleChange | 'initialised' | 'joined';

/** What the engine says about its membership. */
export async function swarmState(connection: Connection): Promise<SwarmState> {
  const info = (await connection.docker.info()) as { Swarm?: RawSwarm };
  const swarm = info.Swarm ?? {};
  return {
    state: swarm.LocalNodeState ?? 'inactive',
    error: swarm.Error ?? '',
    nodeId: swarm.NodeID ?? '',
    isManager: swarm.ControlAvailable ?? false,
    clusterId: swarm.Cluster?.ID ?? '',
    address: swarm.NodeAddr ?? '',
  };
}

interface RawSwarm {
  LocalNodeState?: string;
  Error?: string;
  NodeID?: string;
  NodeAddr?: string;
  ControlAvailable?: boolean;
  Cluster?: { ID?: string } | null;
}

/**
 * Makes a server a member of the Swarm in its role, and labels its node with its name.
 * A second call changes nothing.
 * @throws Fault SRV070 the engine's membership is broken, SRV071 member of another Swarm,
 *   SRV072 joining failed, SRV073 no address to advertise, SRV075 the label is another node's.
 */
export async function ensureSwarm(
  connection: Connection,
  server: Server,
  options: SwarmOptions = {},
): Promise<SwarmChange> {
  const change = await ensureMember(connection, server, options);
  const { nodeId } = await swarmState(connection);
  const manager = options.manager ?? connection;
  const role = await ensureRole(manager, nodeId, server);
  await ensureLabel(manager, nodeId, server.name);
  return change === 'unchanged' ? role : change;
}

async function ensureMember(
  connection: Connection,
  server: Server,
  options: SwarmOptions,
): Promise<SwarmChange> {
  const now = await swarmState(connection);
  if (now.state === 'active') {
    await refuseStranger(server, now.nodeId, options.manager ?? connection);
    return 'unchanged';
  }
  if (now.state !== 'inactive') {
    const reason = now.error || now.state;
    throw new Fault('SRV070', { server: server.name, state: now.state, reason });
  }
  if (options.manager === undefined) {
    await initialise(connection, server, options.advertise);
    return 'initialised';
  }
  await join(connection, server, options.manager, options);
  return 'joined';
}

async function refuseStranger(server: Server, nodeId: string, manager: Connection): Promise<void> {
  try {
    await manager.docker.getNode(nodeId).inspect();
  } catch (cause) {
    const status = (cause as { statusCode?: number }).statusCode;
    // 503: the node asked is a worker, so its Swarm has a manager that the inventory lacks.
    if (status === 404 || status === 503) {
      throw new Fault('SRV071', { server: server.name, manager: manager.server }, { cause });
    }
    throw cause;
  }
}

async function initialise(connection: Connection, server: Server, advertise?: string) {
  const address = server.address === 'local' ? '127.0.0.1' : advertise;
  try {
    await connection.docker.swarmInit({
      ListenAddr: `${server.address === 'local' ? '127.0.0.1' : '0.0.0.0'}:2377`,
      ...(address === undefined ? {} : { AdvertiseAddr: address }),
      ForceNewCluster: false,
    });
  } catch (cause) {
    throw noAddress(server, cause) ?? cause;
  }
}

/** Milliseconds; the engine itself gives up after twenty seconds. */
const joinPatience = 60_000;

/** The token goes in the body of a request, never through a command line. */
async function join(
  connection: Connection,
  server: Server,
  manager: Connection,
  { advertise, signal }: SwarmOptions,
): Promise<void> {
  const { address } = await swarmState(manager);
  const { JoinTokens } = (await manager.docker.swarmInspect()) as unknown as {
    JoinTokens: { Manager: string; Worker: string };
  };
  try {
    await connection.docker.swarmJoin({
      ListenAddr: '0.0.0.0:2377',
      ...(advertise === undefined ? {} : { AdvertiseAddr: advertise }),
      RemoteAddrs: [`${address.includes(':') ? `[${address}]` : address}:2377`],
      JoinToken: server.role === 'manager' ? JoinTokens.Manager : JoinTokens.Worker,
    });
    await untilActive(connection, signal);
  } catch (cause) {
    if (cause instanceof Fault) {
      throw cause;
    }
    const reason = (cause instanceof Error ? cause.message : String(cause)).trim();
    const args = { server: server.name, manager: manager.server, address, reason };
    throw noAddress(server, cause) ?? new Fault('SRV072', args, { cause });
  }
}

async function untilActive(connection: Connection, signal?: AbortSignal): Promise<void> {
  const deadline = Date.now() + joinPatience;
  for (;;) {
    const now = await swarmState(connection);
    if (now.state === 'active') {
      return;
    }
    if (Date.now() > deadline) {
      throw new Error(now.error || `still ${now.state}`);
    }
    await setTimeout(300, undefined, { signal });
  }
}

function noAddress(server: Server, cause: unknown): Fault | undefined {
  const message = cause instanceof Error ? cause.message : '';
  return /could not (choose|find).*(address|IP)/i.test(message)
    ? new Fault('SRV073', { server: server.name }, { cause })
    : undefined;
}
