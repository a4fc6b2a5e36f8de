/** Version within which a server reads what another one wrote: `10.11` of MariaDB, `15` of PostgreSQL. */
export function majorOf(version: string): string {
  const [first = '', second = ''] = version.trim().split(/[.-]/);
  return /MariaDB/i.test(version) ? `${first}.${second}` : first;
}
