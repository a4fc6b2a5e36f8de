import type { Secret } from './secret.js';

type Values = ReadonlyMap<string, Secret>;

/**
 * Applies what one person changed between `base` and `edited` to `now`, in which another
 * may have changed something since `base`. With a conflict `now` stays as it is.
 * @returns the keys that were changed here, and those changed differently on both sides.
 */
export function merge(
  base: Values,
  edited: Values,
  now: Map<string, Secret>,
): { changed: string[]; conflicts: string[] } {
  const keys = [...new Set([...base.keys(), ...edited.keys()])];
  const wanted = keys.filter((key) => !isSame(base.get(key), edited.get(key)));
  const changed = wanted.filter((key) => !isSame(now.get(key), edited.get(key)));
  const conflicts = changed.filter((key) => !isSame(now.get(key), base.get(key)));
  if (conflicts.length > 0) return { changed: [], conflicts };
  for (const key of changed) {
    const value = edited.get(key);
    if (value) now.set(key, value);
    else now.delete(key);
  }
  return { changed, conflicts };
}

function isSame(one: Secret | undefined, other: Secret | undefined): boolean {
  return one === undefined || other === undefined ? one === other : one.equals(other);
}
