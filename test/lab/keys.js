import { generateKeyPairSync, randomBytes } from 'node:crypto';

/**
 * A fresh ed25519 key pair in OpenSSH's own formats, made without ssh-keygen, which a machine
 * with Node need not have. Format: PROTOCOL.key in OpenSSH's sources.
 * @param {string} comment
 * @returns {{privateKey: string, publicKey: string}} file contents
 */
export function createKeyPair(comment) {
  const { d, x } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const secret = Buffer.from(d ?? '', 'base64url');
  const open = Buffer.from(x ?? '', 'base64url');
  const publicBlob = Buffer.concat([field('ssh-ed25519'), field(open)]);
  const check = randomBytes(4);
  const body = Buffer.concat([
    check,
    check,
    publicBlob,
    field(Buffer.concat([secret, open])),
    field(comment),
  ]);
  const padding = Buffer.from([1, 2, 3, 4, 5, 6, 7]).subarray(0, (8 - (body.length % 8)) % 8);
  const file = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    uint32(1),
    field(publicBlob),
    field(Buffer.concat([body, padding])),
  ]);
  const lines = file.toString('base64').replace(/.{70}(?=.)/g, '$&\n');
  return {
    privateKey: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}\n-----END OPENSSH PRIVATE KEY-----\n`,
    publicKey: `ssh-ed25519 ${publicBlob.toString('base64')} ${comment}\n`,
  };
}

/** @param {number} value */
function uint32(value) {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** SSH's `string`: its length, then its bytes. @param {string | Buffer} value */
function field(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint32(bytes.length), bytes]);
}
