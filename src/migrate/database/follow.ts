/** MariaDB: the new database as a replica of the old one, from its seed on. */
import { randomBytes } from 'node:crypto';
import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { askInside } from '../../backup/database/container.js';
import { mariadbQuery } from '../../backup/database/mariadb.js';
import { postgresClient } from '../../backup/database/postgres.js';
import { replaceFile } from '../../backup/worker/atomic.js';
import { Fault } from '../../fault.js';
import { plainSecret, replicationUser } from '../host/replication-account.js';
import type { MovedDatabase, MoverJob } from '../mover/model.js';
import type { OldHost } from '../mover/old-host.js';
import { askAside, keepSettings, newDatabase, writeSettings } from './new-database.js';
import { askOld } from './old-database.js';
import { type ReplicaState, readReplica, vertical } from './replica.js';
import { oldDatabase, type SeededDatabase, type Seeding, seedDatabase } from './seed.js';
import {
  closedSettings,
  keptSettings,
  openSettings,
  optionFile,
  readSettings,
  replicaName,
  replicaSettings,
  type Settings,
  settingsSql,
} from './settings.js';
import { ensureTunnel, tunnelPort } from './tunnel.js';

export interface Following {
  job: MoverJob;
  moved: MovedDatabase;
  host: OldHost;
  /** Folder of the job. */
  folder: string;
  signal: AbortSignal;
  say: (message: string) => void;
}

/** Kept beside the job: where the seed stands, what the new server is told to be. */
interface FollowRecord {
  /** Position of the seed; '' before the first change, absent when nobody asked for it. */
  gtid?: string;
  settings: Settings;
  /** Whether the old server ran its events. */
  events: string;
}

/**
 * What a first run has found and a later one cannot find any more, because the first has changed
 * it: kept beside the job until it is taken back.
 */
export async function remembered<T>(
  folder: string,
  name: string,
  find: () => Promise<T>,
): Promise<T> {
  const file = join(folder, `${name}.json`);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as T;
  const found = await find();
  await replaceFile(file, JSON.stringify(found), 0o600);
  return found;
}

/** Whether a run has found it, and nothing was taken back since. */
export const isKnown = (folder: string, name: string): Promise<boolean> =>
  access(join(folder, `${name}.json`)).then(
    () => true,
    () => false,
  );

export const forget = (folder: string, name: string): Promise<void> =>
  rm(join(folder, `${name}.json`), { force: true });

const recordFile = (folder: string): string => join(folder, 'follow.json');
const passwordFile = (folder: string): string => join(folder, 'replication');

/** Password of the replication accounts on both sides, made once for a migration. */
export async function replicationPassword(folder: string): Promise<string> {
  const file = passwordFile(folder);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const made = randomBytes(24).toString('base64url');
  await replaceFile(file, made, 0o600);
  return made;
}

/**
 * Gives the new server the old one's settings, closed for everybody but its administrator.
 * @param follows whether it will follow the old one
 */
export async function settleNew(
  { host, moved }: Pick<Following, 'host' | 'moved'>,
  follows: boolean,
): Promise<Pick<FollowRecord, 'settings' | 'events'>> {
  const target = await newDatabase(moved);
  const [old, fresh] = await Promise.all([
    askOld(oldDatabase(host, moved), settingsSql).then(readSettings),
    mariadbQuery(target.container, settingsSql).then(readSettings),
  ]);
  const settings = {
    ...keptSettings(old, fresh),
    ...(follows ? replicaSettings(old, moved.name) : {}),
  };
  await keepSettings(moved.service, optionFile({ ...settings, ...closedSettings }));
  return { settings, events: old.event_scheduler ?? 'OFF' };
}

/**
 * Seeds the new database and leaves it closed: only its administrator can write.
 * @param follows whether it will follow the old one from there
 * @throws Fault of `seedDatabase`
 */
export async function seedClosed(
  following: Following,
  seeding: Omit<Seeding, 'position'>,
  follows: boolean,
): Promise<SeededDatabase> {
  const { folder, moved } = following;
  await rm(recordFile(folder), { force: true });
  if (moved.kind === 'postgres') {
    await openPostgres(moved, true);
    const seeded = await seedDatabase(seeding);
    await openPostgres(moved, false);
    return seeded;
  }
  const kept = await settleNew(following, follows);
  await dropReplica((await newDatabase(moved)).container);
  const seeded = await seedDatabase({ ...seeding, position: follows });
  const record: FollowRecord = {
    ...kept,
    ...(seeded.gtid === undefined ? {} : { gtid: seeded.gtid }),
  };
  await replaceFile(recordFile(folder), JSON.stringify(record), 0o600);
  return seeded;
}

/** A new database that follows nobody any more. */
export async function dropReplica(container: string): Promise<void> {
  if ((await replicaState(container)) === undefined) return;
  await askAside(container, `STOP SLAVE '${replicaName}'; RESET SLAVE '${replicaName}' ALL;`);
}

