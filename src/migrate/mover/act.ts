/**
 * The mover: a container of induk's own image on the app's new server, which brings everything
 * over from the old host. Its job and its key lie in the volume `/job`, the app's volumes under
 * `/volumes`; `migrate/mover/model.ts` says what a job is.
 */
import { Fault } from '../../fault.js';
import { seedClosed, setOpen } from '../database/closed.js';
import { catchUp, follow, noteAlone, partAlone } from '../database/follow.js';
import type { Following } from '../database/following.js';
import { answers, withNewDatabase } from '../database/new-database.js';
import { type OldDatabase, oldDatabase } from '../database/old-database.js';
import { refuseTakenPort } from '../database/old-replicas.js';
import { pairingOf } from '../database/pairing.js';
import { proveDatabase, proveSeed } from '../database/proof.js';
import { replicationPassword } from '../database/record.js';
import { forget, remembered } from '../database/remembered.js';
import { catchUpReverse } from '../database/return-mariadb.js';
import { forgetReturn, returnPostgres, withdrawReturn } from '../database/return-postgres.js';
import {
  carryBack,
  forgetReplication,
  type ReverseUndo,
  startReverse,
  stopReverse,
} from '../database/reverse.js';
import { removeTunnel } from '../database/tunnel.js';
import { finishFiles } from '../files/finish.js';
import { returnFiles } from '../files/return.js';
import { seedFiles } from '../files/seed.js';
import { verifyFiles } from '../files/verify.js';
import {
  type BinaryLogUndo,
  disableBinaryLog,
  enableBinaryLog,
  leaveBinaryLog,
} from '../host/binary-log.js';
import {
  grantReplication,
  type ReplicationUndo,
  replicationBefore,
  revokeReplication,
} from '../host/replication-account.js';
import { freeApp, holdApp } from './hold.js';
import { ensureKeyPair, pinOldHost } from './identity.js';
import { databaseOf, readMoverJob } from './job.js';
import { noteOpened, unwrittenSince } from './look.js';
import type { MoverJob } from './model.js';
import { OldHost } from './old-host.js';
import { reachOldHost } from './reach.js';

/** What a mover is given besides its job. */
export interface MoverContext {
  places: { job: string; volumes: string };
  signal: AbortSignal;
  /** Takes a line about what is being done. */
  say: (message: string) => void;
}

/** What the mover is asked for on its command line; nothing of it is secret. */
export interface MoverRequest {
  what: string;
  /** Of `seed-files`: rounds at most. */
  rounds?: number;
  /** Of `…-files`: contents of files that are older by the old host's clock are proven. */
  since?: number;
  /** Of `verify-files`: the old host's clock when the copy began of which it is the proof. */
  begun?: number;
  /** Of `return-files`: the same of files here, by this server's clock. */
  here?: number;
  /** Of `finish-files`: writes nothing. */
  dry?: boolean;
  /** Of `seed-database`: takes the digests of what is loaded. */
  proof?: boolean;
  /** Of `seed-database`: the new one is to follow the old one. */
  position?: boolean;
  /** Of `seed-database`: the old side is held. */
  frozen?: boolean;
  /** Of `follow`: seconds behind at most; of `catch-up`: seconds it may take. */
  within?: number;
  /** Of `follow`: goes on until it is stopped. */
  stay?: boolean;
  /** Of `note-alone`: where the new database's log stands. */
  logged?: string;
  /** Of actions that take something back: what the journal has of it, JSON. */
  undo?: string;
}

/**
 * Does what the mover was asked for.
 * @returns data of the line `result`
 * @throws Fault MIG…
 */
export async function move(request: MoverRequest, context: MoverContext): Promise<unknown> {
  const { places } = context;
  const job = await readMoverJob(places.job);
  if (request.what === 'key') {
    return { publicKey: await ensureKeyPair(places.job, `induk-migrate ${job.app}`) };
  }
  await pinOldHost(places.job, job.old);
  const host = new OldHost(places.job, job.old, job.sudo);
  return withHost(request, job, host, context);
}

