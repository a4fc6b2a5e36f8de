/** The worker's container of an app, with its job: made by apply, started by its timer. */
import { pack } from 'tar-stream';
import { shortDigest } from '../../desired/digest.js';
import { backupContainer, backupVolume, labels, storageVolume } from '../../desired/names.js';
import type { Connection } from '../../server/connection.js';
import type { BackupJob } from '../model.js';
import { type WorkerSpec, workerOptions } from './worker.js';

/** Folders of a server: what runs have left for people and for monitoring. */
export const statusFolder = '/var/lib/induk/backups';
export const metricsFolder = '/var/lib/induk/metrics';

/** Where a worker of an app finds what it needs. */
export function appBinds(job: Pick<BackupJob, 'engineName' | 'volumes'>, vaultFolder?: string) {
  return [
    `${backupVolume(job.engineName)}:/job`,
    `${statusFolder}:/status`,
    `${metricsFolder}:/metrics`,
    ...job.volumes.map((key) => `${storageVolume(job.engineName, key)}:/volumes/${key}:ro`),
    ...(vaultFolder === undefined ? [] : [`${vaultFolder}:/vault`]),
  ];
}

/**
 * Puts an app's worker and its job on a server. A container that is as it should be stays, so
 * that a run under way is not disturbed; one that is not makes room, and a run in it goes on.
 */
export async function placeJob(
  connection: Connection,
  job: BackupJob,
  spec: Pick<WorkerSpec, 'image' | 'binds'>,
): Promise<void> {
  const { docker } = connection;
  const name = backupContainer(job.engineName);
  const own = { [labels.site]: job.site, [labels.app]: job.app, [labels.role]: 'backup' };
  await docker.createVolume({ Name: backupVolume(job.engineName), Labels: own });
  const whole = { name, args: ['create'], labels: own, ...spec };
  const version = shortDigest(whole);
  const present = await docker
    .getContainer(name)
    .inspect()
    .catch(() => undefined);
  if (present !== undefined && present.Config.Labels[labels.version] !== version) {
    await makeRoom(connection, name);
  }
  if (present?.Config.Labels[labels.version] !== version) {
    const labelled = { ...whole, labels: { ...own, [labels.version]: version } };
    await docker.createContainer(workerOptions(labelled, false));
  }
  const archive = await archiveOf('job.json', JSON.stringify(job));
  await docker.getContainer(name).putArchive(archive, { path: '/job' });
}

/** Moves a container's name aside, and takes it away unless it works. */
async function makeRoom({ docker }: Connection, name: string): Promise<void> {
  const before = `${name}-before`;
  await docker
    .getContainer(before)
    .remove({ force: true })
    .catch(() => undefined);
  await docker.getContainer(name).rename({ name: before });
  // Refused while it runs; the next one to make room takes it away then.
  await docker
    .getContainer(before)
    .remove()
    .catch(() => undefined);
}

/** Takes the workers of apps away that are not backed up here any more, and their jobs. */
export async function removeJobs(connection: Connection, site: string, keep: string[]) {
  const { docker } = connection;
  const filters = { label: [`${labels.site}=${site}`, `${labels.role}=backup`] };
  const containers = await docker.listContainers({ all: true, filters });
  for (const { Id, Names } of containers) {
    if (keep.some((engineName) => Names.includes(`/${backupContainer(engineName)}`))) continue;
    const container = docker.getContainer(Id);
    await container.stop({ t: 20 }).catch(() => undefined);
    await container.remove({ force: true, v: false });
  }
  const { Volumes } = await docker.listVolumes({ filters });
  for (const { Name } of Volumes ?? []) {
    if (!keep.some((engineName) => Name === backupVolume(engineName))) {
      await docker.getVolume(Name).remove();
    }
  }
}

async function archiveOf(name: string, content: string): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name, mode: 0o600 }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
