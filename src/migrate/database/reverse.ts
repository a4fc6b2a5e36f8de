/** MariaDB: after the switch the old database follows the new one, so that the way back loses nothing. */
import { Fault } from '../../fault.js';
import { accountSql, plainSecret } from '../host/replication-account.js';
import { beforeAlone, changeMaster, dropReplica } from './follow.js';
import type { Following } from './following.js';
import { askAside, newDatabase, writeSettings } from './new-database.js';
import { askOld, type OldDatabase, oldDatabase } from './old-database.js';
import { followsOnly, oldReplica, placed, positionOf, replicasOf } from './old-replicas.js';
import { isPaired, type Pairing, pairingOf } from './pairing.js';
import { knownFollow, replicationPassword } from './record.js';
import { forget, remembered } from './remembered.js';
import { joined, rewound, wanted } from './replica.js';
import { overwriteNoMore } from './return-mariadb.js';
import { optionFile, tablesOf, withoutReplica } from './settings.js';
import { ensureTunnel } from './tunnel.js';
import { forgetUnlike, noteUnlike } from './unlike.js';

/** What makes the old server follow nobody again; kept in the journal. */
export interface ReverseUndo {
  /** Its own position as a replica before. */
  position: string;
}

/**
 * Turns the direction around; both must be still and equal, but for the write that was tried. The
 * new database stops following; the old one gets what that one logs from here on, that write too,
 * and carries out none of it before `carryBack`: the switch may still be given up.
 * @throws Fault MIG074 when the new one cannot stop
 */
export async function startReverse(following: Following): Promise<ReverseUndo> {
  const { job, moved, host, folder } = following;
  const { container } = await newDatabase(moved);
  const old = oldDatabase(host, moved);
  const pairing = pairingOf(job);
  const password = await replicationPassword(folder);
  // Each side is asked while the other answers.
  const [replicas, logged, { now, undo }, present, before] = await Promise.all([
    followsOnly(old, pairing),
    logOfNew(container, pairing, password),
    positionBefore(following, old),
    oldReplica(old, pairing),
    beforeAlone(folder),
    noteUnlike(following, container),
    ensureTunnel(job, moved, host),
  ]);
  if (present?.applying) return undo;
  const { replica, number } = pairing;
  const from = before === undefined ? logged : rewound(logged, before, number);
  await placed(
    old,
    `${present === undefined ? '' : `STOP SLAVE '${replica}'; RESET SLAVE '${replica}' ALL;`}
    SET GLOBAL gtid_slave_pos = '${joined(now.position, from, number, now.own)}';
    ${changeMaster(pairing, password)}
    SET SESSION sql_mode = '';
    SET GLOBAL ${replica}.replicate_wild_do_table = ${literal(tablesOf(moved.name))};
    START SLAVE '${replica}' IO_THREAD;`,
    replicas,
  );
  return undo;
}

/** What the new database took is carried out by the old one as well, from now on. */
export async function carryBack({ job, host, moved, say }: Following): Promise<void> {
  try {
    await askOld(oldDatabase(host, moved), `START SLAVE '${pairingOf(job).replica}';`);
  } catch (error) {
    // The app lives here by now and does not wait for it: the way back begins it, too.
    if (!(error instanceof Fault) || error.code !== 'MIG075') throw error;
    say('database: the old one does not answer; it gets what is written here at a rollback');
  }
}

/** The new one stops following. @returns where its log stands, which the old one may read now */
async function logOfNew(container: string, pairing: Pairing, password: string): Promise<string> {
  // At its own end of the tunnel the old one comes from the new server's own address.
  const account = accountSql(accountOf(pairing), plainSecret(password));
  // It follows one at most; told all at once, since starting a client takes longer.
  const sql = `STOP ALL SLAVES;\n${account}\nSELECT @@GLOBAL.gtid_binlog_pos;`;
  const told = await askAside(container, sql);
  return told.trim().split('\n').at(-1) ?? '';
}

const accountOf = ({ account }: Pairing): string => `'${account}'@'127.0.0.1'`;

/** Where the old one stands as a replica now, and where it stood before this move. */
async function positionBefore({ folder }: Following, old: OldDatabase) {
  const now = await positionOf(old);
  const { position, own } = now;
  // What other moves have put there goes with them.
  const isOthers = wanted(position, isPaired) !== '';
  const isKept = (domain: number): boolean => !isPaired(domain) && !(isOthers && domain === own);
  const undo = await remembered<ReverseUndo>(folder, 'reverse', async () => ({
    position: wanted(position, isKept),
  }));
  return { now, undo };
}

/** Names of databases in this variable stand in quotes of their own, so it takes no expression. */
const literal = (name: string): string =>
  `'${name.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;

/**
 * The old server follows nobody any more; the new one can follow it again.
 * @param undo absent: it was never begun, as far as is known
 */
export async function stopReverse(following: Following, undo?: ReverseUndo): Promise<void> {
  const old = oldDatabase(following.host, following.moved);
  await overwriteNoMore(following.folder, old);
  await forgetUnlike(following.folder);
  const pairing = pairingOf(following.job);
  if ((await oldReplica(old, pairing)) === undefined) return forget(following.folder, 'reverse');
  const before = undo?.position ?? '';
  if (!/^[\d,-]*$/.test(before)) throw new Fault('MIG104', { reason: 'position' });
  const { replica, number } = pairing;
  await askOld(
    old,
    `SET SESSION sql_log_bin = 0; STOP SLAVE '${replica}'; RESET SLAVE '${replica}' ALL;`,
  );
  const { position } = await positionOf(old);
  const rest = wanted(position, (domain) => domain !== number);
  const isLast = wanted(rest, isPaired) === '';
  const placing = `SET GLOBAL gtid_slave_pos = '${isLast ? before : rest}';`;
  await placed(old, placing, await replicasOf(old));
  await forget(following.folder, 'reverse');
}

/**
 * The new server forgets whom it followed, at the end of a move either way; its log goes with its
 * next start. Nothing that is not known keeps anybody from going back.
 */
export async function forgetReplication(following: Following): Promise<void> {
  const { container } = await newDatabase(following.moved);
  await dropReplica(following);
  const known = await knownFollow(following.folder);
  if (known !== undefined) {
    const kept = { ...withoutReplica(known.settings), 'event-scheduler': known.events };
    await writeSettings(container, optionFile(kept));
  }
  await askAside(container, `DROP USER IF EXISTS ${accountOf(pairingOf(following.job))};`);
}
