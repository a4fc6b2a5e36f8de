/**
 * The old server as a replica: perhaps of several new ones, to which its other apps were moved, and
 * perhaps of one of its agency's own. All of them share one position.
 */

import { askOld, type OldDatabase, runOld } from './old-database.js';
import { replicaAccounts } from './pairing.js';
import { vertical } from './replica.js';

/** Connections that are at work, by name. */
async function running(old: OldDatabase): Promise<string[]> {
  const told = await runOld(old, 'client', vertical, 'SHOW ALL SLAVES STATUS;');
  const names = [...told.matchAll(/^\s*Connection_name: (.*)$/gm)].map(([, name]) => name ?? '');
  const works = [...told.matchAll(/^\s*Slave_SQL_Running: (.*)$/gm)].map(([, is]) => is === 'Yes');
  return names.filter((_, index) => works[index]);
}

const quoted = (name: string): string => `'${name.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;

/**
 * Changes the position by `sql` while no connection is at work, which the server asks for; those
 * that were go on.
 */
export async function placed(old: OldDatabase, sql: string): Promise<void> {
  const others = await running(old);
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
  const like = `${replicaAccounts.replaceAll('_', '\\_')}%`;
  const sql = `SELECT COUNT(*) FROM mysql.user WHERE user LIKE '${like}'`;
  return (await askOld(old, sql)).trim() !== '0';
}
