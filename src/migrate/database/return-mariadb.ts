/** MariaDB: the way back's end. The old database has all that the new one took, and is shown to. */
import { mariadbQuery } from '../../backup/database/mariadb.js';
import { Fault } from '../../fault.js';
import { cannotApply, firstLine } from './follow.js';
import type { Following } from './following.js';
import { newDatabase } from './new-database.js';
import { objectsSql } from './objects.js';
import { askOld, type OldDatabase, oldDatabase } from './old-database.js';
import { oldReplica } from './old-replicas.js';
import { pairingOf } from './pairing.js';
import { proveDatabase } from './proof.js';
import { forget, isKnown, remembered } from './remembered.js';
import { holds, wanted } from './replica.js';
import { ensureTunnel } from './tunnel.js';
import { consistOfSame } from './unlike.js';

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
  const pairing = pairingOf(job);
  const { replica, number } = pairing;
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
    const state = await oldReplica(old, pairing);
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
export async function overwriteNoMore(folder: string, old: OldDatabase): Promise<void> {
  const mode = await remembered(folder, execMode, async () => '');
  if (/^(STRICT|IDEMPOTENT)$/i.test(mode.trim())) {
    await askOld(old, `SET GLOBAL slave_exec_mode = '${mode.trim()}';`);
  }
  await forget(folder, execMode);
}
