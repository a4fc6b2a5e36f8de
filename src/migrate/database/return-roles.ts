/**
 * PostgreSQL: roles that were made on the new server since the switch. What they own or may do comes
 * back with the database, and cannot without them.
 */
import { askInside } from '../../backup/database/container.js';
import type { Following } from './following.js';
import { newDatabase } from './new-database.js';
import { askOld, type OldDatabase, oldDatabase } from './old-database.js';
import { forget, isKnown, remembered } from './remembered.js';
import { plainName, readGrant, readRole, withoutPower } from './role-dump.js';

/** Of the record beside the job: roles that came with a database nobody has lived with yet. */
const record = 'returned-roles';

/**
 * What makes the roles that one server has and another lacks. Pure.
 * @param dump of `pg_dumpall --roles-only`; has password hashes
 * @param known names of the other's roles
 */
export function missingRoles(
  dump: string,
  known: readonly string[],
): { names: string[]; statements: string[] } {
  const isMissing = (role: string): boolean => !known.includes(plainName(role));
  const names: string[] = [];
  const statements = dump.split('\n').flatMap((line) => {
    const made = readRole(line);
    if (made !== undefined) {
      const { verb, role, rest } = made;
      if (!isMissing(role)) return [];
      if (verb === 'CREATE') names.push(role);
      return [`${verb} ROLE ${role}${withoutPower(rest, true)}`];
    }
    const grant = readGrant(line);
    return grant !== undefined && (isMissing(grant.group) || isMissing(grant.member)) ? [line] : [];
  });
  return { names, statements };
}

/**
 * Makes them on the old host; an earlier attempt's are gone, as they may be others now.
 * @throws Fault MIG075 when the old server refuses
 */
export async function returnRoles({ host, moved, folder, say }: Following): Promise<void> {
  const old = oldDatabase(host, moved);
  const { container } = await newDatabase(moved);
  const [dump, known] = await Promise.all([
    askInside(container, ['pg_dumpall', '--roles-only']),
    askOld(old, 'SELECT rolname FROM pg_roles'),
  ]);
  const { names, statements } = missingRoles(dump, known.split('\n'));
  if (names.length === 0) return;
  say(`database: ${names.length} roles were made since: ${names.join(', ')}`);
  await remembered(folder, record, async () => names);
  await askOld(old, ['BEGIN;', ...statements, 'COMMIT;'].join('\n'));
}

/** Takes away what an attempt has made that came to nothing; its database must be gone already. */
export async function dropRoles({ host, moved, folder }: Following): Promise<void> {
  if (!(await isKnown(folder, record))) return;
  const names = await remembered<string[]>(folder, record, async () => []);
  await drop(oldDatabase(host, moved), names);
  await forget(folder, record);
}

const drop = (old: OldDatabase, names: readonly string[]): Promise<string> =>
  askOld(old, names.map((role) => `DROP ROLE IF EXISTS ${role};`).join('\n'));

/** The database stays: its roles stay with it. */
export const keepRoles = (folder: string): Promise<void> => forget(folder, record);
