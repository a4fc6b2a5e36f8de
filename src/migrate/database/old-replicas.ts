/**
 * The old server as a replica: of the new one, and perhaps of one of its agency's own. Both share one
 * position.
 */

import { Fault } from '../../fault.js';
import { askOld, type OldDatabase, runOld } from './old-database.js';
import { isReplica, type Pairing, replicaAccounts, sharesPort } from './pairing.js';
import { type ReplicaState, readReplica, showReplica, unlessNone, vertical } from './replica.js';

/** Every account by which an old server is followed, as a pattern of its own. */
const ownAccounts = `${replicaAccounts.replaceAll('_', '\\_')}%`;

export interface Replica {
  name: string;
  works: boolean;
}

export async function replicasOf(old: OldDatabase): Promise<Replica[]> {
  const told = await runOld(old, 'client', vertical, 'SHOW ALL SLAVES STATUS;');
  const values = (field: string): string[] =>
    [...told.matchAll(new RegExp(`^\\s*${field}: (.*)$`, 'gm'))].map(([, value]) => value ?? '');
  const works = values('Slave_SQL_Running');
  return values('Connection_name').map((name, index) => ({ name, works: works[index] === 'Yes' }));
}

/** How it follows the new one; undefined when it does not. */
export async function oldReplica(
  old: OldDatabase,
  pairing: Pairing,
): Promise<ReplicaState | undefined> {
  const told = await runOld(old, 'client', vertical, showReplica(pairing)).catch(unlessNone);
  return readReplica(told);
}

/**
 * An old server has one position for all that it follows, and new ones that know more of it than
 * others do not accept that position of each other: it follows one at a time.
 * @returns all it follows
 * @throws Fault MIG091 when it follows the database of another app already
 */
export async function followsOnly(old: OldDatabase, { replica }: Pairing): Promise<Replica[]> {
  const replicas = await replicasOf(old);
  const others = replicas.filter(({ name }) => isReplica(name) && name !== replica);
  if (others.length === 0) return replicas;
  throw new Fault('MIG091', { address: old.shell.server, name: old.name });
}

/**
 * A tunnel's port on the old host is told by the app's name, and there are fewer ports than names. The
 * later one of two would end the earlier one's, and be ended by it, for ever.
 * @throws Fault MIG098 when another app's move has it
 */
export async function refuseTakenPort(old: OldDatabase, pairing: Pairing): Promise<void> {
  const sql = `SELECT DISTINCT user FROM mysql.user WHERE user LIKE '${ownAccounts}'`;
  const accounts = (await askOld(old, sql)).split('\n');
  // A move whose database was dumped has no account there; once it is switched it is followed.
  const replicas = (await replicasOf(old)).map(({ name }) => name);
  const other = [...accounts, ...replicas].find((name) => sharesPort(pairing, name));
  if (other === undefined) return;
  throw new Fault('MIG098', { address: old.shell.server, other, port: pairing.port });
}

const quoted = (name: string): string => `'${name.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;

/**
 * Changes the position by `sql` while no connection is at work, which the server asks for; those
 * that were go on.
 * @param replicas all it follows, as it has just told
 */
export async function placed(
  old: OldDatabase,
  sql: string,
  replicas: readonly Replica[],
): Promise<void> {
  const others = replicas.flatMap(({ name, works }) => (works ? [name] : []));
  const each = (verb: 'STOP' | 'START'): string =>
    others.map((name) => `${verb} SLAVE ${quoted(name)};`).join('\n');
  try {
    await askOld(old, `SET SESSION sql_log_bin = 0;\n${each('STOP')}\n${sql}\n${each('START')}`);
  } catch (error) {
    // Whatever failed, they are not left standing.
    for (const name of others) await askOld(old, `START SLAVE ${quoted(name)};`).catch(() => {});
    throw error;
  }
}

/** Position of the old server as a replica, and the number of its own sequence of changes. */
export async function positionOf(old: OldDatabase): Promise<{ position: string; own: number }> {
  const told = await askOld(old, 'SELECT @@GLOBAL.gtid_domain_id, @@GLOBAL.gtid_slave_pos');
  const [own = '0', position = ''] = told.trim().split('\t');
  return { position, own: Number(own) };
}

/** Whether another app of the old server is being moved and its database followed. */
export async function hasOthers(old: OldDatabase): Promise<boolean> {
  const sql = `SELECT COUNT(*) FROM mysql.user WHERE user LIKE '${ownAccounts}'`;
  return (await askOld(old, sql)).trim() !== '0';
}
