import { generateKeyPairSync, randomBytes } from 'node:crypto';

export interface NewKey {
  /** In OpenSSH's own format, without passphrase. */
  privateKey: string;
  /** `ssh-ed25519 AAAA…` */
  publicKey: string;
}

/**
 * A new Ed25519 key as `ssh-keygen` would write it: older OpenSSH reads no other format of one.
 * @param comment shown by ssh-add
 */
export function newSshKey(comment: string): NewKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const point = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url');
  const blob = Buffer.concat([field('ssh-ed25519'), field(point)]);
  const text = openSshKey(blob, [blob, field(Buffer.concat([seed, point])), field(comment)]);
  const lines = text.toString('base64').match(/.{1,70}/g) ?? [];
  const frame = (edge: string) => `-----${edge} OPENSSH PRIVATE KEY-----`;
  return {
    privateKey: [frame('BEGIN'), ...lines, frame('END'), ''].join('\n'),
    publicKey: `ssh-ed25519 ${blob.toString('base64')}`,
  };
}

/** PROTOCOL.key of OpenSSH: header, one public key, and the private part, which is not encrypted. */
function openSshKey(blob: Buffer, parts: Buffer[]): Buffer {
  const check = randomBytes(4);
  const plain = Buffer.concat([check, check, ...parts]);
  const padding = Buffer.from(
    Array.from({ length: (8 - (plain.length % 8)) % 8 }, (_, i) => i + 1),
  );
  const one = Buffer.alloc(4);
  one.writeUInt32BE(1);
  return Buffer.concat([
    Buffer.from('openssh-key-v1\0', 'latin1'),
    field('none'),
    field('none'),
    field(''),
    one,
    field(blob),
    field(Buffer.concat([plain, padding])),
  ]);
}

/** A string with its length before it (RFC 4251, section 5). */
function field(value: string | Buffer): Buffer {
  const bytes = Buffer.from(value as string);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
