/** MariaDB: the new database as a replica of the old one, from its seed on. */
import { setTimeout } from 'node:timers/promises';
import { askInside } from '../../backup/database/container.js';
import { mariadbQuery } from '../../backup/database/mariadb.js';
import { Fault } from '../../fault.js';
import { plainSecret } from '../host/replication-account.js';
import type { MovedDatabase } from '../mover/model.js';
import { followAccounts, lookAtAccounts, ownDigestSql } from './brought-accounts.js';
import { eventsSql, splitEvents, wakeSql } from './events.js';
import type { Following } from './following.js';
import { accountsSql, readAccounts } from './found-accounts.js';
import { askAside, newDatabase } from './new-database.js';
import { type ObjectsProof, objectsProof, objectsSql } from './objects.js';
import { askOld, oldDatabase } from './old-database.js';
import { type Pairing, pairingOf } from './pairing.js';
import { knownFollow, readFollow, replicationPassword, writeFollow } from './record.js';
import { forget, isKnown, remembered } from './remembered.js';
import {
  lacksRoutine,
  type ReplicaState,
  readReplica,
  showReplica,
  unlessNone,
  vertical,
} from './replica.js';
import { ensureTunnel } from './tunnel.js';

/**
 * Has the new database follow the old one, or go on doing so, until it is as close as asked for.
 * @param lag seconds behind at most
 * @param stay goes on watching until the signal, and mends the tunnel
 * @returns how it stands
 * @throws Fault MIG074 when it cannot carry out what it got, MIG078 without a seed, MIG080 when
 *   it does not connect for two minutes, MIG082 when the app's password is another one now
 */
export async function follow(
  following: Following,
  lag: number,
  stay: boolean,
): Promise<ReplicaState> {
  const { moved, say, signal } = following;
  const { gtid } = await readFollow(following);
  if (gtid === undefined) throw new Fault('MIG078', { name: moved.name });
  let [told, apart] = [0, Date.now()];
  for (;;) {
    signal.throwIfAborted();
    const state = await step(following, gtid).catch((error: unknown) => {
      // A database that is being started anew answers soon; what else fails is told in the end.
      if (stay || Date.now() - apart < patience) return undefined;
      throw error;
    });
    if (state?.trouble?.kind === 'apply') {
      throw cannotApply(moved, state.trouble.reason);
    }
    if (state?.connected && state.applying) {
      apart = Date.now();
      if (state.lag !== undefined && state.lag <= lag && !stay) {
        await lookAtAccounts(following);
        return state;
      }
    } else if (!stay && Date.now() - apart > patience) {
      const reason = state?.trouble?.reason ?? 'no connection';
      throw new Fault('MIG080', { name: moved.name, reason: reason.slice(0, 300) });
    }
    if (Date.now() - told > 2000) {
      told = Date.now();
      say(tell(state));
    }
    await setTimeout(500, undefined, { signal });
  }
}

const patience = 120_000;

function tell(state: ReplicaState | undefined): string {
  if (state === undefined) return 'database: begins to follow';
  if (!state.connected) return `database: not connected (${state.trouble?.reason ?? 'connecting'})`;
  return state.lag === undefined ? 'database: follows' : `database: ${state.lag} s behind`;
}

/** Makes sure of the tunnel and of the replica, and looks at it. */
async function step({ job, moved, host, folder }: Following, gtid: string) {
  const { container } = await newDatabase(moved);
  const pairing = pairingOf(job);
  await ensureTunnel(job, moved, host);
  const state = await replicaState(container, pairing);
  if (state === undefined) {
    await askAside(container, beginSql(pairing, await replicationPassword(folder), gtid));
  } else if (state.trouble?.kind === 'apply' && lacksRoutine(state.trouble.reason)) {
    await askAside(container, passOver(pairing));
    return undefined;
  } else if (!state.applying && state.trouble?.kind !== 'apply') {
    await askAside(container, `START SLAVE '${pairing.replica}';`);
  }
  return state;
}

export async function replicaState(
  container: string,
  pairing: Pairing,
): Promise<ReplicaState | undefined> {
  const client = ['mariadb', '--socket=/run/mysqld/mysqld.sock', ...vertical];
  return readReplica(await askInside(container, client, showReplica(pairing)).catch(unlessNone));
}

/** Begins at the seed's position; told again before anything was carried out, it is the same. */
function beginSql(pairing: Pairing, password: string, gtid: string): string {
  return `SET GLOBAL gtid_slave_pos = '${gtid}';
    ${changeMaster(pairing, password)}
    START SLAVE '${pairing.replica}';`;
}

/** Goes on behind the change at which it stands still. */
const passOver = ({ replica }: Pairing): string => `SET default_master_connection = '${replica}';
  STOP SLAVE '${replica}'; SET GLOBAL sql_slave_skip_counter = 1; START SLAVE '${replica}';`;

/** Both servers find the other one at their own end of the tunnel, which encrypts. */
export function changeMaster({ replica, account, port }: Pairing, password: string): string {
  return `CHANGE MASTER '${replica}' TO MASTER_HOST = '127.0.0.1', MASTER_PORT = ${port},
    MASTER_USER = '${account}', MASTER_PASSWORD = '${plainSecret(password)}',
    MASTER_SSL = 0, MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1,
    MASTER_HEARTBEAT_PERIOD = 2;`;
}

