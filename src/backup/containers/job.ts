/** The worker's container of an app, with its job: made by apply, started by its timer. */
import {
  backupContainer,
  backupVolume,
  drillContainer,
  labels,
  logContainer,
  storageVolume,
  watchName,
} from '../../desired/names.js';
import type { Connection } from '../../server/connection.js';
import { unlessGone } from '../../server/engine/answers.js';
import type { BackupJob, DrillJob, Manifest, SetId } from '../model.js';
import { type ArchiveFile, archiveOf } from './archive.js';
import { metricsFolder, statusFolder } from './folders.js';
import { placeLog } from './log.js';
import { place } from './place.js';

/** Where workers of an app find what they need, the app's own files aside. */
export function jobBinds(engineName: string, vaultFolder?: string): string[] {
  return [
    `${backupVolume(engineName)}:/job`,
    `${statusFolder}:/status`,
    `${metricsFolder}:/metrics`,
    ...(vaultFolder === undefined ? [] : [`${vaultFolder}:/vault`]),
  ];
}

/** An app's volumes, to be read only. */
export function volumeBinds({ engineName, volumes }: Pick<BackupJob, 'engineName' | 'volumes'>) {
  return volumes.map((key) => `${storageVolume(engineName, key)}:/volumes/${key}:ro`);
}

export interface Placement {
  image: string;
  /** Of a `path` vault. */
  vaultFolder?: string;
}

/**
 * A set is made at night, and nobody waits for it: whoever asks for a page does. Pages took half as
 * long at their slowest as with 256, and a set no longer.
 */
const backupShares = 16;

/**
 * Puts an app's job on its server, and its workers: one that backs up, which a timer starts, and
 * one that follows the log of the app's database all the time.
 */
export async function placeJob(
  connection: Connection,
  job: BackupJob,
  { image, vaultFolder }: Placement,
): Promise<void> {
  const { docker } = connection;
  await makeJobVolume(connection, job);
  // An app that is not deployed yet: as the Swarm would make them, or they would stay nobody's.
  const appOwn = { [labels.site]: job.site, [labels.app]: job.app };
  for (const key of job.volumes) {
    await docker.createVolume({ Name: storageVolume(job.engineName, key), Labels: appOwn });
  }
  const common = jobBinds(job.engineName, vaultFolder);
  const backup = backupContainer(job.engineName);
  await place(connection, {
    image,
    labels: ownLabels(job),
    name: backup,
    args: ['create'],
    binds: [...common, ...volumeBinds(job)],
    cpuShares: backupShares,
  });
  await putJob(connection, backup, job);
  await placeLog(connection, job, { image, labels: ownLabels(job), binds: common });
}

/**
 * Puts the worker on a server that restores an app's sets there in drills. Where the app itself
 * does not run it is given what a drill needs, and none of the app's own secrets.
 * @param isHome whether the app's own job is there, which `placeJob` has put
 */
export async function placeDrill(
  connection: Connection,
  job: DrillJob,
  { image, vaultFolder, isHome }: Placement & { isHome: boolean },
): Promise<void> {
  const name = drillContainer(job.engineName);
  if (!isHome) await makeJobVolume(connection, job);
  const binds = jobBinds(job.engineName, vaultFolder);
  await place(connection, { image, labels: ownLabels(job), name, args: ['drill'], binds });
  if (!isHome) await putJob(connection, name, job);
}

const ownLabels = ({ site, app }: DrillJob): Record<string, string> => ({
  [labels.site]: site,
  [labels.app]: app,
  [labels.role]: 'backup',
});

async function makeJobVolume({ docker }: Connection, job: DrillJob): Promise<void> {
  await docker.createVolume({ Name: backupVolume(job.engineName), Labels: ownLabels(job) });
}

async function putJob({ docker }: Connection, container: string, job: DrillJob): Promise<void> {
  const archive = await archiveOf([jobFile('job.json', job)]);
  await docker.getContainer(container).putArchive(archive, { path: '/job' });
}

