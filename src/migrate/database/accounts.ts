/** Accounts that a database needs, as SQL for a server that holds only that one. */
import { accountsSql, type FoundAccount, readAccounts } from './found-accounts.js';
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
  /** Those that nobody can log in as. */
  locked: string[];
  /** Digests of the passwords of the app's own account, one for each host it may come from. */
  own: string[];
}

/** Whose accounts they are. */
export interface Wanted {
  database: string;
  /** The app's own account: the new server gives it the app's secret as its password. */
  user: string;
  /** While the app is held its accounts are locked: those that were before. Absent: it is not held. */
  locked?: readonly string[];
}

/** Accounts that every server has by itself, or that only the old host's own tools use. */
const reserved = ['root', 'mysql', 'mariadb.sys', 'debian-sys-maint', 'induk_health', 'PUBLIC'];

/**
 * Accounts that have a right in the database, that define something in it, or that are the app's.
 * @throws Fault MIG075 unless asked as the administrator
 */
export async function accountsOf(old: OldDatabase, wanted: Wanted): Promise<MovedAccounts> {
  const [, accounts] = readAccounts(await askOld(old, accountsSql(wanted)));
  return choose(accounts, wanted);
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

const nameOf = ({ user, host, isRole }: Pick<FoundAccount, 'user' | 'host' | 'isRole'>): string =>
  isRole ? quoted(user) : `${quoted(user)}@${quoted(host)}`;

/** How an account proves itself, with which its grants begin and its making goes on. */
const proof =
  / IDENTIFIED (?:BY PASSWORD '[^']*'|VIA \w+(?: USING '(?:[^'\\]|\\.|'')*')?(?: OR \w+(?: USING '(?:[^'\\]|\\.|'')*')?)*)/;

/** Makes SQL of what was found, which has the same outcome however often it is told. Pure. */
export function choose(found: readonly FoundAccount[], wanted: Wanted): MovedAccounts {
  const chosen: MovedAccounts = { before: '', after: '', names: [], left: [], locked: [], own: [] };
  const accounts = found.map((account) => unheld(account, wanted.locked));
  for (const account of accounts) {
    const name = nameOf(account);
    if (reserved.includes(account.user) || account.user.startsWith(replicaAccounts)) {
      if (account.user !== 'root') chosen.left.push({ account: name, reason: 'reserved' });
      continue;
    }
    const making = makingOf(account, name);
    if (making === undefined) {
      chosen.left.push({ account: name, reason: 'socket' });
      continue;
    }
    const isLocked = lock.test(making);
    const { grants, hasGlobal } = grantsOf(account.statements, wanted.database);
    for (const each of isLocked ? [name] : [name, ...twinOf(account, accounts)]) {
      chosen.before += `${verbOf(account, each, wanted)} ${making.replace(name, () => each)};\n`;
      chosen.after += grants.map((grant) => `${renamed(grant, name, each)};\n`).join('');
      chosen.names.push(each);
    }
    if (hasGlobal) chosen.left.push({ account: name, reason: 'global' });
    if (isLocked) chosen.locked.push(name);
    const digest = / IDENTIFIED BY PASSWORD '(\*[0-9A-F]{40})'/.exec(making)?.[1];
    if (account.user === wanted.user && digest !== undefined) chosen.own.push(digest);
  }
  return chosen;
}

/** As SHOW CREATE USER says it, behind what names and proves. */
const lock = / ACCOUNT LOCK(?= PASSWORD EXPIRE|$)/;

/** An account as it was before its app was held. */
function unheld(account: FoundAccount, locked: readonly string[] | undefined): FoundAccount {
  if (locked === undefined || locked.includes(nameOf(account))) return account;
  const statements = account.statements.map((line) =>
    line.startsWith('CREATE USER ') ? line.replace(lock, '') : line,
  );
  return { ...account, statements };
}

/** The new server makes the app's own account at its every start; others are as they are told last. */
function verbOf({ isRole, user }: FoundAccount, name: string, wanted: Wanted): string {
  if (isRole) return 'CREATE OR REPLACE ROLE';
  const isMade = user === wanted.user && /@`(?:localhost|%)`$/.test(name);
  return isMade ? 'CREATE USER IF NOT EXISTS' : 'CREATE OR REPLACE USER';
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
  if (account.isRole) return name;
  const create = account.statements.find((line) => line.startsWith('CREATE USER '));
  if (create === undefined) return undefined;
  const told = proof.exec(create)?.[0] ?? '';
  const ways = told.replace(/^ IDENTIFIED VIA /, '').split(/ OR (?=\w+(?: USING |$))/);
  const kept = ways.filter((way) => !/^(unix_socket|auth_socket|gssapi|pam)\b/.test(way));
  const means = told.startsWith(' IDENTIFIED VIA ') ? ` IDENTIFIED VIA ${kept.join(' OR ')}` : told;
  if (kept.length > 0) return create.slice(12).replace(told, means);
  // Nobody logs in as it here, but what it defines runs with its rights.
  return account.defines ? `${name} ACCOUNT LOCK` : undefined;
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
