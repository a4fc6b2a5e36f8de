/**
 * PostgreSQL: roles that were made on the new server since the switch. What they own or may do comes
 * back with the database, and cannot without them.
 */
import { askInside } from '../../backup/database/container.js';
import type { Following } from './following.js';
import { newDatabase } from './new-database.js';
import { askOld, type OldDatabase, oldDatabase } from './old-database.js';
import { forget, isKnown, remembered } from './remembered.js';

/** Of the record beside the job: roles that came with a database nobody has lived with yet. */
const record = 'returned-roles';

const name = '"(?:[^"]|"")*"|\\S+?';
const roleLine = new RegExp(`^(?:CREATE|ALTER) ROLE (${name})(;| .*)$`);
const grantLine = new RegExp(`^GRANT (${name}) TO (${name})(?:;| .*)$`);

/** The power over the whole server is not carried over: other apps' databases are there, too. */
const power = / (SUPERUSER|CREATEROLE|CREATEDB|REPLICATION|BYPASSRLS)(?=[ ;]|$)/g;

/**
 * What makes the roles that one server has and another lacks. Pure.
 * @param dump of `pg_dumpall --roles-only`; has password hashes
 * @param known names of the other's roles
 */
export function missingRoles(
  dump: string,
  known: readonly string[],
): { names: string[]; statements: string[] } {
  const isMissing = (role = ''): boolean => !known.includes(plain(role));
  const lines = dump.split('\n');
  const names = lines.flatMap((line) => {
    const [, role = ''] = /^CREATE ROLE/.test(line) ? (roleLine.exec(line) ?? []) : [];
    return role !== '' && isMissing(role) ? [role] : [];
  });
  const statements = lines.flatMap((line) => {
    const [, role, rest = ''] = roleLine.exec(line) ?? [];
    if (role !== undefined) {
      if (!isMissing(role)) return [];
      return [line.slice(0, line.length - rest.length) + withoutPower(rest)];
    }
    const [, group, member] = grantLine.exec(line) ?? [];
    return group !== undefined && (isMissing(group) || isMissing(member)) ? [line] : [];
  });
  return { names, statements };
}

/** The attributes stand before the password, whose text is nobody's business. */
function withoutPower(rest: string): string {
  const at = rest.indexOf(" PASSWORD '");
  const end = at < 0 ? rest.length : at;
  return rest.slice(0, end).replaceAll(power, ' NO$1') + rest.slice(end);
}

const plain = (role: string): string =>
  role.startsWith('"') ? role.slice(1, -1).replaceAll('""', '"') : role;

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
