/** The worker that follows a database's log: unlike the others it runs all the time. */
import type { ContainerInspectInfo } from 'dockerode';
import { shortDigest } from '../../desired/digest.js';
import { databaseVolume, labels, logContainer } from '../../desired/names.js';
import type { Connection } from '../../server/connection.js';
import { unlessAlready, unlessGone } from '../../server/engine/answers.js';
import { rootScript } from '../../server/setup/root.js';
import { databaseFolder } from '../log/source.js';
import type { BackupJob } from '../model.js';
import { metricsFolder, statusFolder } from './folders.js';
import { type WorkerSpec, workerOptions } from './worker.js';

/** Seconds in which a follower saves what there is once more. */
const farewell = 20;

/**
 * Places and starts the follower of an app that has its job, or takes it away where nothing is
 * to be followed. One that is as it should be goes on.
 * @param shared image, labels and binds of all the app's workers
 */
export async function placeLog(
  connection: Connection,
  { site, app, engineName, pointInTime }: BackupJob,
  shared: Pick<WorkerSpec, 'image' | 'labels' | 'binds'>,
): Promise<void> {
  if (pointInTime === undefined) return removeLog(connection, engineName);
  const { docker } = connection;
  const database = databaseVolume(engineName);
  // Of an app that is not deployed yet: as the Swarm would make it.
  const own = { [labels.site]: site, [labels.app]: app };
  await docker.createVolume({ Name: database, Labels: own });
  const spec: WorkerSpec = {
    ...shared,
    name: logContainer(engineName),
    args: ['follow'],
    binds: [...shared.binds, `${database}:${databaseFolder}:ro`],
    isLasting: true,
  };
  const version = shortDigest(spec);
  const present = await inspected(connection, spec.name);
  if (present?.Config.Labels[labels.version] !== version) {
    // Two at a time would only save everything twice.
    if (present !== undefined) await end(connection, spec.name);
    const labelled = { ...spec, labels: { ...spec.labels, [labels.version]: version } };
    await docker.createContainer(workerOptions(labelled, false));
  }
  await startLog(connection, engineName);
}

/** Starts a follower that is there; one that runs goes on. */
export async function startLog({ docker }: Connection, engineName: string): Promise<void> {
  await docker.getContainer(logContainer(engineName)).start().catch(unlessAlready);
}

/** How a follower is; undefined where there is none. */
export async function findLog(
  connection: Connection,
  engineName: string,
): Promise<{ isRunning: boolean; startedAt: string; exitCode: number } | undefined> {
  const found = await inspected(connection, logContainer(engineName));
  if (found === undefined) return undefined;
  const { Running, Restarting, StartedAt: startedAt, ExitCode: exitCode } = found.State;
  return { isRunning: Running && !Restarting, startedAt, exitCode };
}

/** Takes a follower away, and what would make monitoring wait for it. */
async function removeLog(connection: Connection, engineName: string): Promise<void> {
  const name = logContainer(engineName);
  if ((await inspected(connection, name)) === undefined) return;
  await end(connection, name);
  const files = [`${statusFolder}/${engineName}.log.json`, logMetrics(metricsFolder, engineName)];
  await rootScript(connection, 'rm -f -- "$@"', files);
}

/** Where a follower says to monitoring how far the log is saved. */
export const logMetrics = (folder: string, engineName: string): string =>
  `${folder}/induk_log_${engineName}.prom`;

async function end({ docker }: Connection, name: string): Promise<void> {
  const container = docker.getContainer(name);
  await container.stop({ t: farewell }).catch(() => undefined);
  await container.remove({ force: true }).catch(unlessGone);
}

function inspected(
  { docker }: Connection,
  name: string,
): Promise<ContainerInspectInfo | undefined> {
  return docker.getContainer(name).inspect().catch(unlessGone);
}
