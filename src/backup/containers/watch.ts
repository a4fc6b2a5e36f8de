/** The worker that watches over all backups of a server: made by apply, started by its timer. */
import { labels, watchName } from '../../desired/names.js';
import type { Connection } from '../../server/connection.js';
import { unlessGone } from '../../server/engine/answers.js';
import type { WatchJob } from '../watch/model.js';
import { archiveOf } from './archive.js';
import { statusFolder } from './folders.js';
import { jobFile } from './job.js';
import { place } from './place.js';

/** Puts the watch on a server, or its new job. What it has told already stays known. */
export async function placeWatch(
  connection: Connection,
  job: WatchJob,
  image: string,
): Promise<void> {
  const { docker } = connection;
  const own = { [labels.site]: job.site, [labels.role]: 'backup' };
  await docker.createVolume({ Name: watchName, Labels: own });
  await place(connection, {
    image,
    labels: own,
    name: watchName,
    args: ['watch'],
    binds: [`${watchName}:/job`, `${statusFolder}:/status:ro`],
  });
  await giveWatch(connection, job);
}

/** Tells a watch what it is to look at from now on; nothing where there is none. */
export async function giveWatch({ docker }: Connection, job: WatchJob): Promise<void> {
  const archive = await archiveOf([jobFile('job.json', job)]);
  const container = docker.getContainer(watchName);
  await container.putArchive(archive, { path: '/job' }).catch(unlessGone);
}
