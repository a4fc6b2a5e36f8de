/** What an app's database says for and against a move. */
import { isIP } from 'node:net';
import type { App } from '../inventory/model.js';
import { accountRights } from './account-rights.js';
import { type AssessFacts, block, isOwners, warn } from './assess-model.js';
import type { DatabaseServer, FoundApp } from './inspect/model.js';
import type { Method } from './predict.js';

export function engine({ app, found, database }: AssessFacts) {
  const wanted = app.database;
  if (database === undefined || found.database === undefined) {
    return found.databases.length > 0 || wanted !== undefined ? block('MIG216') : undefined;
  }
  const there = `${database.engine} ${database.version}`;
  const here = wanted === undefined ? '-' : `${wanted.kind} ${wanted.version}`;
  const isSame =
    wanted?.kind === database.engine &&
    (database.version === wanted.version || database.version.startsWith(`${wanted.version}.`));
  return isSame ? undefined : block('MIG217', { there, here });
}

/**
 * A name can be given to the new database, an address cannot: from the new server it would still
 * be the old host's.
 */
export function databaseHost({ found }: AssessFacts) {
  const host = (found.databases[0]?.host ?? '').replace(/:\d+$/, '');
  const isAddress = isIP(host) !== 0 && !/^(127\.|::1$)/.test(host);
  return isAddress ? block('MIG227', { host }) : undefined;
}

/** The fence locks accounts: one that another app uses, or the administrator's, cannot be locked. */
export function accounts({ app, found, database, host }: AssessFacts) {
  if (isOwners({ host })) return undefined;
  if (found.databases[0] === undefined || database === undefined || found.database === undefined) {
    return undefined;
  }
  const { name } = found.database;
  const { administrator, shared, open } = accountRights(database, name, usersOf(app, found, name));
  if (administrator !== undefined) return block('MIG220', { user: administrator });
  if (database.engine === 'postgres') return undefined;
  if (olderThan(database, [10, 4], [5, 7])) return block('MIG221', { version: database.version });
  if (shared !== undefined) return block('MIG219', shared);
  return open.length === 0 ? undefined : warn('MIG228', { accounts: open.join(', ') });
}

/** Names by which the app logs in to a database of the old host, as far as anybody says. */
export function usersOf(
  { database, legacy }: Pick<App, 'database' | 'legacy'>,
  { databases }: Pick<FoundApp, 'databases'>,
  name: string,
): string[] {
  const found = databases.filter((use) => use.name === name).map(({ user }) => user);
  const users = [database?.user ?? '', legacy?.database?.user ?? '', ...found];
  return [...new Set(users)].filter((user) => user !== '');
}

function olderThan(
  { engine: kind, version }: DatabaseServer,
  mariadb: [number, number],
  mysql: [number, number],
): boolean {
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  const [first, second] = kind === 'mariadb' ? mariadb : mysql;
  return major < first || (major === first && minor < second);
}

/** Views and routines of an account that is gone fail at the old host already, or will here. */
export function definers({ found, database, host }: AssessFacts) {
  // An ordinary account is told of no other.
  if (database === undefined || database.engine === 'postgres' || isOwners({ host })) {
    return undefined;
  }
  const absent = (found.database?.definers ?? []).filter(
    (account) => !database.accounts.includes(account),
  );
  return absent.length === 0 ? undefined : warn('MIG222', { accounts: absent.join(', ') });
}

/** Tables without transactions are locked while they are dumped. */
export function tables({ found, database }: AssessFacts) {
  if (database?.engine === 'postgres') return undefined;
  const plain = Object.entries(found.database?.engines ?? {}).filter(
    ([name]) => !/^(innodb|view|heap|)$/i.test(name),
  );
  const count = plain.reduce((sum, [, tables]) => sum + tables, 0);
  const engines = plain.map(([name]) => name).join(', ');
  return count === 0 ? undefined : warn('MIG223', { count, engines });
}

export function binaryLog({ database }: AssessFacts, method: Method) {
  if (method !== 'follow' || database === undefined) return undefined;
  return /^(ON|1)$/i.test(database.variables.log_bin ?? '') ? undefined : warn('MIG225');
}