/** Whether transactions of PostgreSQL write unless they say that they do not. */
async function openPostgres(moved: MovedDatabase, open: boolean): Promise<void> {
  const { container } = await newDatabase(moved);
  const sql = open
    ? 'ALTER SYSTEM RESET default_transaction_read_only;'
    : 'ALTER SYSTEM SET default_transaction_read_only = on;';
  const client = postgresClient('postgres');
  await askInside(container, client, `SET default_transaction_read_only = off;\n${sql}`);
  await askInside(container, client, 'SELECT pg_reload_conf();');
}

/** @throws Fault MIG078 when there is no seed to follow from */
export async function readFollow(folder: string): Promise<FollowRecord> {
  const text = await readFile(recordFile(folder), 'utf8').catch(() => undefined);
  if (text === undefined) throw new Fault('MIG078', { name: folder });
  return JSON.parse(text) as FollowRecord;
}

/**
 * Has the new database follow the old one, or go on doing so, until it is as close as asked for.
 * @param lag seconds behind at most
 * @param stay goes on watching until the signal, and mends the tunnel
 * @returns how it stands
 * @throws Fault MIG074 when it cannot carry out what it got, MIG078 without a seed, MIG080 when
 *   it does not connect for two minutes
 */
export async function follow(
  following: Following,
  lag: number,
  stay: boolean,
): Promise<ReplicaState> {
  const { moved, say, signal } = following;
  const { gtid } = await readFollow(following.folder);
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
      if (state.lag !== undefined && state.lag <= lag && !stay) return state;
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
  await ensureTunnel(job, moved, host);
  const state = await replicaState(container);
  if (state === undefined) {
    await askAside(container, await beginSql(folder, gtid));
  } else if (!state.applying && state.trouble?.kind !== 'apply') {
    await askAside(container, `START SLAVE '${replicaName}';`);
  }
  return state;
}

export async function replicaState(container: string): Promise<ReplicaState | undefined> {
  const client = ['mariadb', '--socket=/run/mysqld/mysqld.sock', ...vertical];
  return readReplica(await askInside(container, client, showReplica).catch(unlessNone));
}

export const showReplica = `SHOW SLAVE '${replicaName}' STATUS;`;

/** A server answers with an error when it never had a replica of that name. */
export function unlessNone(error: unknown): string {
  if (error instanceof Fault && /\b1617\b/.test(`${error.args.reason}`)) return '';
  throw error;
}

/** Begins at the seed's position; told again before anything was carried out, it is the same. */
async function beginSql(folder: string, gtid: string): Promise<string> {
  return `SET GLOBAL gtid_slave_pos = '${gtid}';
    ${changeMaster(await replicationPassword(folder))}
    START SLAVE '${replicaName}';`;
}

/** Both servers find the other one at their own end of the tunnel, which encrypts. */
export function changeMaster(password: string): string {
  return `CHANGE MASTER '${replicaName}' TO MASTER_HOST = '127.0.0.1', MASTER_PORT = ${tunnelPort},
    MASTER_USER = '${replicationUser}', MASTER_PASSWORD = '${plainSecret(password)}',
    MASTER_SSL = 0, MASTER_USE_GTID = slave_pos, MASTER_CONNECT_RETRY = 1,
    MASTER_HEARTBEAT_PERIOD = 2;`;
}

/**
 * Waits until the new database has all that the old one had logged when it was asked, which is to
 * be asked once nobody writes there any more.
 * @param seconds at most
 * @returns the position both have
 * @throws Fault MIG081 when it does not arrive in time, MIG074 when it cannot carry it out
 */
export async function catchUp(following: Following, seconds: number): Promise<{ gtid: string }> {
  const { host, moved, signal, folder } = following;
  const old = oldDatabase(host, moved);
  const gtid = (await askOld(old, 'SELECT @@GLOBAL.gtid_binlog_pos')).trim();
  const { container } = await newDatabase(moved);
  const { gtid: seeded = '' } = await readFollow(folder);
  for (const deadline = Date.now() + seconds * 1000; ; ) {
    const waited = await mariadbQuery(container, `SELECT MASTER_GTID_WAIT('${gtid}', 1)`);
    if (waited.trim() === '0') return { gtid };
    signal.throwIfAborted();
    // A link that was cut is made anew: it need not wait until the server looks for it again.
    const state = await step(following, seeded);
    if (state?.trouble?.kind === 'apply') throw cannotApply(moved, state.trouble.reason);
    if (Date.now() > deadline) throw new Fault('MIG081', { name: moved.name, seconds });
  }
}

export const cannotApply = ({ name }: Pick<MovedDatabase, 'name'>, reason: string): Fault =>
  new Fault('MIG074', { name, reason: reason.slice(0, 300) });

/** Opens the new database for writing, or closes it, at once and for every later start. */
export async function setOpen({ moved, folder }: Following, open: boolean): Promise<void> {
  if (moved.kind === 'postgres') return openPostgres(moved, open);
  const { container } = await newDatabase(moved);
  const { settings, events } = await readFollow(folder);
  const kept = open ? { ...openSettings, 'event-scheduler': events } : closedSettings;
  await writeSettings(container, optionFile({ ...settings, ...kept }));
  await askAside(
    container,
    open
      ? `SET GLOBAL event_scheduler = ${events === 'ON' ? 'ON' : 'OFF'}; SET GLOBAL read_only = 0;`
      : 'SET GLOBAL read_only = 1; SET GLOBAL event_scheduler = OFF;',
  );
}
