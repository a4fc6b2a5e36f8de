/** Personal data at rest: AES-256-GCM, bound to its entity and field. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const version = 'v1';

/** @param place where it is kept, e.g. `permohonan.nik`: it cannot be read in another place */
export function encrypt(text: string, place: string, key: Buffer): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${version}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
}

/** @throws Error when it was changed, moved, or encrypted with another key */
export function decrypt(text: string, place: string, key: Buffer): string {
  const [name, nonce = '', body = ''] = text.split('.');
  if (name !== version) throw new Error(`tidak terenkripsi: ${place}`);
  const sealed = Buffer.from(body, 'base64url');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
    .setAAD(Buffer.from(place))
    .setAuthTag(sealed.subarray(-16));
  return Buffer.concat([decipher.update(sealed.subarray(0, -16)), decipher.final()]).toString(
    'utf8',
  );
}
