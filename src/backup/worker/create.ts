import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDotenv } from '../../secrets/dotenv.js';
import { connectLocal } from '../../server/local.js';
import { alarmsOf } from '../alarms.js';
import { catalogueEntries } from '../files/catalogue.js';
import { writeLines } from '../files/write-lines.js';
import { saveImages } from '../images/save.js';
import { formatManifest, manifestFiles, readManifest } from '../manifest.js';
import type { Alarm, BackupJob, Manifest } from '../model.js';
import { Repository } from '../repository/repository.js';
import { manifestTags } from '../repository/snapshots.js';
import { setIdAt } from '../set-id.js';
import { captureServices } from '../trial/kept-service.js';
import { replaceFile } from './atomic.js';
import type { WorkerContext } from './context.js';
import { type MadeDump, saveDatabase } from './dump-part.js';
import { catalogueFile, type MadeFiles, saveFiles } from './files-part.js';
import { keyHintIn, learnKeyHint } from './key-hint.js';
import { resticVersion, toolVersions } from './tools.js';

export interface MadeSet {
  manifest: Manifest;
  /** Bytes in the set, and bytes that it added to the repository. */
  bytes: number;
  added: number;
}

/**
 * Makes a set: the database, then the files, so that no row speaks of a file that is not in
 * the set; the manifest last, without which there is no set.
 *
 * @throws Fault of the part that failed; then there is no set, and all before are as they were
 */
export async function createSet(
  job: BackupJob,
  reason: Manifest['reason'],
  context: WorkerContext,
): Promise<MadeSet> {
  const { access, limitUpload } = job;
  const { job: folder } = context.places;
  const keyHint = await keyHintIn(folder);
  // Left behind by a run that was killed; so were its locks, by this same container.
  const begun = join(folder, 'begun');
  const wasKilled = existsSync(begun);
  await writeFile(begun, '');
  const repository = new Repository(access, {
    cache: join(folder, 'cache'),
    signal: context.signal,
    ...(keyHint === undefined ? {} : { keyHint }),
    ...(limitUpload === undefined ? {} : { limitUpload }),
  });
  try {
    await repository.reach();
    if (wasKilled) await repository.unlock();
    const [made] = await Promise.all([
      savedSet(job, reason, repository, context),
      keyHint === undefined ? learnKeyHint(folder, repository) : undefined,
    ]);
    return made;
  } finally {
    repository.close();
    await rm(begun, { force: true });
  }
}

async function savedSet(
  job: BackupJob,
  reason: Manifest['reason'],
  repository: Repository,
  context: WorkerContext,
): Promise<MadeSet> {
  const at = context.now();
  const set = setIdAt(at, context.chance(2));
  const previous = await previousManifest(context.places.job);
  const { database } = job;
  let dump: MadeDump | undefined;
  if (database !== undefined) {
    context.say(`database: ${database.kind} ${database.name}`);
    dump = await saveDatabase({ ...job, database }, set, repository, context);
  }
  const { docker } = await connectLocal(job.server);
  const aside = Promise.all([captureServices(docker, job.engineName), resticVersion()]);
  // Told when it is waited for: whatever fails, restic has ended before that is told.
  aside.catch(() => undefined);
  const hasFiles = job.volumes.length > 0;
  const files = hasFiles ? await saveFiles(job, set, repository, previous, context) : undefined;
  const [services, restic] = await aside;
  const kept = job.images === true ? services : [];
  const images = await saveImages(
    kept,
    previous?.images ?? {},
    repository,
    job.engineName,
    context,
  );
  context.say('manifest');
  const manifest: Manifest = {
    formatVersion: 1,
    set,
    site: job.site,
    app: job.app,
    engineName: job.engineName,
    server: job.server,
    at: at.toISOString(),
    finishedAt: context.now().toISOString(),
    reason,
    ...(job.inventoryCommit === undefined ? {} : { inventoryCommit: job.inventoryCommit }),
    services,
    ...(dump === undefined ? {} : { database: dump.part }),
    ...(files === undefined ? {} : { files: files.part }),
    ...(kept.length === 0 ? {} : { images: images.images }),
    secrets: Object.keys(job.secrets).sort(),
    tools: toolVersions(context.version, restic, dump),
    alarms: [],
  };
  manifest.alarms = [
    ...strangenessOf(previous, manifest, files),
    ...unreadAlarm(files),
    ...brokenAlarm(dump),
    ...(dump?.lacking ?? []).map((args) => ({ code: 'BAK154', args })),
    ...images.alarms,
  ];
  const added = await saveManifest(job, manifest, dump, repository, context);
  await replaceFile(manifestCopy(context.places.job), formatManifest(manifest), 0o600);
  return {
    manifest,
    bytes: (dump?.part.bytes ?? 0) + (files?.bytes ?? 0),
    added: (dump?.added ?? 0) + (files?.added ?? 0) + images.added + added,
  };
}

/** Bytes added. */
async function saveManifest(
  job: BackupJob,
  manifest: Manifest,
  dump: MadeDump | undefined,
  repository: Repository,
  { places }: WorkerContext,
): Promise<number> {
  const folder = join(places.job, 'manifest');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  const put = (name: string, content: string): Promise<void> =>
    writeFile(join(folder, name), content, { mode: 0o600 });
  try {
    await put(manifestFiles.manifest, formatManifest(manifest));
    await put(manifestFiles.secrets, formatDotenv(Object.entries(job.secrets).sort()));
    if (dump !== undefined) await put(manifestFiles.accounts, dump.accounts);
    if (manifest.files !== undefined) {
      const entries = catalogueEntries(catalogueFile(places.job));
      await writeLines(join(folder, manifestFiles.files), entries);
    }
    const { set, engineName, database } = manifest;
    const uses = Object.keys(manifest.images ?? {});
    const to = { host: engineName, tags: manifestTags(set, { uses, log: database?.log }) };
    const saved = await repository.savePaths(['.'], to, { cwd: folder });
    return saved.added;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const manifestCopy = (job: string): string => join(job, 'last-manifest.json');

/** Of the last set made here; the next set is compared with it. */
async function previousManifest(job: string): Promise<Manifest | undefined> {
  return readFile(manifestCopy(job), 'utf8').then(readManifest, () => undefined);
}

function strangenessOf(
  previous: Manifest | undefined,
  next: Manifest,
  files: MadeFiles | undefined,
): Alarm[] {
  if (files === undefined) return alarmsOf(previous, next);
  const { changes, randomness } = files.catalogue;
  return alarmsOf(previous, next, { changes, randomness });
}

function unreadAlarm(files: MadeFiles | undefined): Alarm[] {
  const first = files?.unread[0];
  if (files === undefined || first === undefined) return [];
  const { path, reason } = first;
  return [{ code: 'BAK021', args: { count: files.unread.length, path, reason } }];
}

function brokenAlarm(dump: MadeDump | undefined): Alarm[] {
  if (dump === undefined || dump.broken.length === 0) return [];
  const { length: count } = dump.broken;
  return [{ code: 'BAK027', args: { count, names: dump.broken.slice(0, 5).join(', ') } }];
}
