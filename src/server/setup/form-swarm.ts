/** The Swarm of a site: the first manager begins it, the others join through it. */
import { Fault } from '../../fault.js';
import type { Connection } from '../connection.js';
import { ensureSwarm, type SwarmChange, swarmState } from '../swarm.js';
import { advertisedAddress } from './peers.js';
import type { Ready } from './prepare.js';
import type { SetupOutcome, SetupRequest } from './setup.js';

/**
 * Makes every ready server a member, one after the other: managers first, since Raft takes one
 * new manager at a time. `others` are members that were not asked for; they may be the manager.
 */
export async function formSwarm(
  ready: readonly Ready[],
  others: readonly Ready[],
  { emit, servers, signal }: SetupRequest,
): Promise<Map<string, SetupOutcome>> {
  const outcomes = new Map<string, SetupOutcome>();
  let manager = await findManager([...ready, ...others]);
  for (const member of inOrder(ready, servers)) {
    const { server, connection, facts, changes } = member;
    const about = { type: 'step', server: server.name, step: 'swarm' } as const;
    try {
      signal?.throwIfAborted();
      if (manager === undefined && server.role === 'worker') {
        throw new Fault('SRV074', { server: server.name });
      }
      const begun = Date.now();
      const advertise = advertisedAddress(server, facts);
      const options = { advertise, signal, ...(manager === undefined ? {} : { manager }) };
      const change = await ensureSwarm(connection, server, options);
      manager ??= connection;
      emit(
        change === 'unchanged'
          ? { ...about, state: 'unchanged', note: `${server.role}, label induk.server` }
          : { ...about, state: 'changed', change: words[change], ms: Date.now() - begun },
      );
      const total = changes + (change === 'unchanged' ? 0 : 1);
      outcomes.set(server.name, { server: server.name, changes: total });
    } catch (error) {
      outcomes.set(server.name, { server: server.name, changes, error });
    }
  }
  return outcomes;
}

const words: Record<Exclude<SwarmChange, 'unchanged'>, string> = {
  initialised: 'begin the Swarm as its manager',
  joined: 'join the Swarm',
  promoted: 'become a manager',
  demoted: 'become a worker',
};

async function findManager(members: readonly Ready[]): Promise<Connection | undefined> {
  const states = await Promise.all(
    members.map(async ({ connection }) => ({ connection, ...(await swarmState(connection)) })),
  );
  return states.find((one) => one.state === 'active' && one.isManager)?.connection;
}

/** Managers before workers, each in the inventory's order. */
function inOrder(ready: readonly Ready[], servers: SetupRequest['servers']): Ready[] {
  const rank = ({ server }: Ready) =>
    (server.role === 'manager' ? 0 : servers.length) +
    servers.findIndex((other) => other.name === server.name);
  return [...ready].sort((a, b) => rank(a) - rank(b));
}
