/** The account of the old server that the new one follows it with, and how its log must be. */
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
 */
export async function grantReplication(
  old: OldDatabase,
  pairing: Pairing,
  password: string,
): Promise<void> {
  const secret = plainSecret(password);
  await askOld(
    old,
    `SET SESSION sql_log_bin = 0;
    ${accountsOf(pairing)
      .map((account) => accountSql(account, secret))
      .join('\n')}
    SET GLOBAL binlog_format = ROW;`,
  );
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
