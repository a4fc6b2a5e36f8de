/** Whether and how an app can be moved: named checks over what was found, and the method chosen. */
import { isIP } from 'node:net';
import type { App } from '../inventory/model.js';
import { accountRights } from './account-rights.js';
import { judgeShown } from './certificate/shown.js';
import { toldOf, unheldOf } from './host/unheld-jobs.js';
import type { Certificate, DatabaseServer, FoundApp, Host } from './inspect/model.js';
import { assumedRates, type Method, predictFreeze, type Rates } from './predict.js';

export type Verdict = 'ok' | 'warn' | 'block';

/** `code` says in the prose catalogue what is wrong and what to do next; none when it is ok. */
export interface Check {
  name: CheckName;
  verdict: Verdict;
  code?: string;
  args?: Record<string, string | number>;
}

export type CheckName =
  | 'access'
  | 'framework'
  | 'address'
  | 'web'
  | 'disk'
  | 'target'
  | 'engine'
  | 'database-host'
  | 'accounts'
  | 'jobs'
  | 'definers'
  | 'tables'
  | 'binary-log'
  | 'clock'
  | 'forwarding'
  | 'certificate'
  | 'backup';

export interface AssessFacts {
  app: App;
  found: FoundApp;
  host: Host;
  /** The server of its database, as inspect found it. */
  database?: DatabaseServer;
  /** What its visitors are shown over HTTPS, as inspect found it. */
  certificate?: Certificate;
  target: {
    server: string;
    /** Bytes free where volumes are. */
    free: number;
    /** A service of the app runs there, and nobody is moving it. */
    runs: boolean;
  };
  /** Whether a drill has proven a set of the app. */
  backup: 'proven' | 'unproven' | 'off';
  /** Milliseconds since 1970 when the old host's clock was read. */
  now: number;
  rates?: Rates;
}

export interface Assessment {
  method: Method;
  /** Seconds that nobody can write; absent where the method has no such time. */
  freeze?: number;
  /** Whether that is from measured rates. */
  isMeasured: boolean;
  checks: Check[];
  verdict: Verdict;
}

const verdicts: readonly Verdict[] = ['block', 'warn', 'ok'];

export function assess(facts: AssessFacts): Assessment {
  const method = methodOf(facts);
  const checks = judges.map(([name, judge]): Check => {
    const found = judge(facts, method);
    return found === undefined ? { name, verdict: 'ok' } : { name, ...found };
  });
  const rates = facts.rates ?? assumedRates;
  const { found } = facts;
  const sizes = { database: found.database?.bytes ?? 0, files: found.files ?? 0 };
  const freeze = predictFreeze(method, sizes, rates);
  return {
    method,
    ...(freeze === undefined ? {} : { freeze }),
    isMeasured: rates.isMeasured,
    checks,
    verdict: verdicts.find((one) => checks.some(({ verdict }) => verdict === one)) ?? 'ok',
  };
}

/**
 * `follow` needs the server's administrator and MariaDB's GTIDs; everything else is dumped, also
 * by the app's own account where nobody may be root.
 */
function methodOf({ app, host, database }: AssessFacts): Method {
  const isReadable = app.database === undefined || database !== undefined;
  if (isOwners({ host })) return isReadable ? 'dump' : 'archive';
  return database?.engine === 'mariadb' ? 'follow' : 'dump';
}

/** Nobody may be root there: induk can read the old side, and neither close nor forward it. */
const isOwners = ({ host }: Pick<AssessFacts, 'host'>): boolean => host.access === 'ordinary';

type Judge = (facts: AssessFacts, method: Method) => Omit<Check, 'name'> | undefined;

const block = (code: string, args: Check['args'] = {}) =>
  ({ verdict: 'block', code, args }) as const;
const warn = (code: string, args: Check['args'] = {}) => ({ verdict: 'warn', code, args }) as const;

const known = /^(codeigniter|laravel|yii|wordpress|joomla|drupal|mediawiki|php|static)/i;

