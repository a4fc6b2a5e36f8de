/** The byte stream an SSH connection runs on: a TCP socket, or a channel of the jump host. */
import { connect as connectTcp, type Socket } from 'node:net';
import { Fault } from '../../fault.js';
import type { Server } from '../../inventory/model.js';

/** Milliseconds for the TCP connection; a machine that is up answers within a second or two. */
const patience = 10_000;

/**
 * Opens a TCP connection to a server.
 * @throws Fault SRV001 refused, SRV002 timed out, SRV003 name unknown, SRV004 no route,
 *   SRV005 anything else; the signal's reason when aborted.
 */
export function dial(server: Server, signal?: AbortSignal): Promise<Socket> {
  signal?.throwIfAborted();
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: server.address, port: server.port, noDelay: true });
    const finish = (act: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', abort);
      act();
    };
    const fail = (reason: unknown) =>
      finish(() => {
        socket.destroy();
        reject(reason);
      });
    const abort = () => fail(signal?.reason);
    const timer = setTimeout(() => fail(dialFault(server, 'ETIMEDOUT')), patience);
    signal?.addEventListener('abort', abort, { once: true });
    socket.once('error', (error: NodeJS.ErrnoException) =>
      fail(dialFault(server, error.code ?? error.message, error)),
    );
    socket.once('connect', () =>
      finish(() => {
        socket.removeAllListeners('error');
        resolve(socket);
      }),
    );
  });
}

const codes: Record<string, string> = {
  ECONNREFUSED: 'SRV001',
  ETIMEDOUT: 'SRV002',
  ENOTFOUND: 'SRV003',
  EAI_AGAIN: 'SRV003',
  EHOSTUNREACH: 'SRV004',
  ENETUNREACH: 'SRV004',
};

function dialFault(server: Server, reason: string, cause?: unknown): Fault {
  const { name, address, port } = server;
  const args = { server: name, address, port, reason, seconds: patience / 1000 };
  return new Fault(codes[reason] ?? 'SRV005', args, { cause });
}
