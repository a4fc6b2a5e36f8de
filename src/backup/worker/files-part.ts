import { join } from 'node:path';
import { type Catalogue, catalogue, catalogueEntries } from '../files/catalogue.js';
import { fileClock, findMoving } from '../files/moving.js';
import type { BackupJob, FilesPart, Manifest, SetId } from '../model.js';
import type { Repository } from '../repository/repository.js';
import type { BackupSummary } from '../repository/save.js';
import { partTags } from '../repository/snapshots.js';
import type { WorkerContext } from './context.js';

export interface MadeFiles {
  part: FilesPart;
  catalogue: Catalogue;
  /** Files that could not be read, with why. */
  unread: { path: string; reason: string }[];
  added: number;
  bytes: number;
}

export const catalogueFile = (job: string): string => join(job, 'catalogue.ndjson');

/** Saves the app's volumes in a snapshot, and lists what they hold meanwhile. */
export async function saveFiles(
  job: BackupJob,
  set: SetId,
  repository: Repository,
  previous: Manifest | undefined,
  context: WorkerContext,
): Promise<MadeFiles> {
  const { places, signal } = context;
  context.say(`files: ${job.volumes.join(', ')}`);
  const missed: { path: string; reason?: string }[] = [];
  const file = catalogueFile(places.job);
  const began = await fileClock(places.job);
  // Side by side: what one reads from the disk the other finds in memory.
  const [saved, listed] = await Promise.all([
    repository.savePaths(
      [places.volumes],
      { host: job.engineName, tags: partTags(set, 'files') },
      { say: (percent) => context.say(`files: ${percent} %`) },
    ),
    catalogue(places.volumes, job.volumes, file, {
      missed: (volume, path, reason) =>
        missed.push({ path: `${volume}/${path}`, ...(reason === undefined ? {} : { reason }) }),
      signal,
    }),
  ]);
  const moved = isStill(saved, listed, previous)
    ? []
    : await findMoving(places.volumes, job.volumes, catalogueEntries(file), began);
  const moving = [...new Set([...moved, ...missed.map(({ path }) => path)])].sort();
  return {
    part: { snapshot: saved.snapshot, volumes: listed.volumes, moving },
    catalogue: listed,
    unread: unreadOf(saved, missed),
    added: saved.added,
    bytes: Object.values(listed.volumes).reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Both saw nothing new since a set in which nothing moved: there is nothing to compare. */
function isStill(saved: BackupSummary, listed: Catalogue, previous?: Manifest): boolean {
  if (previous?.files === undefined || previous.files.moving.length > 0) return false;
  return listed.still && saved.filesNew === 0 && saved.filesChanged === 0;
}

const vanished = /no such file|ENOENT/i;

/** What vanished under way is no fault of a running app; what is there and unreadable is. */
function unreadOf(
  saved: BackupSummary,
  missed: { path: string; reason?: string }[],
): MadeFiles['unread'] {
  const all = [
    ...saved.unread,
    ...missed.flatMap(({ path, reason }) => (reason === undefined ? [] : [{ path, reason }])),
  ];
  return all.filter(({ reason }) => !vanished.test(reason));
}