const judges: [CheckName, Judge][] = [
  ['access', access],
  [
    'framework',
    ({ found }) =>
      known.test(found.framework) ? undefined : block('MIG211', { framework: found.framework }),
  ],
  ['address', ({ found }) => (found.at === '/' ? undefined : block('MIG212', { at: found.at }))],
  ['web', ({ found }) => (found.domains.length > 0 ? undefined : block('MIG213'))],
  ['disk', disk],
  [
    'target',
    ({ app, target }) =>
      target.runs ? block('MIG215', { app: app.id, server: target.server }) : undefined,
  ],
  ['engine', engine],
  ['database-host', databaseHost],
  ['accounts', accounts],
  ['jobs', jobs],
  ['definers', definers],
  ['tables', tables],
  ['binary-log', binaryLog],
  ['clock', clock],
  ['forwarding', forwarding],
  ['certificate', ({ app, certificate }) => judgeShown(app, certificate)],
  [
    'backup',
    ({ app, backup }) => (backup === 'proven' ? undefined : warn('MIG224', { app: app.id })),
  ],
];

function access({ host }: AssessFacts, method: Method) {
  if (!isOwners({ host })) return undefined;
  const { user } = host;
  return method === 'archive' ? block('MIG210', { user }) : warn('MIG289', { user });
}

/** Files and database, and a third more: indexes are made anew, and logs come with the data. */
function disk({ found, target }: AssessFacts) {
  const needed = Math.ceil((found.bytes + (found.database?.bytes ?? 0)) * 1.33);
  if (needed <= target.free) return undefined;
  const mega = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);
  return block('MIG214', { server: target.server, needed: mega(needed), free: mega(target.free) });
}

function engine({ app, found, database }: AssessFacts) {
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
function databaseHost({ found }: AssessFacts) {
  const host = (found.databases[0]?.host ?? '').replace(/:\d+$/, '');
  const isAddress = isIP(host) !== 0 && !/^(127\.|::1$)/.test(host);
  return isAddress ? block('MIG227', { host }) : undefined;
}

/** The fence locks accounts: one that another app uses, or the administrator's, cannot be locked. */
function accounts({ app, found, database, host }: AssessFacts) {
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

/** What runs by itself there is stopped by what the inventory has of it. */
function jobs({ app, found, host }: AssessFacts) {
  if (isOwners({ host })) return undefined;
  const unheld = unheldOf(found.jobs, app.legacy?.cron ?? []);
  return unheld.length === 0 ? undefined : block('MIG229', { jobs: toldOf(unheld) });
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
function definers({ found, database, host }: AssessFacts) {
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
function tables({ found, database }: AssessFacts) {
  if (database?.engine === 'postgres') return undefined;
  const plain = Object.entries(found.database?.engines ?? {}).filter(
    ([name]) => !/^(innodb|view|heap|)$/i.test(name),
  );
  const count = plain.reduce((sum, [, tables]) => sum + tables, 0);
  const engines = plain.map(([name]) => name).join(', ');
  return count === 0 ? undefined : warn('MIG223', { count, engines });
}

function binaryLog({ database }: AssessFacts, method: Method) {
  if (method !== 'follow' || database === undefined) return undefined;
  return /^(ON|1)$/i.test(database.variables.log_bin ?? '') ? undefined : warn('MIG225');
}

/** The dead man goes by the old host's clock alone; logs of both are read side by side. */
function clock({ host, now }: AssessFacts) {
  const seconds = Math.round(Math.abs(host.now - now / 1000));
  return seconds > 60 ? warn('MIG226', { seconds }) : undefined;
}

/** The proxy believes an address, not a name, which may be somebody else's tomorrow. */
function forwarding({ app, host }: AssessFacts) {
  if (isOwners({ host })) return undefined;
  const { address } = app.legacy ?? {};
  return address === undefined || isIP(address) !== 0 ? undefined : warn('MIG288', { address });
}
