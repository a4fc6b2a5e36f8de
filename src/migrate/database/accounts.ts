/** Accounts of an old server that a database needs, as SQL for a server that holds only that one. */
import { textOf } from '../../backup/database/mariadb.js';
import { askOld, type OldDatabase } from './old-database.js';
import { replicaAccounts } from './pairing.js';

export interface MovedAccounts {
  /** SQL before the data: accounts and roles, with their passwords' digests. */
  before: string;
  /** SQL after it: what they may do with it. */
  after: string;
  names: string[];
  /** What is not carried over, and why; for people. */
  left: { account: string; reason: 'socket' | 'reserved' | 'global' }[];
}

/** Accounts that every server has by itself, or that only the old host's own tools use. */
const reserved = ['root', 'mysql', 'mariadb.sys', 'debian-sys-maint', 'induk_health', 'PUBLIC'];

export interface FoundAccount {
  user: string;
  host: string;
  isRole: boolean;
  /** Answers of SHOW CREATE USER and SHOW GRANTS. */
  statements: string[];
  /** Whether something in the database is defined by it. */
  defines: boolean;
}

/**
 * Accounts that have a right in the database, that define something in it, or that are the app's.
 * @throws Fault MIG075 unless asked as the administrator
 */
export async function accountsOf(database: OldDatabase, appUser: string): Promise<MovedAccounts> {
  const found = await askOld(database, accountsSql(database.name, appUser));
  const rows = found
    .split('\n')
    .filter((line) => line !== '')
    .map(readRow);
  if (rows.length === 0) return choose([], database.name);
  const asked = rows.flatMap((account) => [
    `SELECT '${marker}';`,
    ...(account.isRole ? [] : [`SHOW CREATE USER ${nameOf(account)};`]),
    `SHOW GRANTS FOR ${nameOf(account)};`,
  ]);
  const told = (await askOld(database, asked.join('\n'))).split(`${marker}\n`).slice(1);
  const accounts = rows.map((account, index) => ({
    ...account,
    statements: (told[index] ?? '').split('\n').filter((line) => line !== ''),
  }));
  return choose(accounts, database.name);
}

const marker = '-- induk account';

function accountsSql(name: string, appUser: string): string {
  const [schema, user] = [textOf(name), textOf(appUser)];
  const definers = ['views', 'routines', 'triggers', 'events']
    .map((table) => {
      const column = { views: 'table_schema', routines: 'routine_schema' }[table];
      const at = column ?? (table === 'triggers' ? 'trigger_schema' : 'event_schema');
      return `SELECT definer FROM information_schema.${table} WHERE ${at} = ${schema}`;
    })
    .join(' UNION ');
  const grants = ['db', 'tables_priv', 'columns_priv', 'procs_priv']
    .map((table) => {
      const like = table === 'db' ? `${schema} LIKE db` : `db = ${schema}`;
      return `SELECT user, host FROM mysql.${table} WHERE ${like}`;
    })
    .join(' UNION ');
  return `SELECT HEX(u.user), HEX(u.host), u.is_role, d.definer IS NOT NULL
    FROM mysql.user u
    LEFT JOIN (${definers}) d
      ON HEX(CONVERT(d.definer USING utf8mb4)) = HEX(CONVERT(CONCAT(u.user, '@', u.host) USING utf8mb4))
    LEFT JOIN (SELECT DISTINCT user, host FROM (${grants}) g) r
      ON r.user = u.user AND r.host = u.host
    LEFT JOIN (SELECT DISTINCT role FROM mysql.roles_mapping) m ON m.role = u.user AND HEX(u.is_role) = '59'
    WHERE u.user <> '' AND (r.user IS NOT NULL OR d.definer IS NOT NULL OR m.role IS NOT NULL
      OR HEX(CONVERT(u.user USING utf8mb4)) = HEX(${user}))
    ORDER BY u.is_role DESC, u.user, u.host;`;
}

