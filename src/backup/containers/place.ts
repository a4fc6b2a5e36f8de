import { shortDigest } from '../../desired/digest.js';
import { labels } from '../../desired/names.js';
import type { Connection } from '../../server/connection.js';
import { type WorkerSpec, workerOptions } from './worker.js';

/**
 * Makes a worker's container, which a timer starts. One that is as it should be stays, so that a run
 * under way is not disturbed; one that is not makes room, and a run in it goes on.
 */
export async function place(connection: Connection, spec: WorkerSpec): Promise<void> {
  const { docker } = connection;
  const version = shortDigest(spec);
  const present = await docker
    .getContainer(spec.name)
    .inspect()
    .catch(() => undefined);
  if (present?.Config.Labels[labels.version] === version) return;
  if (present !== undefined) await makeRoom(connection, spec.name);
  const labelled = { ...spec, labels: { ...spec.labels, [labels.version]: version } };
  await docker.createContainer(workerOptions(labelled, false));
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
