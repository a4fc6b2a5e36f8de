/** From a byte stream to an authenticated SSH client whose host key was checked. */
import type { Duplex } from 'node:stream';
import ssh2, { type AuthHandlerMiddleware, type Client } from 'ssh2';
import { Fault } from '../../fault.js';
import type { Server } from '../../inventory/model.js';
import type { Credentials } from './credentials.js';
import { fingerprint, keyType } from './fingerprint.js';
import type { HostKeyRule, Verdict } from './host-key.js';

/** Milliseconds for key exchange and authentication together. */
const patience = 20_000;

export interface Handshake {
  server: Server;
  stream: Duplex;
  rule: HostKeyRule;
  /** Host key algorithms to offer. */
  algorithms: string[];
  credentials: Credentials;
  signal?: AbortSignal;
}

interface Progress {
  shown?: Buffer;
  verdict?: Verdict;
  keysExchanged?: true;
}

/**
 * Runs the handshake; gives the client and the fingerprint of the host key it trusted. ssh2 is used directly and not through node-ssh: node-ssh gives up at the
 * first `error` event, so an agent that refuses one signature would hide every other key, and it
 * takes its error listener away afterwards, so a later reset would end the process.
 * @throws Fault SRV002 timed out, SRV006 no SSH server or no common algorithm, SRV010 host key
 *   unknown, SRV011 different, SRV012 revoked, SRV020 authentication failed.
 */
export function handshake(request: Handshake): Promise<{ client: Client; hostKey: string }> {
  const { server, stream, signal } = request;
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client();
    const progress: Progress = {};
    const fail = (reason: unknown) => {
      signal?.removeEventListener('abort', abort);
      reject(reason);
      client.destroy();
      stream.destroy();
    };
    const abort = () => fail(signal?.reason);
    signal?.addEventListener('abort', abort, { once: true });
    client.on('error', (error) => {
      // One agent key that cannot sign is not the end: ssh2 goes on with the next method.
      if ((error as { level?: string }).level !== 'agent') {
        fail(explain(request, progress, error));
      }
    });
    client.on('close', () => fail(explain(request, progress, new Error('closed'))));
    client.on('handshake', () => {
      progress.keysExchanged = true;
    });
    client.on('ready', () => {
      signal?.removeEventListener('abort', abort);
      resolve({ client, hostKey: fingerprint(progress.shown as Buffer) });
    });
    client.connect({
      sock: stream,
      username: server.user,
      readyTimeout: patience,
      keepaliveInterval: 10_000,
      keepaliveCountMax: 3,
      algorithms: { serverHostKey: request.algorithms as ssh2.ServerHostKeyAlgorithm[] },
      authHandler: middleware(request.credentials),
      hostVerifier: (key: Buffer) => {
        progress.shown = key;
        progress.verdict = request.rule.judge(key);
        return progress.verdict === 'expected';
      },
    });
  });
}

/** ssh2 takes the returned method or `false` for "no more", which its types leave out. */
function middleware(offered: Credentials): AuthHandlerMiddleware {
  return (() => offered.next()) as unknown as AuthHandlerMiddleware;
}

const verdictCodes: Record<Exclude<Verdict, 'expected'>, string> = {
  unknown: 'SRV010',
  different: 'SRV011',
  revoked: 'SRV012',
};

function explain(request: Handshake, progress: Progress, error: Error): Fault {
  const { server, rule, credentials } = request;
  const where = { server: server.name, address: server.address, port: server.port };
  const { shown, verdict } = progress;
  if (shown !== undefined && verdict !== undefined && verdict !== 'expected') {
    const type = keyType(shown);
    const expected = rule.expected.join(', ');
    const args = { ...where, type, fingerprint: fingerprint(shown), expected, source: rule.source };
    return new Fault(verdictCodes[verdict], args);
  }
  if (/timed out/i.test(error.message)) {
    return new Fault('SRV002', { ...where, seconds: patience / 1000 }, { cause: error });
  }
  if (progress.keysExchanged) {
    const tried = credentials.tried().join(', ');
    return new Fault('SRV020', { ...where, user: server.user, tried }, { cause: error });
  }
  return new Fault('SRV006', { ...where, reason: error.message }, { cause: error });
}
