/** A set brought back to life in a trial, compared with its manifest, and thrown away. */
import { storageVolume } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { Connection } from '../../server/connection.js';
import { askWorker } from '../containers/worker.js';
import type { Look } from '../log/model.js';
import type { Replayed } from '../log/replay.js';
import { bringForward } from '../log/trial.js';
import type { DrillJob, SetId } from '../model.js';
import { Repository } from '../repository/repository.js';
import { bringDatabaseBack } from '../trial/database.js';
import { withImages } from '../trial/images.js';
import type { PageCheck } from '../trial/pages.js';
import { Trial } from '../trial/trial.js';
import type { WorkerContext } from '../worker/context.js';
import type { FetchedDatabase, FetchedFiles } from '../worker/fetch.js';
import { keyHintIn, learnKeyHint } from '../worker/key-hint.js';
import { type OpenedSet, openSet, secretsOf } from '../worker/sets.js';
import { startApp } from './app.js';

export interface DrillResult {
  set: SetId;
  /** RFC 3339, UTC: the instant the set stands for. */
  at: string;
  /** Where the set came back, and where it was made. */
  server: string;
  from: string;
  /** Bytes brought back. */
  bytes: number;
  /** Compared and equal. */
  tables: number;
  rows: number;
  /** Of the database: contents, or only how many rows, as the set's digests are of another version. */
  compared: FetchedDatabase['compared'];
  files: number;
  pages: PageCheck[];
  /** What was written after the set, and brought back from the log of the database. */
  replayed?: Replayed & { at: string; seconds: number };
  /** What each part of the way back took; together it is the time a real restore would take. */
  seconds: { images: number; files: number; database: number; start: number; total: number };
}

export interface DrillRequest {
  job: Pick<DrillJob, 'app' | 'engineName' | 'access' | 'server'>;
  /** Default: the newest. */
  set?: SetId;
  /** What its database is brought to after it was compared; default: as far as the log leads. */
  at?: Date;
  look?: Look;
  /** The engine the trial runs on: that of this worker. */
  connection: Connection;
  /** The worker's own image, and the binds that lead to a `path` vault. */
  image: string;
  vaultBinds: string[];
  labels: Record<string, string>;
}

/**
 * Restores a set in a trial and proves that it is what was saved: every table and object of the
 * database, every file, the pages the inventory names; and that the log of the database leads on
 * from there. Removes everything, also when it fails.
 * @throws Fault BAK023 no set, BAK103 the database differs, BAK104 files differ, BAK105 a page
 *   does not answer as it should; BAK100 and BAK101 of the trial
 */
export async function drill(request: DrillRequest, context: WorkerContext): Promise<DrillResult> {
  const { job, labels, connection, set } = request;
  const { say, signal } = context;
  const { job: folder } = context.places;
  const keyHint = await keyHintIn(folder);
  const repository = new Repository(job.access, { signal, ...(keyHint && { keyHint }) });
  // For the next ones: on a server that makes no sets of the app nobody else notes it.
  const learning =
    keyHint === undefined ? learnKeyHint(folder, repository).catch(() => {}) : undefined;
  const clock = stopwatch();
  const name = `induk-drill-${job.engineName}-trial`;
  const trial = await Trial.open(connection.docker, { name, labels, signal });
  try {
    const kept = await openSet(repository, set);
    const { set: chosen } = kept.manifest;
    say(`set ${chosen}`);
    if (!kept.manifest.services.some(({ role }) => role === 'web')) {
      throw new Fault('BAK109', { set: chosen });
    }
    const sources = { docker: connection.docker, repository, trial, say };
    const manifest = { ...kept.manifest, services: await withImages(kept.manifest, sources) };
    const opened = { ...kept, manifest };
    const imagesTime = clock.lap();
    const secrets = await secretsOf(repository, opened);
    await trial.makeVolumes(manifest.services);
    const files = await bringFilesBack(request, trial, opened, context);
    const filesTime = clock.lap();
    const database = await bringBack(repository, trial, opened, secrets, context);
    const databaseTime = clock.lap();
    const { container } = database;
    const { at, look } = request;
    const forward = { manifest, ...(at && { at }), ...(look && { look }) };
    const replayed =
      container === undefined
        ? undefined
        : await bringForward(repository, { ...forward, container }, say);
    const replayTime = clock.lap();
    const pages = await startApp(connection.docker, trial, manifest, secrets, say);
    const startTime = clock.lap();
    return {
      set: manifest.set,
      at: manifest.at,
      server: job.server,
      from: manifest.server,
      bytes: database.bytes + files.bytes,
      tables: database.tables,
      rows: database.rows,
      compared: database.compared,
      files: files.files,
      pages,
      ...(replayed === undefined ? {} : { replayed: { ...replayed, seconds: replayTime } }),
      seconds: {
        images: imagesTime,
        files: filesTime,
        database: databaseTime,
        start: startTime,
        total: clock.total(),
      },
    };
  } finally {
    await learning;
    repository.close();
    say('taking the trial away');
    await trial.close();
  }
}

/** By a worker of its own: this one was started before the trial's volumes were there. */
async function bringFilesBack(
  { job, connection, image, vaultBinds, labels }: DrillRequest,
  trial: Trial,
  { manifest }: OpenedSet,
  { places, say, signal }: WorkerContext,
): Promise<Pick<FetchedFiles, 'files' | 'bytes'>> {
  const volumes = Object.keys(manifest.files?.volumes ?? {});
  if (volumes.length === 0) return { files: 0, bytes: 0 };
  const own = (key: string): string => trial.volume(storageVolume(job.engineName, key));
  const binds = volumes.map((key) => `${own(key)}:/volumes/${key}`);
  const spec = {
    name: `${trial.name}-files`,
    image,
    args: ['fetch', 'files', '--set', manifest.set],
    labels: { ...labels, ...trial.label },
    binds: [...binds, ...vaultBinds],
  };
  const keyHint = await keyHintIn(places.job);
  const order = { formatVersion: 1, access: job.access, ...(keyHint && { keyHint }) };
  const fetched = await askWorker<FetchedFiles>(connection, spec, order, { say, signal });
  const [first] = fetched.differences;
  if (first === undefined) return fetched;
  const path = `${first.volume}/${first.path}`;
  const count = fetched.differences.length;
  throw new Fault('BAK104', { set: manifest.set, count, path, what: first.what });
}

async function bringBack(
  repository: Repository,
  trial: Trial,
  opened: OpenedSet,
  secrets: Record<string, string>,
  context: WorkerContext,
): Promise<
  Pick<FetchedDatabase, 'bytes' | 'tables' | 'rows' | 'compared'> & { container?: string }
> {
  const { manifest } = opened;
  const service = manifest.services.find(({ role }) => role === 'db');
  if (service === undefined || manifest.database === undefined) {
    return { bytes: 0, tables: 0, rows: 0, compared: 'digests' };
  }
  context.say('the database starts');
  return bringDatabaseBack(repository, trial, opened, service, secrets, context);
}

/** Seconds since the last lap and since the start, to a tenth. */
function stopwatch(): { lap: () => number; total: () => number } {
  const started = performance.now();
  let last = started;
  const since = (then: number): number => Math.round((performance.now() - then) / 100) / 10;
  return {
    lap: () => {
      const time = since(last);
      last = performance.now();
      return time;
    },
    total: () => since(started),
  };
}
