/** Which of induk's recipes stands for a version on an old host. */
import { versions } from '../../inventory/versions.js';

export interface Chosen {
  version: string;
  /** Whether it is the very version the old host has. */
  isSame: boolean;
}

/** The same major version; where there is no recipe for it the next newer one, else the newest. */
export function recipeFor(kind: 'mariadb' | 'postgres', full: string): Chosen {
  const parts = full.split('.');
  const wanted = kind === 'postgres' ? (parts[0] ?? '') : parts.slice(0, 2).join('.');
  const known: readonly string[] = versions[kind];
  if (known.includes(wanted)) return { version: wanted, isSame: true };
  const newer = known.find((version) => compare(version, wanted) > 0);
  return { version: newer ?? (known.at(-1) as string), isSame: false };
}

function compare(one: string, other: string): number {
  const [a = 0, b = 0] = one.split('.').map(Number);
  const [c = 0, d = 0] = other.split('.').map(Number);
  return a - c || b - d;
}