async function withHost(
  request: MoverRequest,
  job: MoverJob,
  host: OldHost,
  { places, signal, say }: MoverContext,
): Promise<unknown> {
  const moving = { host, volumes: places.volumes, signal, say };
  switch (request.what) {
    case 'reach':
      return reachOldHost(host);
    case 'seed-files':
      return seedFiles(job, moving, request.rounds);
    case 'hold':
      return holdApp(job.engineName);
    case 'free':
      return freeApp(job.engineName);
    case 'return-files':
      return returnFiles(job, moving, { from: request.since, here: request.here });
    case 'verify-files':
      return verifyFiles(job, moving, request.since, request.begun);
    case 'finish-files':
      return finishFiles(job, moving, { since: request.since, dryRun: request.dry });
    case 'note-opened':
      return noteOpened(job, places);
    case 'unwritten':
      return unwrittenSince(job, places);
    default:
      return onDatabase(request, {
        job,
        moved: databaseOf(job),
        host,
        folder: places.job,
        signal,
        say,
      });
  }
}

async function onDatabase(request: MoverRequest, following: Following): Promise<unknown> {
  const { moved, host, folder } = following;
  const { what, within = 1, stay = false } = request;
  const old = oldDatabase(host, moved);
  switch (what) {
    case 'seed-database':
      return seedProven(following, request);
    case 'verify-database':
      return proveDatabase(host, moved);
    case 'enable-log':
      return { undo: await enableBinaryLog(host) };
    case 'disable-log':
      return disableBinaryLog(host, undoOf<BinaryLogUndo>(request));
    case 'leave-log':
      return leaveBinaryLog(host, undoOf<BinaryLogUndo>(request));
    case 'grant-replication':
      return { undo: await grantOnce(following, old) };
    case 'revoke-replication':
      await revokeReplication(old, pairingOf(following.job), undoOf<ReplicationUndo>(request));
      return forget(folder, 'grant');
    case 'follow':
      return follow(following, within, stay);
    case 'catch-up':
      return catchUp(following, within);
    case 'note-alone':
      return noteAlone(following, request.logged);
    case 'part':
      return partAlone(following);
    case 'open':
    case 'close':
      return setOpen(following, what === 'open');
    default:
      return onReverse(request, following, within);
  }
}

/** What is to be followed is compared as it was loaded: nothing has changed it since. */
async function seedProven(
  following: Following,
  { proof = false, position = false, frozen = false }: MoverRequest,
): Promise<unknown> {
  // The Swarm may just have started it, or started it anew.
  await answers(following.moved.service);
  const purpose = { follows: position, frozen };
  const seeded = await seedClosed(following, { ...following, proof }, purpose);
  const { report, ...rest } = seeded;
  if (!position || report === undefined) return seeded;
  following.say('database: compared with what was copied');
  const prove = () => proveSeed(following.moved, report);
  return { ...rest, proof: await withNewDatabase(following, prove) };
}

/** Told again after a run that was killed, what takes it back is still what was there at first. */
async function grantOnce(
  { job, folder, signal }: Following,
  old: OldDatabase,
): Promise<ReplicationUndo> {
  const pairing = pairingOf(job);
  await refuseTakenPort(old, pairing);
  const password = await replicationPassword(folder);
  const before = await remembered(folder, 'grant', () => replicationBefore(old, pairing));
  await grantReplication(old, pairing, password, signal);
  return before;
}

async function onReverse(
  request: MoverRequest,
  following: Following,
  within: number,
): Promise<unknown> {
  switch (request.what) {
    case 'reverse':
      return { undo: await startReverse(following) };
    case 'carry-back':
      return carryBack(following);
    case 'catch-up-reverse':
      return catchUpReverse(following, within);
    case 'stop-reverse':
      return stopReverse(following, undoOf<ReverseUndo>(request));
    case 'forget':
      await forgetReplication(following);
      return removeTunnel(following.job);
    case 'return-database':
      return returnPostgres(following);
    case 'forget-return':
      return forgetReturn(following);
    case 'withdraw-return':
      return withdrawReturn(following);
    default:
      throw new Fault('MIG103', { action: request.what });
  }
}

function undoOf<T>({ undo }: MoverRequest): T {
  if (undo === undefined) throw new Fault('MIG104', { reason: 'nothing says what to take back' });
  return JSON.parse(undo) as T;
}
