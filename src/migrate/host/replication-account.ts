/** The account of the old server that the new one follows it with, and how its log must be. */
import { setTimeout } from 'node:timers/promises';
import { textOf } from '../../backup/database/mariadb.js';
import { Fault } from '../../fault.js';
import { askOld, type OldDatabase } from '../database/old-database.js';
import { hasOthers } from '../database/old-replicas.js';
import type { Pairing } from '../database/pairing.js';

/** By the socket, and by the address the SSH server connects to when there is no socket. */
const hosts = ['localhost', '127.0.0.1'];

/** What takes the account away again; kept in the journal. */
export interface ReplicationUndo {
  accounts: string[];
  /** Format of the log before; it is set back. */
  format: string;
}

const accountsOf = ({ account }: Pairing): string[] =>
  hosts.map((host) => `'${account}'@'${host}'`);

/**
 * What will take the account away again, known before it is made.
 * @throws Fault MIG107 when the old server keeps no log of its changes
 */
export async function replicationBefore(
  old: OldDatabase,
  pairing: Pairing,
): Promise<ReplicationUndo> {
  const found = await askOld(old, 'SELECT @@GLOBAL.log_bin, @@GLOBAL.binlog_format');
  const [log, format = 'MIXED'] = found.trim().split('\t');
  if (log !== '1') throw new Fault('MIG107', { address: old.shell.server });
  return { accounts: accountsOf(pairing), format };
}

/**
 * Makes the account, or gives it this password, and has new sessions log rows instead of
 * statements, which mean the same on a server that holds one of several databases. Nothing of it
 * goes to replicas that the old server has already.
 * @throws Fault MIG083 when sessions stay that log nothing but statements; the log is as it was then
 */
export async function grantReplication(
  old: OldDatabase,
  pairing: Pairing,
  password: string,
  signal: AbortSignal,
): Promise<void> {
  const secret = plainSecret(password);
  const told = await askOld(
    old,
    `SET SESSION sql_log_bin = 0;
    ${accountsOf(pairing)
      .map((account) => accountSql(account, secret))
      .join('\n')}
    SELECT @@GLOBAL.binlog_format;
    SET GLOBAL binlog_format = ROW;`,
  );
  // Those that are open keep the format they began with. MIXED logs rows where a statement might
  // come to something else; and a follower is given each statement, or stands still at it.
  if (told.trim() !== 'STATEMENT') return;
  await sessionsEnd(old, signal).catch(async (error: unknown) => {
    await askOld(old, 'SET GLOBAL binlog_format = STATEMENT;');
    throw error;
  });
}

/** Seconds that sessions have to come to their end; those of web requests need one. */
const patience = 30;

/** Waits until those that are open now and may change the database are closed. */
async function sessionsEnd(old: OldDatabase, signal: AbortSignal): Promise<void> {
  const own = Number(await askOld(old, 'SELECT CONNECTION_ID();'));
  for (const deadline = Date.now() + patience * 1000; ; ) {
    const told = await askOld(old, sessionsSql(old.name, own));
    const sessions = told.split('\n').filter((line) => line !== '');
    if (sessions.length === 0) return;
    if (Date.now() > deadline) {
      throw new Fault('MIG083', {
        address: old.shell.server,
        count: sessions.length,
        sessions: [...new Set(sessions)].join(', ').slice(0, 300),
      });
    }
    await setTimeout(1000, undefined, { signal });
  }
}

/** Sessions are numbered as they begin. */
function sessionsSql(database: string, before: number): string {
  const schema = textOf(database);
  return `SELECT CONCAT(user, '@', SUBSTRING_INDEX(host, ':', 1)) FROM information_schema.processlist
    WHERE id < ${before} AND command NOT LIKE 'Binlog Dump%' AND command <> 'Daemon'
      AND user NOT IN ('system user', 'event_scheduler') AND (db = ${schema} OR user IN (
        SELECT user FROM mysql.db WHERE ${schema} LIKE db
        UNION SELECT user FROM mysql.tables_priv WHERE db = ${schema}
        UNION SELECT user FROM mysql.user WHERE 'Y' IN (insert_priv, update_priv, delete_priv)));`;
}

/** An account that may follow a server and nothing else. @param secret of `plainSecret` */
export function accountSql(account: string, secret: string): string {
  return `CREATE USER IF NOT EXISTS ${account} IDENTIFIED BY '${secret}';
    ALTER USER ${account} IDENTIFIED BY '${secret}';
    GRANT REPLICATION SLAVE ON *.* TO ${account};`;
}

/** Ours are made of letters, digits, - and _: they mean the same in any quotes. */
export function plainSecret(password: string): string {
  if (/^[\w-]{16,}$/.test(password)) return password;
  throw new Fault('MIG104', { reason: 'password of the replication account' });
}

/**
 * Takes the account away and sets the log's format back, unless another app's move needs it; told
 * again, nothing is left to do.
 */
export async function revokeReplication(
  old: OldDatabase,
  pairing: Pairing,
  { format }: ReplicationUndo,
): Promise<void> {
  if (!/^\w+$/.test(format)) throw new Fault('MIG104', { reason: 'format of the log' });
  const names = accountsOf(pairing).join(', ');
  await askOld(old, `SET SESSION sql_log_bin = 0; DROP USER IF EXISTS ${names};`);
  if (await hasOthers(old)) return;
  await askOld(old, `SET GLOBAL binlog_format = ${format};`);
}
