import { Fault } from '../../fault.js';

/** Version within which a server reads what another one wrote: `10.11` of MariaDB, `15` of PostgreSQL. */
export function majorOf(version: string): string {
  const [first = '', second = ''] = version.trim().split(/[.-]/);
  return /MariaDB/i.test(version) ? `${first}.${second}` : first;
}

/** @throws Fault MIG076 for servers of two major versions */
export function sameMajor(old: string, fresh: string): void {
  if (majorOf(old) === majorOf(fresh)) return;
  throw new Fault('MIG076', { old: old.trim(), new: fresh.trim() });
}
