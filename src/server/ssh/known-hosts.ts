/** What the operator's known_hosts files say about a host. */
import { execFile } from 'node:child_process';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

export interface KnownKey {
  /** Public key blob. */
  key: Buffer;
  type: string;
  revoked: boolean;
}

/**
 * Keys recorded for a host in `~/.ssh/known_hosts` and `/etc/ssh/ssh_known_hosts`.
 * `ssh-keygen -F` reads them: it knows hashed names, `[host]:port`, wildcards, negation and
 * markers exactly as ssh does, and a machine without OpenSSH has no such files.
 * Certificate authorities are left out: ssh2 does not read host certificates.
 */
export async function knownKeys(host: string, port: number, home: string): Promise<KnownKey[]> {
  const name = port === 22 ? host : `[${host}]:${port}`;
  const files = [
    join(home, '.ssh', 'known_hosts'),
    join(home, '.ssh', 'known_hosts2'),
    '/etc/ssh/ssh_known_hosts',
    '/etc/ssh/ssh_known_hosts2',
  ];
  const found = await Promise.all(files.map((file) => lookUp(name, file)));
  return found.flat();
}

async function lookUp(name: string, file: string): Promise<KnownKey[]> {
  try {
    // Few machines have all four; a program started for nothing costs more than the handshake.
    await access(file);
    const { stdout } = await promisify(execFile)('ssh-keygen', ['-F', name, '-f', file]);
    return stdout.split('\n').flatMap(parse);
  } catch {
    // Exit status 1: not in the file; ENOENT: no such file, or no OpenSSH here.
    return [];
  }
}

function parse(line: string): KnownKey[] {
  const fields = line.trim().split(/\s+/);
  const marker = fields[0]?.startsWith('@') ? fields.shift() : undefined;
  const [, type, blob] = fields;
  if (line.startsWith('#') || type === undefined || blob === undefined) {
    return [];
  }
  if (marker !== undefined && marker !== '@revoked') {
    return [];
  }
  return [{ key: Buffer.from(blob, 'base64'), type, revoked: marker === '@revoked' }];
}
