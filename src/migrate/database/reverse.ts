/** MariaDB: after the switch the old database follows the new one, so that the way back loses nothing. */
import { mariadbQuery } from '../../backup/database/mariadb.js';
import { Fault } from '../../fault.js';
import { accountSql, plainSecret, replicationUser } from '../host/replication-account.js';
import {
  cannotApply,
  changeMaster,
  dropReplica,
  replicaState,
  showReplica,
  unlessNone,
} from './follow.js';
import type { Following } from './following.js';
import { askAside, newDatabase, writeSettings } from './new-database.js';
import { askOld, type OldDatabase, oldDatabase, runOld } from './old-database.js';
import { proveDatabase } from './proof.js';
import { readFollow, replicationPassword } from './record.js';
import { forget, isKnown, remembered } from './remembered.js';
import { holds, merged, type ReplicaState, readReplica, vertical } from './replica.js';
import { optionFile, replicaName, withoutReplica } from './settings.js';
import { ensureTunnel } from './tunnel.js';

/** What makes the old server follow nobody again; kept in the journal. */
export interface ReverseUndo {
  /** Its own position as a replica before. */
  position: string;
}

/**
 * Turns the direction around; both must be still and equal. The new database stops following, the
 * old one begins where the new one's log stands.
 * @throws Fault MIG074 when the new one cannot stop
 */
export async function startReverse(following: Following): Promise<ReverseUndo> {
  const { job, moved, host, folder } = following;
  const { container } = await newDatabase(moved);
  const old = oldDatabase(host, moved);
  const password = await replicationPassword(folder);
  await ensureTunnel(job, moved, host);
  if ((await replicaState(container)) !== undefined) {
    await askAside(container, `STOP SLAVE '${replicaName}';`);
  }
  // At its own end of the tunnel the old one comes from the new server's own address.
  await askAside(container, accountSql(newAccount, plainSecret(password)));
  const from = (await mariadbQuery(container, 'SELECT @@GLOBAL.gtid_binlog_pos')).trim();
  const undo = await remembered(folder, 'reverse', async (): Promise<ReverseUndo> => {
    return { position: (await askOld(old, 'SELECT @@GLOBAL.gtid_slave_pos')).trim() };
  });
  const present = await oldReplica(following);
  if (present?.applying) return undo;
  await askOld(
    old,
    `SET SESSION sql_log_bin = 0;
    ${present === undefined ? '' : `STOP SLAVE '${replicaName}'; RESET SLAVE '${replicaName}' ALL;`}
    SET GLOBAL gtid_slave_pos = '${merged(undo.position, from)}';
    ${changeMaster(password)}
    SET GLOBAL ${replicaName}.replicate_do_db = ${literal(moved.name)};
    START SLAVE '${replicaName}';`,
  );
  return undo;
}

const newAccount = `'${replicationUser}'@'127.0.0.1'`;

/** Names of databases in this variable stand in quotes of their own, so it takes no expression. */
const literal = (name: string): string =>
  `'${name.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`;

/** How the old server follows; undefined when it does not. */
export async function oldReplica({ host, moved }: Following): Promise<ReplicaState | undefined> {
  const old = oldDatabase(host, moved);
  const told = await runOld(old, 'client', vertical, showReplica).catch(unlessNone);
  return readReplica(told);
}

/**
 * Waits until the old database has all the new one has logged; nobody may write any more.
 * @throws Fault MIG081 when it does not arrive in time, MIG074 when it cannot carry it out, MIG208
 *   when what was written over is not equal
 */
export async function catchUpReverse(
  following: Following,
  seconds: number,
): Promise<{ gtid: string }> {
  const { job, host, moved, signal, folder } = following;
  const { container } = await newDatabase(moved);
  const gtid = (await mariadbQuery(container, 'SELECT @@GLOBAL.gtid_binlog_pos')).trim();
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
    const reached = (await askOld(old, 'SELECT @@GLOBAL.gtid_slave_pos')).trim();
    if (waited.trim() === '0' || holds(reached, gtid)) {
      if (isMended) await provenEqual(following);
      return { gtid };
    }
    signal.throwIfAborted();
    // An old server that was started anew may not have begun again by itself.
    if (state !== undefined && !state.applying) await askOld(old, `START SLAVE '${replicaName}';`);
    if (Date.now() > deadline) throw new Fault('MIG081', { name: moved.name, seconds });
  }
}

/**
 * A table without transactions may have lost its last rows when the new server lost its power, and
 * their numbers were given again: the old one has both and stops. What the new one has counts.
 */
async function overwrite({ folder }: Following, old: OldDatabase): Promise<void> {
  await remembered(folder, execMode, () => askOld(old, 'SELECT @@GLOBAL.slave_exec_mode'));
  await askOld(
    old,
    `SET GLOBAL slave_exec_mode = 'IDEMPOTENT';
    STOP SLAVE '${replicaName}'; START SLAVE '${replicaName}';`,
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
  if ((await oldReplica(following)) === undefined) return forget(following.folder, 'reverse');
  const position = undo?.position ?? '';
  if (!/^[\d,-]*$/.test(position)) throw new Fault('MIG104', { reason: 'position' });
  await askOld(
    old,
    `SET SESSION sql_log_bin = 0; STOP SLAVE '${replicaName}'; RESET SLAVE '${replicaName}' ALL;
    SET GLOBAL gtid_slave_pos = '${position}';`,
  );
  await forget(following.folder, 'reverse');
}

/** The new server forgets whom it followed, at commit; its log goes with its next start. */
export async function forgetReplication(following: Following): Promise<void> {
  const { container } = await newDatabase(following.moved);
  await dropReplica(container);
  const { settings, events } = await readFollow(following.folder);
  const kept = { ...withoutReplica(settings), 'event-scheduler': events };
  await writeSettings(container, optionFile(kept));
  await askAside(container, `DROP USER IF EXISTS ${newAccount};`);
}
