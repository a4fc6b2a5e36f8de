import type Docker from 'dockerode';
import type { ServiceSpec } from '../desired/model.js';
import { labels, serviceLabel } from '../desired/names.js';
import { Fault } from '../fault.js';
import type { AppId } from '../inventory/model.js';
import type { ConvergeOptions } from './converge.js';
import type { Ids } from './engine-spec.js';
import { createService, removeService } from './services.js';
import { hasFailed, taskLogTail, tasksOf } from './tasks.js';
import { poll } from './wait.js';

/** Milliseconds a release command may take: migrations of large tables are slow. */
const timeout = 60 * 60_000;

/**
 * Runs an app's release command once, as a Swarm job with the new version's image,
 * environment, secrets and volumes.
 *
 * @throws Fault CLU014 with its last lines when it fails; the old version keeps serving
 */
export async function runRelease(
  docker: Docker,
  spec: ServiceSpec,
  ids: Ids,
  options: ConvergeOptions,
): Promise<void> {
  // One left behind by a killed run may still be working: two migrations at once may not be.
  await removeAndWait(docker, spec.name, options);
  await createService(docker, spec, ids);
  try {
    const task = await poll(
      async () => {
        const [newest] = await tasksOf(docker, spec.name);
        return newest && (newest.state === 'complete' || hasFailed(newest)) ? newest : undefined;
      },
      { timeout, ...options },
    );
    if (task !== 'timeout' && task.state === 'complete') return;
    const [newest] = await tasksOf(docker, spec.name);
    const logTail = newest === undefined ? [] : await taskLogTail(docker, newest.id, 20);
    const reason = task === 'timeout' ? 'no end after an hour' : task.error;
    throw new Fault('CLU014', { service: spec.name, reason }, { logTail });
  } finally {
    await removeService(docker, spec.name);
  }
}

async function removeAndWait(
  docker: Docker,
  name: string,
  options: ConvergeOptions,
): Promise<void> {
  await removeService(docker, name);
  await poll(
    async () => {
      const tasks = await tasksOf(docker, name).catch(() => []);
      return tasks.every((task) => task.state !== 'running') ? true : undefined;
    },
    { timeout: 60_000, ...options },
  );
}

/**
 * Removes the containers of an app's earlier release commands, which the engine keeps for ever
 * once their service is gone, and with them the images and volumes they used. The latest stays,
 * for its log.
 */
export async function forgetReleases(docker: Docker, app: AppId): Promise<void> {
  const ended = await docker.listContainers({
    all: true,
    filters: { label: [`${labels.app}=${app}`], status: ['exited', 'dead'] },
  });
  const releases = ended
    .filter(({ Labels }) => Labels[serviceLabel]?.endsWith('-release'))
    .sort((a, b) => b.Created - a.Created);
  for (const { Id } of releases.slice(1)) await docker.getContainer(Id).remove();
}