/** Tells a worker why its next run is made; a run under way was begun for its own reason. */
export async function giveReason(
  { docker }: Connection,
  name: string,
  reason: Manifest['reason'],
): Promise<void> {
  const container = docker.getContainer(name);
  const { State } = await container.inspect();
  if (State.Running) return;
  await container.putArchive(await archiveOf([jobFile('request.json', { reason })]), {
    path: '/job',
  });
}

/** In the job's volume: the set that is being put in the place of the app's data. */
export const restoringFile = 'restoring.json';

/**
 * Tells the worker that backs an app up which set is being restored over its data; undefined: none
 * any more. Nothing where the app has no worker.
 */
export async function markRestoring(
  { docker }: Connection,
  engineName: string,
  set: SetId | undefined,
): Promise<void> {
  const container = docker.getContainer(backupContainer(engineName));
  const mark = jobFile(restoringFile, set === undefined ? {} : { set });
  await container.putArchive(await archiveOf([mark]), { path: '/job' }).catch(unlessGone);
}

/**
 * Takes the workers of apps away that are not backed up or drilled here any more, and their jobs.
 * @param keep engine names; whether somebody is to be told of runs that are missed
 */
export async function removeJobs(
  connection: Connection,
  site: string,
  keep: { backups: readonly string[]; drills: readonly string[]; watch: boolean },
): Promise<void> {
  const { docker } = connection;
  const filters = { label: [`${labels.site}=${site}`, `${labels.role}=backup`] };
  const containers = await docker.listContainers({ all: true, filters });
  const names = [
    ...keep.backups.flatMap((name) => [backupContainer(name), logContainer(name)]),
    ...keep.drills.map(drillContainer),
    ...(keep.watch ? [watchName] : []),
  ];
  for (const { Id, Names, State } of containers) {
    const own = Names.map((name) => name.slice(1));
    // One that made room goes on with its run; whoever makes room next takes it away.
    const busy = State === 'running' ? names.map((name) => `${name}-before`) : [];
    if (own.some((name) => names.includes(name) || busy.includes(name))) continue;
    const container = docker.getContainer(Id);
    await container.stop({ t: 20 }).catch(() => undefined);
    await container.remove({ force: true, v: false });
  }
  const jobs = [...keep.backups, ...keep.drills].map(backupVolume);
  const kept = new Set([...jobs, ...(keep.watch ? [watchName] : [])]);
  const { Volumes } = await docker.listVolumes({ filters });
  for (const { Name } of Volumes ?? []) {
    if (!kept.has(Name)) await docker.getVolume(Name).remove();
  }
}

/**
 * Takes everything away that backs an app up on a server, a run under way too: workers, their
 * trials, the job with its keys. Sets in the vault stay.
 * @returns whether there was anything
 */
export async function removeJob(
  { docker }: Connection,
  { site, app, engineName }: Pick<BackupJob, 'site' | 'app' | 'engineName'>,
): Promise<boolean> {
  const filters = { label: [`${labels.site}=${site}`, `${labels.app}=${app}`] };
  const all = await docker.listContainers({ all: true, filters });
  const workers = all.filter(({ Labels }) => Labels['com.docker.swarm.service.id'] === undefined);
  for (const { Id } of workers) {
    const container = docker.getContainer(Id);
    // A drill throws its trial away when it is asked to stop.
    await container.stop({ t: 20 }).catch(() => undefined);
    await container.remove({ force: true, v: true }).catch(unlessGone);
  }
  const volume = docker.getVolume(backupVolume(engineName));
  const removed = await volume.remove().then(() => true, unlessGone);
  return removed === true || workers.length > 0;
}

/** A file in the volume of a job, which holds secrets. */
export const jobFile = (name: string, value: unknown): ArchiveFile => ({
  name,
  mode: 0o600,
  content: JSON.stringify(value),
});
