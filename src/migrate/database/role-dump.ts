/** What `pg_dumpall --roles-only` says of a server's roles; it has password hashes. Pure. */

export interface RoleLine {
  verb: 'CREATE' | 'ALTER';
  /** As it is written there, in quotes where it needs them. */
  role: string;
  /** What follows, to the semicolon. */
  rest: string;
}

export interface GrantLine {
  group: string;
  member: string;
  rest: string;
}

const name = '"(?:[^"]|"")*"|\\S+?';
const roleLine = new RegExp(`^(CREATE|ALTER) ROLE (${name})(;| .*)$`);
const grantLine = new RegExp(`^GRANT (${name}) TO (${name})(;| .*)$`);
const grantor = new RegExp(` GRANTED BY (?:${name});$`);

export function readRole(line: string): RoleLine | undefined {
  const [, verb, role = '', rest = ''] = roleLine.exec(line) ?? [];
  return verb === 'CREATE' || verb === 'ALTER' ? { verb, role, rest } : undefined;
}

export function readGrant(line: string): GrantLine | undefined {
  const [, group, member = '', rest = ''] = grantLine.exec(line) ?? [];
  return group === undefined ? undefined : { group, member, rest };
}

export const plainName = (role: string): string =>
  role.startsWith('"') ? role.slice(1, -1).replaceAll('""', '"') : role;

/** Who grants is whoever says it: the one who did may have no such right elsewhere. */
export const withoutGrantor = (rest: string): string => rest.replace(grantor, ';');

/** Power over a whole server. */
const overServer = ['SUPERUSER', 'CREATEROLE', 'CREATEDB', 'REPLICATION'];

/** Power over all that is in its databases, too: more than one app may have on a server of many. */
const overData = [...overServer, 'BYPASSRLS'];

/**
 * Takes a role's power away; the password's text is nobody's business.
 * @param isShared whether other apps' databases are on that server, too
 */
export function withoutPower(rest: string, isShared: boolean): string {
  if (!rest.startsWith(' WITH ')) return rest;
  const at = rest.indexOf(" PASSWORD '");
  const end = at < 0 ? rest.length : at;
  const power = new RegExp(` (${(isShared ? overData : overServer).join('|')})(?=[ ;]|$)`, 'g');
  return rest.slice(0, end).replaceAll(power, ' NO$1') + rest.slice(end);
}
