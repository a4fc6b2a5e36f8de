import { Fault } from '../fault.js';
import type { Connection } from '../server/connection.js';
import { fingerprint } from '../server/ssh/fingerprint.js';

/**
 * The server's public host key (`ssh-ed25519 AAAA…`) of which the inventory, or known_hosts, has
 * the fingerprint.
 * @throws Fault DEP031 when it has no such key
 */
export async function hostKeyLine(connection: Connection): Promise<string> {
  const script = 'cat /etc/ssh/ssh_host_*_key.pub';
  const { stdout } = await connection.exec(['sh', '-c', script]);
  const keys = stdout.split('\n').flatMap((line) => {
    const [type, blob] = line.split(' ');
    return type === undefined || blob === undefined ? [] : [{ type, blob }];
  });
  const trusted = connection.hostKey;
  const isTrusted = ({ blob }: { blob: string }): boolean =>
    fingerprint(Buffer.from(blob, 'base64')) === trusted;
  // Over no connection at all, this machine's own word is as good as any.
  const found = trusted === undefined ? keys.find(isEd25519) : keys.find(isTrusted);
  if (found === undefined) throw new Fault('DEP031', { server: connection.server });
  return `${found.type} ${found.blob}`;
}

const isEd25519 = ({ type }: { type: string }): boolean => type === 'ssh-ed25519';
