import { randomBytes } from 'node:crypto';
import { exitCodes, Fault } from '../fault.js';
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

/**
 * What a person asked for: bytes when given, else characters.
 * @throws Fault SEC026 for too few to be safe, or too many for an environment variable.
 */
export function generate({ length, bytes }: { length: number; bytes?: number }): Secret {
  if (bytes === undefined) return generatePassword(inRange('length', length, 16));
  return generateBytes(inRange('bytes', bytes, 16));
}

function inRange(what: string, given: number, least: number): number {
  const most = 4096;
  if (given >= least && given <= most) return given;
  throw new Fault('SEC026', { what, given, least, most }, { exit: exitCodes.usage });
}
