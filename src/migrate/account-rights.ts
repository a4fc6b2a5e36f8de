/** Whether the accounts that write into an app's database can be locked, and only that app with it. */
import type { DatabaseServer } from './inspect/model.js';

/** Accounts of the server itself: locked, nobody could open it again. */
const ofServer = new Set([
  ...['root', 'postgres', 'mysql', 'mariadb.sys', 'mysql.sys', 'mysql.session'],
  ...['mysql.infoschema', 'debian-sys-maint'],
]);

/** Global rights by which nothing is read from another database or written into it. */
const harmless = new Set([
  ...['USAGE', 'PROXY', 'PROCESS', 'RELOAD', 'FILE', 'SHOW DATABASES', 'SHUTDOWN', 'SUPER'],
  ...['REPLICATION CLIENT', 'REPLICATION SLAVE', 'REPLICATION SLAVE ADMIN', 'BINLOG MONITOR'],
  ...['REPLICATION MASTER ADMIN', 'SLAVE MONITOR', 'REPLICA MONITOR', 'BINLOG ADMIN'],
  ...['BINLOG REPLAY', 'CONNECTION ADMIN', 'FEDERATED ADMIN', 'READ_ONLY ADMIN', 'SET USER'],
  ...['CREATE TABLESPACE', 'SHOW VIEW', 'SHOW CREATE ROUTINE'],
]);

/** Those by which an account writes wherever it likes. */
const writes =
  /^(INSERT|UPDATE|DELETE|CREATE|DROP|ALTER|TRIGGER|EVENT|EXECUTE|CREATE (ROUTINE|USER|VIEW)|ALTER ROUTINE)$/;

/** What stands in the way of locking; `open` are accounts that write there and stay as they are. */
export interface AccountRights {
  administrator?: string;
  shared?: { account: string; on: string };
  open: string[];
}

/**
 * @param name database of the app
 * @param users names the app logs in by
 */
export function accountRights(
  { engine, grants, databases }: DatabaseServer,
  name: string,
  users: readonly string[],
): AccountRights {
  const mighty = grants.filter(({ on, privileges }) => on === '*' && privileges === 'SUPERUSER');
  const isMighty = (user: string) => mighty.some(({ account }) => account === user);
  const administrator = users.find((user) => ofServer.has(user) || isMighty(user));
  if (administrator !== undefined) return { administrator, open: [] };
  if (engine === 'postgres') return { open: [] };
  const others = databases.map((one) => one.name).filter((one) => one !== name);
  const own = new Set(
    grants
      .map(({ account, on }) => ({ account, on, user: userOf(account) }))
      .filter(({ on, user }) => !ofServer.has(user) && (isOn(on, name) || users.includes(user)))
      .map(({ account }) => account),
  );
  const shared = grants.find((grant) => own.has(grant.account) && leadsOut(grant, name, others));
  const open = grants.filter(
    ({ account, on, privileges }) =>
      on === '*' &&
      !own.has(account) &&
      !ofServer.has(userOf(account)) &&
      privileges.split(',').some((right) => writes.test(right)),
  );
  return {
    ...(shared === undefined
      ? {}
      : { shared: { account: shared.account, on: shared.on === '*' ? '*.*' : shared.on } }),
    open: open.map(({ account }) => account),
  };
}

/** Whether a grant is about another database, too: one that is there, or the only one it names. */
function leadsOut(
  { on, privileges }: DatabaseServer['grants'][number],
  name: string,
  others: readonly string[],
): boolean {
  const rights = privileges.split(',');
  if (on === '*') return others.length > 0 && rights.some((right) => !harmless.has(right));
  if (rights.every((right) => right === 'USAGE' || right === 'PROXY')) return false;
  return !isOn(on, name) || others.some((other) => isOn(on, other));
}

const userOf = (account: string): string => account.slice(0, account.lastIndexOf('@'));

/** A grant on a whole database names a pattern, of which the client has doubled the backslashes. */
function isOn(on: string, name: string): boolean {
  if (on === '*') return false;
  const [database = ''] = on.replaceAll('\\\\', '\\').split('.');
  const pattern = database.replaceAll(
    /\\(.)|([_%])|([^\w])/g,
    (_, escaped, wild, special) =>
      escaped ?? (wild === undefined ? `\\${special}` : wild === '_' ? '.' : '.*'),
  );
  return new RegExp(`^${pattern}$`).test(name);
}
