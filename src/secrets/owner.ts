import { join } from 'node:path';
import { exitCodes, Fault } from '../fault.js';
import { keyPattern } from './dotenv.js';

/** Whose values a file holds: an app's (`<opd>/<app>`) or those of the whole `site`. */
export type Owner = string;

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const ownerPattern = new RegExp(`^(?:site|${label}/${label})$`);

/** Keys with this prefix belong to induk and are never listed. */
export const reservedPrefix = 'INDUK_';
export const saltKey = 'INDUK_SALT';

export function isOwner(name: string): boolean {
  return ownerPattern.test(name);
}

/**
 * Path of the owner's file relative to the inventory's root.
 * @throws Fault SEC001 for a name that could leave the directory.
 */
export function secretsFile(owner: Owner): string {
  if (!isOwner(owner)) throw new Fault('SEC001', { owner }, { exit: exitCodes.usage });
  return join('secrets', `${owner}.age`);
}

/**
 * @throws Fault SEC009 for a name that cannot be an environment variable or is induk's own;
 *   the name is not repeated, for it may be a value typed in the wrong place.
 */
export function checkKey(key: string): void {
  if (!keyPattern.test(key) || key.startsWith(reservedPrefix)) {
    throw new Fault('SEC009', {}, { exit: exitCodes.usage });
  }
}
