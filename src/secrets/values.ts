import { createHmac, randomBytes } from 'node:crypto';
import { Fault } from '../fault.js';
import { DotenvError, formatDotenv, parseDotenv } from './dotenv.js';
import { reservedPrefix, saltKey } from './owner.js';
import { Secret } from './secret.js';

/** What one secrets file holds: the owner's values and induk's own. */
export interface Values {
  values: Map<string, Secret>;
  /** Keys beginning with `INDUK_`, the salt among them. */
  own: Map<string, Secret>;
}

/** @throws Fault SEC008 with the file and line of a mistake, never its text. */
export function decodeValues(text: string, file: string): Values {
  const decoded: Values = { values: new Map(), own: new Map() };
  try {
    for (const [key, value] of parseDotenv(text)) {
      const part = key.startsWith(reservedPrefix) ? decoded.own : decoded.values;
      part.set(key, new Secret(value));
    }
    return decoded;
  } catch (error) {
    if (!(error instanceof DotenvError)) throw error;
    const { line, flaw } = error;
    throw new Fault('SEC008', { file, line, flaw });
  }
}

/** The plaintext to encrypt; a missing salt is made here, once in a file's life. */
export function encodeValues({ values, own }: Values): string {
  const salted = new Map(own);
  if (!salted.has(saltKey)) salted.set(saltKey, new Secret(randomBytes(32).toString('base64url')));
  const all = [...salted, ...values];
  return formatDotenv(all.map(([key, secret]) => [key, secret.reveal()]));
}

/**
 * Twelve hex digits that are equal when key and value are, for names on the engine.
 * Keyed with a salt that only readers of the file know: a digest of a weak password
 * cannot be searched for, and two files with the same value do not show it.
 */
export function keyedDigest(salt: Secret, key: string, value: Secret): string {
  const hmac = createHmac('sha256', salt.reveal());
  return hmac.update(`${key}\0${value.reveal()}`).digest('hex').slice(0, 12);
}
