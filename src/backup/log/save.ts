import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault.js';
import type { Alarm, BackupJob } from '../model.js';
import { Repository } from '../repository/repository.js';
import type { BackupSummary } from '../repository/save.js';
import { replaceFile } from '../worker/atomic.js';
import type { WorkerContext } from '../worker/context.js';
import { mariadbSource } from './mariadb-source.js';
import type { LogExtent } from './model.js';
import { postgresSource } from './postgres-source.js';
import { logTags } from './snapshots.js';
import { databaseFolder, type LogSource } from './source.js';

/** What is known to be in the vault; kept beside the job. */
export interface Saved extends LogExtent {
  /** RFC 3339, UTC: everything acknowledged before is in it. */
  through: string;
  /** restic's ID of where it is. */
  snapshot?: string;
}

/** One look at a log. */
export interface Round {
  saved: Saved;
  /** RFC 3339, UTC: when it was looked at. */
  lookedAt: string;
  /** Bytes added to the repository; undefined when there was nothing new. */
  added?: number;
  alarms: Alarm[];
}

const stateFile = (folder: string): string => join(folder, 'log.json');

export async function readSaved(folder: string): Promise<Saved | undefined> {
  return readFile(stateFile(folder), 'utf8').then(
    (text) => JSON.parse(text) as Saved,
    () => undefined,
  );
}

/** Whether a log has anything that is not in the vault. */
export function isNews(extent: LogExtent, saved: LogExtent | undefined): boolean {
  return (['stream', 'last', 'end'] as const).some((key) => extent[key] !== saved?.[key]);
}

/** What must not be: files gone before they were saved, or a log that begins again. */
export function holesIn(extent: LogExtent, saved: LogExtent | undefined): Alarm[] {
  if (saved === undefined || saved.stream !== extent.stream) return [];
  if (extent.last < saved.last || (extent.last === saved.last && extent.end < saved.end)) {
    return [{ code: 'BAK166', args: { from: extent.last, to: saved.last } }];
  }
  if (extent.first <= saved.last) return [];
  const to = Math.max(saved.last, extent.first - 1);
  return [{ code: 'BAK166', args: { from: Math.min(saved.last + 1, to), to } }];
}

export function logSource(job: BackupJob, volume = databaseFolder): LogSource {
  if (job.database === undefined) throw new Fault('BAK168', { app: job.app });
  return job.database.kind === 'mariadb'
    ? mariadbSource(volume, job.database)
    : postgresSource(volume, job.database);
}

/**
 * Saves what a log has that the vault has not.
 * @throws Fault BAK168 when the database keeps no log, BAK010 to BAK019 of restic
 */
export async function saveLog(
  job: BackupJob,
  source: LogSource,
  { places, signal, now }: Pick<WorkerContext, 'places' | 'signal' | 'now'>,
): Promise<Round> {
  const saved = await readSaved(places.job);
  // The time first: what is acknowledged from here on may be in it, what was before is.
  const through = now();
  const extent = await source.look();
  if (extent === undefined) throw new Fault('BAK168', { app: job.app });
  const lookedAt = through.toISOString();
  if (saved !== undefined && !isNews(extent, saved)) return { saved, lookedAt, alarms: [] };
  const repository = await openRepository(job, places.job, signal);
  try {
    await repository.reach();
    const { database } = job;
    if (database === undefined) throw new Fault('BAK168', { app: job.app });
    const tags = logTags(database.kind, extent, through);
    const { folder, exclude } = source;
    const saveAfter = (before: { parent?: string }): Promise<BackupSummary> => {
      const options = { cwd: folder, exclude, ...before };
      return repository.savePaths(['.'], { host: job.engineName, tags }, options);
    };
    const parent = saved?.snapshot;
    const { added, snapshot } = await (parent === undefined
      ? saveAfter({})
      : saveAfter({ parent }).catch((error: unknown) => {
          // A pruning may have let the parent go.
          if (!(error instanceof Fault) || error.code !== 'BAK019') throw error;
          return saveAfter({});
        }));
    const fresh: Saved = { ...extent, through: lookedAt, snapshot };
    await replaceFile(stateFile(places.job), JSON.stringify(fresh), 0o600);
    // A database that does not answer removes its files another time.
    await source.release(fresh).catch(() => undefined);
    return { saved: fresh, lookedAt, added, alarms: holesIn(extent, saved) };
  } finally {
    repository.close();
  }
}

/** The app’s own repository, as a run on its server opens it. */
export async function openRepository(
  { access, limitUpload }: BackupJob,
  folder: string,
  signal: AbortSignal,
): Promise<Repository> {
  const hint = join(folder, 'key-hint');
  return new Repository(access, {
    cache: join(folder, 'cache'),
    signal,
    ...(existsSync(hint) ? { keyHint: await readFile(hint, 'utf8') } : {}),
    ...(limitUpload === undefined ? {} : { limitUpload }),
  });
}
