/** Reaching a server through another one (`via:`), as ssh's ProxyJump does. */
import type { Duplex } from 'node:stream';
import { Fault } from '../../fault.js';
import type { Server } from '../../inventory/model.js';
import { type ConnectContext, connect, type Jump } from '../connect.js';

/** Milliseconds for the jump host's TCP connection to the server. */
const patience = 15_000;

/**
 * A stream to the server through its jump host, which may have one of its own.
 * @throws Fault SRV007 not reachable from there, SRV050 no such server, SRV051 a circle of jumps,
 *   and what connecting to the jump host throws.
 */
export async function dialThrough(
  server: Server,
  via: string,
  context: ConnectContext,
): Promise<{ stream: Duplex; release: Jump['release'] }> {
  const host = context.servers.find((other) => other.name === via);
  if (host === undefined) {
    throw new Fault('SRV050', { server: server.name, via });
  }
  refuseCircle(server, context.servers);
  const { connection, release } = await (context.jump ?? ownJump(context))(host);
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('timed out')), patience);
  });
  try {
    const stream = await Promise.race([connection.forward(server.address, server.port), late]);
    return { stream, release };
  } catch (cause) {
    await release();
    const reason = cause instanceof Error ? cause.message : String(cause);
    const { name, address, port } = server;
    throw new Fault('SRV007', { server: name, via, address, port, reason }, { cause });
  } finally {
    clearTimeout(timer);
  }
}

function ownJump(context: ConnectContext): (host: Server) => Promise<Jump> {
  return async (host) => {
    const connection = await connect(host, context);
    return { connection, release: () => connection.close() };
  };
}

function refuseCircle(server: Server, servers: readonly Server[]): void {
  const path = [server.name];
  let next = server.via;
  while (next !== undefined) {
    path.push(next);
    if (path.indexOf(next) < path.length - 1) {
      throw new Fault('SRV051', { server: server.name, path: path.join(' → ') });
    }
    next = servers.find((other) => other.name === next)?.via;
  }
}