export interface CaughtUp {
  /** The position both have. */
  gtid: string;
  /** Where the new one's own log stands. */
  logged: string;
  objects: ObjectsProof;
}

/**
 * Waits until the new database has all that the old one had logged when it was asked, which is to
 * be asked once nobody writes there any more, and compares what both consist of; accounts that were
 * changed come over, and events may run as they did there. Each side is asked once: starting a
 * client takes longer than what it asks.
 * @param seconds at most
 * @throws Fault MIG081 when it does not arrive in time, MIG074 when it cannot carry it out, MIG082
 *   when the app's password is another one now
 */
export async function catchUp(following: Following, seconds: number): Promise<CaughtUp> {
  const { host, moved, signal } = following;
  const list = `${eventsSql(moved.name)}\n${objectsSql(moved.name)}`;
  const accounts = accountsSql({ database: moved.name, user: moved.user });
  const asked = `SELECT @@GLOBAL.gtid_binlog_pos;\n${list}\n${accounts}`;
  const [gtid, rest] = firstLine(await askOld(oldDatabase(host, moved), asked));
  const [parts, found] = readAccounts(rest);
  const [events, before] = splitEvents(parts);
  const target = await newDatabase(moved);
  const { gtid: seeded } = await readFollow(following);
  // From no position it would carry out anew all that the old one still has in its log.
  if (seeded === undefined) throw new Fault('MIG078', { name: moved.name });
  const own = `SELECT @@GLOBAL.gtid_binlog_pos;\n${ownDigestSql(moved.user)}\n${list}`;
  for (const deadline = Date.now() + seconds * 1000; ; ) {
    const wait = `SELECT MASTER_GTID_WAIT('${gtid}', 1);\n${own}`;
    const [waited, told] = firstLine(await mariadbQuery(target.container, wait));
    const [logged, more] = firstLine(told);
    const [digest, all] = firstLine(more);
    if (waited === '0') {
      const [asleep, now] = splitEvents(all);
      await followAccounts(following, target, { found, digest, held: true });
      const wake = wakeSql(moved.name, events, asleep);
      if (wake !== '') await askAside(target.container, wake);
      return { gtid, logged, objects: objectsProof(before, now) };
    }
    signal.throwIfAborted();
    // A link that was cut is made anew: it need not wait until the server looks for it again.
    const state = await step(following, seeded);
    if (state?.trouble?.kind === 'apply') throw cannotApply(moved, state.trouble.reason);
    if (Date.now() > deadline) throw new Fault('MIG081', { name: moved.name, seconds });
  }
}

/** What is asked first, and the rest of an answer. */
export function firstLine(told: string): [line: string, rest: string] {
  const end = told.indexOf('\n');
  return end < 0 ? [told.trim(), ''] : [told.slice(0, end).trim(), told.slice(end + 1)];
}

export const cannotApply = ({ name }: Pick<MovedDatabase, 'name'>, reason: string): Fault =>
  new Fault('MIG074', { name, reason: reason.slice(0, 300) });

/** A new database that follows nobody any more. */
export async function dropReplica({ job, moved }: Following): Promise<void> {
  const { container } = await newDatabase(moved);
  const pairing = pairingOf(job);
  if ((await replicaState(container, pairing)) === undefined) return;
  const { replica } = pairing;
  await askAside(container, `STOP SLAVE '${replica}'; RESET SLAVE '${replica}' ALL;`);
}

/** Name of what says where the new side's log stood before it was written to on its own. */
const alone = 'tried';

/**
 * The new database, which is closed still, is about to take a write that the old one lacks.
 * @param logged where its log stands, where that is known already
 */
export async function noteAlone({ moved, folder }: Following, logged?: string): Promise<void> {
  const ask = async (): Promise<string> => {
    const { container } = await newDatabase(moved);
    return (await mariadbQuery(container, 'SELECT @@GLOBAL.gtid_binlog_pos')).trim();
  };
  await remembered(folder, alone, async () => logged ?? (await ask()));
}

/** @returns GTID position of the new side's log before that write; undefined when there was none */
export const beforeAlone = async (folder: string): Promise<string | undefined> =>
  (await isKnown(folder, alone)) ? remembered(folder, alone, async () => '') : undefined;

export const forgetAlone = (folder: string): Promise<void> => forget(folder, alone);

/**
 * One that took such a write follows no more: the next row of the old side may have its number. It
 * waits to be seeded anew.
 */
export async function partAlone(following: Following): Promise<void> {
  const { folder } = following;
  if (!(await isKnown(folder, alone))) return;
  await dropReplica(following);
  const { gtid, ...rest } = await readFollow(following);
  await writeFollow(folder, rest);
  await forgetAlone(folder);
}

/** Whether there is nothing from where it could follow. */
export const hasParted = async (folder: string): Promise<boolean> =>
  (await knownFollow(folder))?.gtid === undefined;
