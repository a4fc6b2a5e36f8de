/** Names for the inventory from what an old host calls things. */
import { name as namePattern } from '../../inventory/patterns.js';

/** A name as the inventory wants it, from a domain's first part or a folder. */
export function nameFrom(text: string, otherwise = 'aplikasi'): string {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 30)
    .replace(/-+$/, '');
  return namePattern.test(name) ? name : otherwise;
}

/** The name itself, or with the first number that is free. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  if (!taken.has(name)) return name;
  for (let number = 2; ; number += 1) {
    const next = `${name.slice(0, 26).replace(/-+$/, '')}-${number}`;
    if (!taken.has(next)) return next;
  }
}

/** A key of the secrets file from an account's or a setting's name. */
export function keyFrom(...parts: string[]): string {
  return parts
    .join('_')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^[^A-Z_]+/, '')
    .slice(0, 100);
}
