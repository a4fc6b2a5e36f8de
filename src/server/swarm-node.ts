/** A node's role in the Swarm, and the label with the name of its server. */
import type Docker from 'dockerode';
import { Fault } from '../fault.js';
import type { Server } from '../inventory/model.js';
import type { Connection } from './connection.js';

const nodeLabel = 'induk.server';

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

export type RoleChange = 'unchanged' | 'promoted' | 'demoted';

/** Makes a node a manager or a worker, as its server is in the inventory. */
export async function ensureRole(
  manager: Connection,
  nodeId: string,
  server: Server,
): Promise<RoleChange> {
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
 * @throws Fault SRV075 when another living node has it
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
