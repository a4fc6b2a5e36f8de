/** A whole SSH connection: stream, host key, keys, engine client. */
import type { Duplex } from 'node:stream';
import { Fault } from '../../fault.js';
import type { Server } from '../../inventory/model.js';
import type { ConnectContext } from '../connect.js';
import type { Connection } from '../connection.js';
import { EngineAgent } from '../engine/agent.js';
import { engineClient } from '../engine/client.js';
import { engineOpener } from '../engine/route.js';
import { SshConnection } from './connection.js';
import { credentials } from './credentials.js';
import { dial } from './dial.js';
import { handshake } from './handshake.js';
import { type HostKeyRule, hostKeyRule } from './host-key.js';
import { dialThrough } from './jump.js';

/** Opens the connection; see `connect` for the errors. */
export async function openSsh(server: Server, context: ConnectContext): Promise<Connection> {
  const env = context.env ?? process.env;
  const rule = await hostKeyRule(server, env.HOME ?? '');
  let refused: unknown;
  for (const algorithms of rule.attempts) {
    try {
      return await attempt(server, context, rule, algorithms);
    } catch (error) {
      // A server without a key of the kind asked for now ends the key exchange (SRV006).
      const isOtherKey =
        error instanceof Fault &&
        (error.code === 'SRV011' || (refused !== undefined && error.code === 'SRV006'));
      if (!isOtherKey) {
        throw error;
      }
      refused ??= error;
    }
  }
  throw refused;
}

async function attempt(
  server: Server,
  context: ConnectContext,
  rule: HostKeyRule,
  algorithms: string[],
): Promise<Connection> {
  const { signal, env = process.env } = context;
  void import('dockerode'); // read while the server thinks about the handshake
  const offered = await credentials(server, env);
  const { stream, release } = await openStream(server, context);
  try {
    const request = { server, stream, rule, algorithms, credentials: offered, signal };
    const { client, hostKey } = await handshake(request);
    const connection = new SshConnection(server.name, server.user, client, release);
    connection.hostKey = hostKey;
    const mayKeep = () => connection.engineRoute === 'socket';
    const agent = new EngineAgent(engineOpener(connection), mayKeep);
    connection.agent = agent;
    connection.docker = await engineClient(server.name, agent);
    return connection;
  } catch (error) {
    stream.destroy();
    await release();
    throw error;
  }
}

interface Line {
  stream: Duplex;
  release: () => Promise<void>;
}

async function openStream(server: Server, context: ConnectContext): Promise<Line> {
  return server.via === undefined
    ? { stream: await dial(server, context.signal), release: async () => {} }
    : dialThrough(server, server.via, context);
}
