/**
 * The mover: a container of induk's own image on the app's new server, which brings everything
 * over from the old host. Its job and its key lie in the volume `/job`, the app's volumes under
 * `/volumes`; `migrate/mover/model.ts` says what a job is.
 */
import { Fault } from '../../fault.js';
import { proveDatabase } from '../database/proof.js';
import { seedDatabase } from '../database/seed.js';
import { seedFiles } from '../files/seed.js';
import { verifyFiles } from '../files/verify.js';
import { ensureKeyPair, pinOldHost } from './identity.js';
import { databaseOf, readMoverJob } from './job.js';
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
  /** Of `verify-files`: files changed before this time of the old host are proven already. */
  since?: number;
  /** Of `seed-database`: takes the digests of what is loaded. */
  proof?: boolean;
  /** Of `seed-database`: asks for the position that `follow` begins from. */
  position?: boolean;
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
  { what, rounds, since, proof = false, position = false }: MoverRequest,
  job: MoverJob,
  host: OldHost,
  { places, signal, say }: MoverContext,
): Promise<unknown> {
  const moving = { host, volumes: places.volumes, signal, say };
  switch (what) {
    case 'reach':
      return reachOldHost(host);
    case 'seed-files':
      return seedFiles(job, moving, rounds);
    case 'seed-database':
      return seedDatabase({ host, moved: databaseOf(job), say, signal, proof, position });
    case 'verify-database':
      return proveDatabase(host, databaseOf(job));
    case 'verify-files':
      return verifyFiles(job, moving, since);
    default:
      throw new Fault('MIG103', { action: what });
  }
}
