import { randomBytes } from 'node:crypto';
import { Secret } from './secret.js';

/** Characters of a generated password; 32 url-safe ones carry 192 bits. */
export const defaultLength = 32;

/** Random letters, digits, `-` and `_`: safe in URLs, shells and config files. */
export function generatePassword(length: number = defaultLength): Secret {
  // Base64url maps 6 bits a character without bias.
  return new Secret(
    randomBytes(Math.ceil((length * 3) / 4))
      .toString('base64url')
      .slice(0, length),
  );
}

/** Random bytes as standard base64, what frameworks call an application key. */
export function generateBytes(count: number): Secret {
  return new Secret(randomBytes(count).toString('base64'));
}
