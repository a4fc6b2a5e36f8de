import { Fault } from '../fault.js';
import type { Identity } from './identity.js';
import type { Secret } from './secret.js';

/** Native X25519 recipients only: the `age` of Debian 12 and 13 must read the files. */
const recipientPattern = /^age1[02-9ac-hj-np-z]{58}$/;

/**
 * Encrypts text to every recipient; ASCII armor, so that Git shows it as text.
 * @throws Fault SEC010 for a recipient that is not an X25519 one.
 */
export async function encrypt(text: string, recipients: readonly string[]): Promise<string> {
  const { Encrypter, armor } = await import('age-encryption');
  const encrypter = new Encrypter();
  for (const recipient of recipients) {
    if (!recipientPattern.test(recipient)) throw new Fault('SEC010', { recipient });
    try {
      encrypter.addRecipient(recipient);
    } catch (cause) {
      throw new Fault('SEC010', { recipient }, { cause });
    }
  }
  return armor.encode(await encrypter.encrypt(text));
}

/**
 * Decrypts an age file, armored or binary.
 * @param file Named in errors; never read here.
 * @throws Fault SEC006 when none of the identities fits, SEC007 when the file is damaged.
 */
export async function decrypt(
  bytes: Uint8Array,
  identities: readonly Identity[],
  file: string,
): Promise<string> {
  const { Decrypter, armor } = await import('age-encryption');
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity.key.reveal());
  try {
    const head = Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart();
    const armored = head.startsWith('-----BEGIN AGE');
    const raw = armored ? armor.decode(Buffer.from(bytes).toString('latin1')) : bytes;
    return new TextDecoder('utf-8', { fatal: true }).decode(await decrypter.decrypt(raw));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (/no identity matched/.test(reason)) {
      const mine = identities.map((identity) => identity.recipient).join(', ');
      throw new Fault('SEC006', { file, mine });
    }
    throw new Fault('SEC007', { file, reason });
  }
}

/** The public half of a private key. @throws when the key is malformed. */
export async function recipientOf(key: Secret): Promise<string> {
  const { identityToRecipient } = await import('age-encryption');
  return identityToRecipient(key.reveal());
}
