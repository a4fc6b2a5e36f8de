import { randomBytes } from 'node:crypto';
import { jobBinds } from '../../backup/containers/job.js';
import { askWorker, type Following } from '../../backup/containers/worker.js';
import { backupContainer, imageRegistry, labels } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { App } from '../../inventory/model.js';
import type { Connection } from '../../server/connection.js';
import { unlessGone } from '../../server/engine/answers.js';
import type { Site } from '../site.js';
import { appAccess, vaultFolder } from './access.js';

/**
 * Asks a worker on the app's own server about the app's sets, with the app's own key.
 * @param args what to do; never a secret
 * @throws Fault BAK093 when apply has not made the app's backups yet; what the worker throws
 */
export async function askAppWorker<T>(
  site: Site,
  app: App,
  args: string[],
  following: Following,
): Promise<T> {
  const connection = await site.connections.get(app.server);
  const access = await appAccess(site, app);
  const { engineName, id } = app;
  const placed = await placedImage(connection, app);
  const vault = vaultFolder(site);
  // Where there is no job, mounting its volume would make one that is nobody's.
  const bare = vault === undefined ? [] : [`${vault}:/vault`];
  return askWorker<T>(
    connection,
    {
      name: `induk-ask-${engineName}-${randomBytes(3).toString('hex')}`,
      image: placed ?? (await workerImage(connection, app)),
      args,
      labels: { [labels.site]: site.inventory.site.name, [labels.app]: id },
      binds: placed === undefined ? bare : jobBinds(engineName, vault),
    },
    { formatVersion: 1, access },
    following,
  );
}

/**
 * The image of the worker that apply placed for an app; of an app that was destroyed, the newest
 * on its server, so that its sets can still be seen.
 * @throws Fault BAK093 when apply has not made any
 */
export async function workerImage(connection: Connection, app: App): Promise<string> {
  const placed = await placedImage(connection, app);
  if (placed !== undefined) return placed;
  const filters = { reference: [`${imageRegistry}/induk-worker`] };
  const images = await connection.docker.listImages({ filters });
  const [newest] = images.sort((a, b) => b.Created - a.Created);
  const reference = newest?.RepoTags?.[0];
  if (reference === undefined) throw unplaced(connection, app);
  return reference;
}

/**
 * @param name of the container that a timer starts
 * @throws Fault BAK093 when apply has not placed that worker of the app
 */
export async function requireWorker(connection: Connection, app: App, name: string): Promise<void> {
  const found = await connection.docker.getContainer(name).inspect().catch(unlessGone);
  if (found === undefined) throw unplaced(connection, app);
}

/** The image of an app's worker on its server; undefined when apply has not placed one. */
export async function placedImage({ docker }: Connection, app: App): Promise<string | undefined> {
  const container = docker.getContainer(backupContainer(app.engineName));
  const found = await container.inspect().catch(unlessGone);
  return found?.Config.Image;
}

const unplaced = ({ server }: Connection, { id }: App): Fault =>
  new Fault('BAK093', { app: id, server });
