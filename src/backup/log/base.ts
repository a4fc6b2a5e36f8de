/** Copies of a server's files, on which alone its log can be replayed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupJob } from '../model.js';
import type { Repository } from '../repository/repository.js';
import { replaceFile } from '../worker/atomic.js';
import type { WorkerContext } from '../worker/context.js';
import { containerOf } from '../worker/engine.js';
import type { LogExtent } from './model.js';
import { openRepository } from './save.js';
import { logTags } from './snapshots.js';
import type { LogSource } from './source.js';

/** Milliseconds after which another copy is made: as much log a restore reads at the most. */
const renewal = 7 * 24 * 3_600_000;

export const baseFile = 'base.tar';

/**
 * Makes copies in the background: the log goes on being saved meanwhile, however long it takes.
 * What went wrong is told by the round after.
 */
export class BaseMaker {
  #running: Promise<void> | undefined;
  #failure: unknown;

  constructor(readonly context: Pick<WorkerContext, 'places' | 'signal' | 'now' | 'say'>) {}

  /**
   * Begins a copy where one is due.
   * @param extent of the log as it was saved: what a copy needs comes after
   * @param isBroken whether the copies there are lead nowhere any more
   * @throws Fault with which the copy before has failed
   */
  async see(job: BackupJob, source: LogSource, extent: LogExtent, isBroken: boolean) {
    const { places, now, say } = this.context;
    const failure = this.#failure;
    this.#failure = undefined;
    if (failure !== undefined) throw failure;
    if (!source.needsBase || job.database === undefined || this.#running !== undefined) return;
    if (!isBroken && !(await needsBase(extent, places.job, now()))) return;
    // From here on the server keeps what the copy will need.
    await source.prepare();
    say('log: copying the files it begins with');
    this.#running = this.#save({ ...job, database: job.database }, extent)
      .catch((error: unknown) => {
        this.#failure = error;
      })
      .finally(() => {
        this.#running = undefined;
      });
  }

  async #save(job: Parameters<typeof saveBase>[0], extent: LogExtent): Promise<void> {
    const { places, signal, now } = this.context;
    const repository = await openRepository(job, places.job, signal);
    try {
      await saveBase(job, repository, extent, { folder: places.job, now });
    } finally {
      repository.close();
    }
  }
}

/** Whether a copy must be made for the log to be worth anything. */
async function needsBase(extent: LogExtent, folder: string, now: Date) {
  const last = await readFile(baseState(folder), 'utf8').then(
    (text) => JSON.parse(text) as { stream: string; at: string },
    () => undefined,
  );
  return last?.stream !== extent.stream || now.getTime() - Date.parse(last.at) > renewal;
}

/**
 * Copies a PostgreSQL server's files as it runs. The log from `extent.last` on belongs to it.
 * @throws Fault of restic; then there is no snapshot
 */
async function saveBase(
  job: BackupJob & { database: NonNullable<BackupJob['database']> },
  repository: Repository,
  extent: LogExtent,
  { folder, now }: { folder: string; now: () => Date },
): Promise<void> {
  const container = await containerOf(job.database.service);
  const { stream, last } = extent;
  const argv = [
    ...['docker', 'exec', container, 'pg_basebackup', '--pgdata=-', '--format=tar'],
    ...['--wal-method=none', '--checkpoint=fast', '--no-manifest'],
  ];
  const position = { stream, first: last, last, end: 0 };
  await repository.saveOutput(argv, baseFile, {
    host: job.engineName,
    tags: logTags('postgres', position, now(), 'base'),
  });
  await replaceFile(baseState(folder), JSON.stringify({ stream, at: now().toISOString() }), 0o600);
}

const baseState = (folder: string): string => join(folder, 'log-base.json');
