/** Collations that a version of MariaDB is known not to know, before there is one to ask. Pure. */

/** Name of a family → first version that has it. */
const families: [RegExp, number][] = [
  // MySQL 8's own, which later ones take for the nearest of theirs (MDEV-20912).
  [/^utf8mb4_(?:\w+_)?0900_/, 11.04],
  [/_uca1400_/, 10.1],
  [/^utf8mb3_/, 10.06],
];

/** @param version `10.11`; the server itself is asked about all others */
export function unknownCollations(collations: readonly string[], version: string): string[] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const own = major + minor / 100;
  return collations.filter((name) =>
    families.some(([family, first]) => family.test(name) && own < first),
  );
}
