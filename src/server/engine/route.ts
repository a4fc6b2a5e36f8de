/** Finds the way to the engine's API on a server, or the reason why there is none. */
import type { Duplex } from 'node:stream';
import { Fault } from '../../fault.js';
import type { EngineRoute, SshConnection } from '../ssh/connection.js';

/**
 * Opens streams to the engine: through the socket itself, else through `docker system dial-stdio`
 * for users who may not open the socket or when sshd forbids forwarding.
 * @throws Fault SRV030 no permission, SRV031 not running, SRV032 not installed, SRV034 no route.
 */
export function engineOpener(connection: SshConnection): () => Promise<Duplex> {
  let looking: Promise<EngineRoute> | undefined;
  return async () => {
    try {
      return await connection.openEngine();
    } catch (error) {
      if (error instanceof Fault || connection.engineRoute !== 'socket') {
        throw error;
      }
      // Many requests may fail at once; one of them asks why.
      looking ??= findRoute(connection, error).finally(() => {
        looking = undefined;
      });
      connection.engineRoute = await looking;
      return connection.openEngine();
    }
  };
}

/** Says what is there; runs as a constant, so nothing needs quoting. */
const probe = `
sock=/var/run/docker.sock
has() { command -v "$1" >/dev/null 2>&1 || [ -x "/usr/sbin/$1" ] || [ -x "/usr/bin/$1" ]; }
has dockerd && echo dockerd
has docker && echo docker
[ -S "$sock" ] && echo socket
[ -w "$sock" ] && echo writable
has docker && docker version >/dev/null 2>&1 && echo answers
has docker && has sudo && sudo -n docker version >/dev/null 2>&1 && echo sudo
true`;

async function findRoute(connection: SshConnection, cause: unknown): Promise<EngineRoute> {
  const { server, user } = connection;
  const { stdout } = await connection.exec(['sh', '-c', probe], { timeout: 30_000 });
  const found = new Set(stdout.split('\n'));
  if (found.has('answers')) {
    return 'dial-stdio';
  }
  if (found.has('sudo')) {
    return 'sudo dial-stdio';
  }
  if (!found.has('dockerd') && !found.has('socket')) {
    throw new Fault('SRV032', { server }, { cause });
  }
  if (found.has('socket') && !found.has('writable')) {
    throw new Fault('SRV030', { server, user }, { cause });
  }
  if (found.has('writable') && !found.has('docker') && isForbidden(cause)) {
    throw new Fault('SRV034', { server }, { cause });
  }
  throw new Fault('SRV031', { server }, { cause });
}

/** OpenSSH's wording when AllowStreamLocalForwarding or DisableForwarding is in the way. */
function isForbidden(cause: unknown): boolean {
  return cause instanceof Error && /administratively prohibited/i.test(cause.message);
}
