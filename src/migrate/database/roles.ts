/** Roles of an old PostgreSQL server that a database needs, as SQL for a server that holds only that one. */
import { roleStatements } from '../../backup/database/postgres.js';
import { askOld, type OldDatabase, runOld } from './old-database.js';
import { plainName, readGrant, readRole, withoutGrantor, withoutPower } from './role-dump.js';

export interface MovedRoles {
  /** Can be repeated; have the passwords' hashes. */
  statements: string[];
  names: string[];
  /** What is not carried over: a role with nothing in the database, or one's power over a server. */
  left: { account: string; reason: 'elsewhere' | 'global' }[];
}

/**
 * Roles that own something in the database, are granted something in it or are named by its own
 * settings, the app's, and who is a member of one of them. Others belong to other apps.
 * @throws Fault MIG075 unless asked as the administrator
 */
export async function rolesOf(old: OldDatabase, appUser: string): Promise<MovedRoles> {
  const [told, dump] = await Promise.all([
    askOld(old, neededSql(old.name, appUser)),
    runOld(old, 'roles', ['--roles-only']),
  ]);
  return chooseRoles(dump, JSON.parse(told) as string[], appUser);
}

/**
 * Each server writes down on which roles the objects of a database depend. Whoever may only hand a
 * role on, as its maker since version 16, has nothing of it.
 */
function neededSql(name: string, appUser: string): string {
  const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const unlessNo = (option: string): string =>
    `coalesce((to_jsonb(m) ->> '${option}')::boolean, true)`;
  return `WITH RECURSIVE app AS (SELECT oid FROM pg_database WHERE datname = ${literal(name)}),
    needed (role) AS (
      SELECT refobjid FROM pg_shdepend, app WHERE refclassid = 'pg_authid'::regclass
        AND (dbid = app.oid OR (classid = 'pg_database'::regclass AND objid = app.oid)
          OR (classid = 'pg_subscription'::regclass AND objid IN (
            SELECT s.oid FROM pg_subscription s WHERE subdbid = app.oid)))
      UNION SELECT setrole FROM pg_db_role_setting, app WHERE setdatabase = app.oid
      UNION SELECT oid FROM pg_roles WHERE rolname = ${literal(appUser)}
      UNION SELECT m.member FROM needed JOIN pg_auth_members m ON m.roleid = role
        WHERE ${unlessNo('set_option')} OR ${unlessNo('inherit_option')})
    SELECT coalesce(json_agg(rolname::text ORDER BY rolname), '[]') FROM needed
      JOIN pg_roles r ON r.oid = role;`;
}

/** Roles that are on every server, and what they may do with the one app's data there. */
const isBuiltIn = (role: string): boolean => role === 'postgres' || role.startsWith('pg_');
const ofData = ['pg_read_all_data', 'pg_write_all_data'];

/**
 * @param dump of `pg_dumpall --roles-only`
 * @param needed names of the roles that are brought over
 */
export function chooseRoles(dump: string, needed: readonly string[], appUser: string): MovedRoles {
  const isNeeded = (role: string): boolean =>
    !isBuiltIn(plainName(role)) && needed.includes(plainName(role));
  const [names, elsewhere, global] = [new Set<string>(), new Set<string>(), new Set<string>()];
  const lines = dump.split('\n').flatMap((line) => {
    const role = readRole(line);
    if (role !== undefined) {
      if (isBuiltIn(plainName(role.role))) return [];
      (isNeeded(role.role) ? names : elsewhere).add(role.role);
      if (!isNeeded(role.role)) return [];
      const rest = withoutPower(role.rest, false);
      if (rest !== role.rest) global.add(role.role);
      return [`${role.verb} ROLE ${role.role}${rest}`];
    }
    const grant = readGrant(line);
    if (grant === undefined || !isNeeded(grant.member)) return [];
    const isPower = isBuiltIn(grant.group) && !ofData.includes(grant.group);
    if (isPower) global.add(grant.member);
    if (isPower || !(isNeeded(grant.group) || isBuiltIn(grant.group))) return [];
    return [`GRANT ${grant.group} TO ${grant.member}${withoutGrantor(grant.rest)}`];
  });
  const left = (accounts: Set<string>, reason: 'elsewhere' | 'global') =>
    [...accounts].map((account) => ({ account, reason }));
  return {
    statements: roleStatements(lines.join('\n'), appUser),
    names: [...names],
    left: [...left(elsewhere, 'elsewhere'), ...left(global, 'global')],
  };
}
