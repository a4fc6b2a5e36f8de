/** A server's place in the Swarm: made, joined, given its role and its label. */
import { setTimeout } from 'node:timers/promises';
import type Docker from 'dockerode';
import { Fault } from '../fault.js';
import type { Server } from '../inventory/model.js';
import type { Connection } from './connection.js';

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

export type SwarmChange = 'unchanged' | 'initialised' | 'joined' | 'promoted' | 'demoted';

export const nodeLabel = 'induk.server';

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

interface NodeSpec {
  Role: 'manager' | 'worker';
  Availability: string;
  Labels?: Record<string, string>;
}

interface Node {
  ID: string;
  Version: { Index: number };
  Spec: NodeSpec;
  Status: { State: string };
}

async function ensureRole(
  manager: Connection,
  nodeId: string,
  server: Server,
): Promise<SwarmChange> {
  // A single machine is its own manager whatever the inventory says.
  if (server.address === 'local') {
    return 'unchanged';
  }
  const wanted = server.role === 'manager' ? 'manager' : 'worker';
  const isChanged = await updateNode(manager.docker, nodeId, (spec) =>
    spec.Role === wanted ? undefined : { ...spec, Role: wanted },
  );
  if (!isChanged) {
    return 'unchanged';
  }
  return server.role === 'manager' ? 'promoted' : 'demoted';
}

/**
 * Gives the node its `induk.server` label and takes it from dead nodes that had it: a server
 * that was reinstalled is a new node under the old name.
 * @returns whether anything changed
 */
export async function ensureLabel(
  manager: Connection,
  nodeId: string,
  name: string,
): Promise<boolean> {
  const nodes = (await manager.docker.listNodes()) as unknown as Node[];
  const others = nodes.filter(
    (node) => node.ID !== nodeId && node.Spec.Labels?.[nodeLabel] === name,
  );
  if (others.some((node) => node.Status.State === 'ready')) {
    throw new Fault('SRV075', { server: name });
  }
  for (const { ID } of others) {
    await updateNode(manager.docker, ID, (spec) => {
      const { [nodeLabel]: _old, ...Labels } = spec.Labels ?? {};
      return { ...spec, Labels };
    });
  }
  const isLabelled = await updateNode(manager.docker, nodeId, (spec) =>
    spec.Labels?.[nodeLabel] === name
      ? undefined
      : { ...spec, Labels: { ...spec.Labels, [nodeLabel]: name } },
  );
  return isLabelled || others.length > 0;
}

/** Updates a node unless `edit` wants nothing; the engine refuses an update of an old version. */
async function updateNode(
  docker: Docker,
  id: string,
  edit: (spec: NodeSpec) => NodeSpec | undefined,
): Promise<boolean> {
  for (let tries = 1; ; tries += 1) {
    const node = (await docker.getNode(id).inspect()) as unknown as Node;
    const spec = edit(node.Spec);
    if (spec === undefined) {
      return false;
    }
    try {
      // Without these two names dockerode would repeat the whole spec in the address.
      const request = { _query: { version: node.Version.Index }, _body: spec };
      await docker.getNode(id).update(request);
      return true;
    } catch (error) {
      if (tries === 5 || !/out of sequence/.test(String(error))) {
        throw error;
      }
    }
  }
}