function readRow(line: string): Omit<FoundAccount, 'statements'> {
  const [user = '', host = '', isRole, defines] = line.split('\t');
  const [userName, hostName] = [user, host].map((hex) => Buffer.from(hex, 'hex').toString('utf8'));
  return {
    user: userName as string,
    host: hostName as string,
    isRole: isRole === 'Y',
    defines: defines === '1',
  };
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

const nameOf = ({ user, host, isRole }: Pick<FoundAccount, 'user' | 'host' | 'isRole'>): string =>
  isRole ? quoted(user) : `${quoted(user)}@${quoted(host)}`;

/** How an account proves itself, with which its grants begin and its making goes on. */
const proof =
  / IDENTIFIED (?:BY PASSWORD '[^']*'|VIA \w+(?: USING '(?:[^'\\]|\\.|'')*')?(?: OR \w+(?: USING '(?:[^'\\]|\\.|'')*')?)*)/;

/** Makes SQL of what was found. Pure. */
export function choose(accounts: readonly FoundAccount[], database: string): MovedAccounts {
  const chosen: MovedAccounts = { before: '', after: '', names: [], left: [] };
  const [before, after]: string[][] = [[], []];
  for (const account of accounts) {
    const name = nameOf(account);
    if (reserved.includes(account.user) || account.user.startsWith(replicaAccounts)) {
      if (account.user !== 'root') chosen.left.push({ account: name, reason: 'reserved' });
      continue;
    }
    const made = makingOf(account, name);
    if (made === undefined) {
      chosen.left.push({ account: name, reason: 'socket' });
      continue;
    }
    const { grants, hasGlobal } = grantsOf(account.statements, database);
    const own = made.endsWith(' ACCOUNT LOCK') ? [name] : [name, ...twinOf(account, accounts)];
    for (const each of own) {
      before?.push(made.replace(name, () => each));
      after?.push(...grants.map((grant) => renamed(grant, name, each)));
    }
    if (hasGlobal) chosen.left.push({ account: name, reason: 'global' });
    chosen.names.push(...own);
  }
  chosen.before = (before ?? []).map((line) => `${line};\n`).join('');
  chosen.after = (after ?? []).map((line) => `${line};\n`).join('');
  return chosen;
}

/**
 * Every connection comes in by the socket, also one to 127.0.0.1 or to the old host's name, and is
 * from `localhost` to the server: an account of such an address would not be found.
 */
function twinOf({ user, host, isRole }: FoundAccount, accounts: readonly FoundAccount[]): string[] {
  if (isRole || host === 'localhost' || /^%+$/.test(host)) return [];
  const same = accounts.filter((other) => other.user === user && !other.isRole);
  // One is enough, and one that is there already has its own password.
  const isFirst = same.find((other) => !/^(localhost|%+)$/.test(other.host))?.host === host;
  const isThere = same.some((other) => /^(localhost|%+)$/.test(other.host));
  return isFirst && !isThere ? [nameOf({ user, host: 'localhost', isRole })] : [];
}

/** A grant's receiver stands behind its last TO; what it is on may have the same name. */
function renamed(grant: string, name: string, other: string): string {
  const at = grant.lastIndexOf(` ${name}`);
  return at < 0 ? grant : `${grant.slice(0, at)} ${other}${grant.slice(at + 1 + name.length)}`;
}

/** @returns undefined for an account that the old host's own users prove by the socket alone */
function makingOf(account: FoundAccount, name: string): string | undefined {
  if (account.isRole) return `CREATE ROLE IF NOT EXISTS ${name}`;
  const create = account.statements.find((line) => line.startsWith('CREATE USER '));
  if (create === undefined) return undefined;
  const told = proof.exec(create)?.[0] ?? '';
  const ways = told.replace(/^ IDENTIFIED VIA /, '').split(/ OR (?=\w+(?: USING |$))/);
  const kept = ways.filter((way) => !/^(unix_socket|auth_socket|gssapi|pam)\b/.test(way));
  const means = told.startsWith(' IDENTIFIED VIA ') ? ` IDENTIFIED VIA ${kept.join(' OR ')}` : told;
  if (kept.length > 0) return `CREATE USER IF NOT EXISTS ${create.slice(12).replace(told, means)}`;
  // Nobody logs in as it here, but what it defines runs with its rights.
  return account.defines ? `CREATE USER IF NOT EXISTS ${name} ACCOUNT LOCK` : undefined;
}

/**
 * Grants on the database and of roles stay. What is granted on all databases becomes a grant on
 * this one, the only one here; the power over the server itself is not carried over.
 */
function grantsOf(
  statements: readonly string[],
  database: string,
): { grants: string[]; hasGlobal: boolean } {
  const grants: string[] = [];
  let hasGlobal = false;
  for (const line of statements.filter((each) => /^(GRANT|SET DEFAULT ROLE) /.test(each))) {
    const plain = line.replace(proof, '');
    const [, rights, on, to] = /^GRANT (.*?) ON (.*?) (TO .*)$/.exec(plain) ?? [];
    if (rights === undefined || on === undefined || to === undefined) {
      grants.push(plain);
      continue;
    }
    if (on === '*.*') {
      if (rights === 'USAGE') continue;
      hasGlobal = true;
      const here = rights.split(', ').filter((right) => ofDatabase.has(right));
      if (here.length > 0) grants.push(`GRANT ${here.join(', ')} ON ${quoted(database)}.* ${to}`);
    } else if (isOn(on, database)) grants.push(plain);
  }
  return { grants, hasGlobal };
}

/** Privileges that can be granted on one database. */
const ofDatabase = new Set(
  `ALL PRIVILEGES,SELECT,INSERT,UPDATE,DELETE,CREATE,DROP,REFERENCES,INDEX,ALTER,
   CREATE TEMPORARY TABLES,LOCK TABLES,CREATE VIEW,SHOW VIEW,CREATE ROUTINE,ALTER ROUTINE,EXECUTE,
   EVENT,TRIGGER,DELETE HISTORY`
    .split(',')
    .map((right) => right.trim()),
);

/** Whether a grant's object is in the database; names of whole databases are patterns. */
function isOn(on: string, database: string): boolean {
  const [, name, object] =
    /^(?:(?:PROCEDURE|FUNCTION|PACKAGE|PACKAGE BODY) )?`((?:[^`]|``)*)`\.(.*)$/.exec(on) ?? [];
  if (name === undefined) return false;
  const plain = name.replaceAll('``', '`');
  if (object !== '*') return plain === database;
  const pattern = plain.replaceAll(
    /\\([_%])|([_%])|([.*+?^${}()|[\]\\])/g,
    (_, escaped, wild, special) => {
      if (escaped !== undefined) return escaped;
      if (wild !== undefined) return wild === '_' ? '.' : '.*';
      return `\\${special}`;
    },
  );
  return new RegExp(`^${pattern}$`, 's').test(database);
}
