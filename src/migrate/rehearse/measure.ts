/** What the freeze will consist of, done without one and without writing anything. */
import { digestsOf } from '../../backup/database/dump.js';
import { catchUp } from '../database/follow.js';
import { newDatabase } from '../database/new-database.js';
import { finishFiles } from '../files/finish.js';
import type { MoverJob } from '../mover/model.js';
import type { OldHost } from '../mover/old-host.js';
import type { FreezeParts } from './model.js';

export interface Measuring {
  job: MoverJob;
  method: 'follow' | 'dump';
  host: OldHost;
  places: { job: string; volumes: string };
  /** What the journal says of the seed. */
  seed: unknown;
  signal: AbortSignal;
  say: (message: string) => void;
}

interface Seeded {
  files?: { proof?: { from?: number } };
  database?: { seconds?: number };
}

/** Seconds that a follower may take to catch up. */
const patience = 60;

/** @throws Fault MIG050 to MIG055, MIG074, MIG081, MIG100 */
export async function measureFreeze(measuring: Measuring): Promise<Omit<FreezeParts, 'steps'>> {
  const { job, say } = measuring;
  say('the freeze is measured');
  return {
    ...(job.database === undefined ? {} : await measureDatabase(measuring)),
    ...(job.folders.length === 0 ? {} : await measureFiles(measuring)),
  };
}

async function measureDatabase(measuring: Measuring): Promise<Omit<FreezeParts, 'steps'>> {
  const { job, method, host, places, seed, signal, say } = measuring;
  const moved = job.database;
  if (moved === undefined) return {};
  if (method === 'follow') {
    const following = { job, moved, host, folder: places.job, signal, say };
    return { catchUp: await timed(() => catchUp(following, patience)) };
  }
  const { database } = (seed ?? {}) as Seeded;
  return {
    ...(database?.seconds === undefined ? {} : { dump: rounded(database.seconds) }),
    // Both sides are dumped at once for it; the old one is spared here.
    rows: await timed(async () => digestsOf(await newDatabase(moved))),
  };
}

/** The last copy as a dry run, which looks at every file as it does, and its proof. */
async function measureFiles({
  job,
  host,
  places,
  seed,
  signal,
  say,
}: Measuring): Promise<Omit<FreezeParts, 'steps'>> {
  const moving = { host, volumes: places.volumes, signal, say };
  // As the freeze itself does: what is proven already is not read again.
  const since = ((seed ?? {}) as Seeded).files?.proof?.from;
  return { files: await timed(() => finishFiles(job, moving, { since, dryRun: true })) };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await work();
  return rounded((performance.now() - begin) / 1000);
}

const rounded = (seconds: number): number => Math.round(seconds * 100) / 100;
