/** MariaDB: after the switch the old database follows the new one, so that the way back loses nothing. */
import { mariadbQuery } from '../../backup/database/mariadb.js';
import { Fault } from '../../fault.js';
import { accountSql, plainSecret } from '../host/replication-account.js';
import {
  beforeAlone,
  cannotApply,
  changeMaster,
  dropReplica,
  firstLine,
  showReplica,
  unlessNone,
} from './follow.js';
import type { Following } from './following.js';
import { askAside, newDatabase, writeSettings } from './new-database.js';
import { objectsProof, objectsSql } from './objects.js';
import { askOld, type OldDatabase, oldDatabase, runOld } from './old-database.js';
import { followsOnly, placed, positionOf, replicasOf } from './old-replicas.js';
import { isPaired, type Pairing, pairingOf } from './pairing.js';
import { proveDatabase } from './proof.js';
import { knownFollow, replicationPassword } from './record.js';
import { forget, isKnown, remembered } from './remembered.js';
import {
  holds,
  joined,
  type ReplicaState,
  readReplica,
  rewound,
  vertical,
  wanted,
} from './replica.js';
import { optionFile, tablesOf, withoutReplica } from './settings.js';
import { ensureTunnel } from './tunnel.js';

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
    oldReplica(following),
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

/** Both are still; one that followed has been shown to consist of the same. */
async function noteUnlike(following: Following, container: string): Promise<void> {
  const { host, moved, folder } = following;
  if ((await knownFollow(folder))?.gtid !== undefined) return;
  const list = objectsSql(moved.name);
  await remembered(folder, unlike, async () => {
    const both = [askOld(oldDatabase(host, moved), list), mariadbQuery(container, list)] as const;
    return differing(...(await Promise.all(both)));
  });
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

/** How the old server follows; undefined when it does not. */
async function oldReplica({ job, host, moved }: Following): Promise<ReplicaState | undefined> {
  const old = oldDatabase(host, moved);
  const told = await runOld(old, 'client', vertical, showReplica(pairingOf(job))).catch(unlessNone);
  return readReplica(told);
}

/**
 * Waits until the old database has all the new one has logged, and compares what both consist of;
 * nobody may write any more.
 * @throws Fault MIG081 when it does not arrive in time, MIG074 when it cannot carry it out, MIG208
 *   when they do not consist of the same, or what was written over is not equal
 */
export async function catchUpReverse(
  following: Following,
  seconds: number,
): Promise<{ gtid: string }> {
  const { job, host, moved, signal, folder } = following;
  const { container } = await newDatabase(moved);
  const { replica, number } = pairingOf(job);
  const list = objectsSql(moved.name);
  const asked = `SELECT @@GLOBAL.gtid_binlog_pos;\n${list}`;
  const [logged, fresh] = firstLine(await mariadbQuery(container, asked));
  // What came from the old one itself, or from another new one, is not waited for.
  const gtid = wanted(logged, (domain) => domain === number);
  const old = oldDatabase(host, moved);
  // By this run, or by an earlier one whose proof is still to be made.
  let [isMended, wasMendedNow] = [await isKnown(folder, execMode), false];
  for (const deadline = Date.now() + seconds * 1000; ; ) {
    await ensureTunnel(job, moved, host);
    const waited = await askOld(old, `SELECT MASTER_GTID_WAIT('${gtid}', 1)`);
    const state = await oldReplica(following);
    if (state?.trouble?.kind === 'apply') {
      const { reason } = state.trouble;
      if (wasMendedNow || !/\b(1032|1062)\b/.test(reason)) throw cannotApply(moved, reason);
      await overwrite(following, old);
      isMended = wasMendedNow = true;
      continue;
    }
    const told = await askOld(old, `SELECT @@GLOBAL.gtid_slave_pos;\n${list}`);
    const [reached, present] = firstLine(told);
    if (waited.trim() === '0' || holds(reached, gtid)) {
      if (isMended) await provenEqual(following);
      await consistOfSame(folder, present, fresh);
      return { gtid };
    }
    signal.throwIfAborted();
    // An old server that was started anew may not have begun again by itself.
    if (state !== undefined && !state.applying) await askOld(old, `START SLAVE '${replica}';`);
    if (Date.now() > deadline) throw new Fault('MIG081', { name: moved.name, seconds });
  }
}

/** @throws Fault MIG208 when one has what the other lacks, and it was not so at the switch */
async function consistOfSame(folder: string, old: string, fresh: string): Promise<void> {
  const known = await remembered<string[]>(folder, unlike, async () => []);
  const names = differing(old, fresh).filter((name) => !known.includes(name));
  const [first] = names;
  if (first === undefined) return;
  throw new Fault('MIG208', { part: 'objects', count: names.length, first });
}

/** What a copy did not bring over as it was: a view that does not work is in no dump. */
const unlike = 'unlike';

const differing = (old: string, fresh: string): string[] =>
  objectsProof(old, fresh).differences.map(({ name }) => name);

/**
 * A table without transactions may have lost its last rows when the new server lost its power, and
 * their numbers were given again: the old one has both and stops. What the new one has counts.
 */
async function overwrite({ job, folder }: Following, old: OldDatabase): Promise<void> {
  await remembered(folder, execMode, () => askOld(old, 'SELECT @@GLOBAL.slave_exec_mode'));
  const { replica } = pairingOf(job);
  await askOld(
    old,
    `SET GLOBAL slave_exec_mode = 'IDEMPOTENT';
    STOP SLAVE '${replica}'; START SLAVE '${replica}';`,
  );
}

const execMode = 'exec-mode';

/** It was written over, so that its position alone proves nothing. @throws Fault MIG208 */
async function provenEqual({ host, moved, say }: Following): Promise<void> {
  say('database: compared as a whole, because the new server had lost its power');
  const { equal, differences } = await proveDatabase(host, moved);
  if (equal) return;
  const [first] = differences;
  const args = { part: 'database', count: differences.length, first: first?.name ?? '-' };
  throw new Fault('MIG208', args);
}

/** As it was before `overwrite`, where that was needed. */
async function overwriteNoMore(folder: string, old: OldDatabase): Promise<void> {
  const mode = await remembered(folder, execMode, async () => '');
  if (/^(STRICT|IDEMPOTENT)$/i.test(mode.trim())) {
    await askOld(old, `SET GLOBAL slave_exec_mode = '${mode.trim()}';`);
  }
  await forget(folder, execMode);
}

/**
 * The old server follows nobody any more; the new one can follow it again.
 * @param undo absent: it was never begun, as far as is known
 */
export async function stopReverse(following: Following, undo?: ReverseUndo): Promise<void> {
  const old = oldDatabase(following.host, following.moved);
  await overwriteNoMore(following.folder, old);
  await forget(following.folder, unlike);
  if ((await oldReplica(following)) === undefined) return forget(following.folder, 'reverse');
  const before = undo?.position ?? '';
  if (!/^[\d,-]*$/.test(before)) throw new Fault('MIG104', { reason: 'position' });
  const { replica, number } = pairingOf(following.job);
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
