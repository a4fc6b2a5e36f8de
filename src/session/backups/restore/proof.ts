import { metricsFolder, statusFolder } from '../../../backup/containers/folders.js';
import { askWorker } from '../../../backup/containers/worker.js';
import type { DrillResult } from '../../../backup/drill/drill.js';
import type { BackupJob, Manifest } from '../../../backup/model.js';
import { step } from '../../../cluster/runtime/step.js';
import { drillContainer, labels } from '../../../desired/names.js';
import type { App } from '../../../inventory/model.js';
import type { Connection } from '../../../server/connection.js';
import type { Changing } from '../../restart.js';
import type { Site } from '../../site.js';
import { appAccess, vaultFolder } from '../access.js';
import { type Instant, instantArguments } from './instant.js';
import { removeContainer } from './worker.js';

interface Proven {
  app: App;
  manifest: Manifest;
  image: string;
  /** What its database is to be brought to, too. */
  instant?: Instant;
}

/**
 * Brings one set back to life in a trial on the app's own server and compares it. It counts as
 * a drill like any other.
 * @throws Fault of the drill
 */
export async function proveSet(
  site: Site,
  { app, manifest, image, instant }: Proven,
  { emit, signal }: Changing,
): Promise<DrillResult> {
  const connection = await site.connections.get(app.server);
  const target = { name: app.id, app: app.id, server: app.server };
  const folder = vaultFolder(site);
  const job: BackupJob = {
    formatVersion: 1,
    site: site.inventory.site.name,
    app: app.id,
    engineName: app.engineName,
    server: app.server,
    access: await appAccess(site, app),
    volumes: [],
    secrets: {},
  };
  return step('backup.drill', target, { emit, signal }, async (say) => {
    await awaitDrill(connection, drillContainer(app.engineName), say);
    // One name: what a run that was killed has left must not work on the same trial.
    const name = `induk-prove-${app.engineName}`;
    await removeContainer(connection, name);
    const spec = {
      name,
      image,
      args: ['drill', '--set', manifest.set, ...instantArguments(instant)],
      labels: { [labels.site]: job.site, [labels.app]: app.id },
      binds: [
        `${statusFolder}:/status`,
        `${metricsFolder}:/metrics`,
        ...(folder === undefined ? [] : [`${folder}:/vault`]),
      ],
    };
    return askWorker<DrillResult>(connection, spec, job, { say, signal });
  });
}

/** Two trials of one app would take each other away. */
async function awaitDrill(
  { docker }: Connection,
  name: string,
  say: (message: string) => void,
): Promise<void> {
  const container = docker.getContainer(name);
  const found = await container.inspect().catch(() => undefined);
  if (found?.State.Running !== true) return;
  say('a drill is under way already: waiting for it');
  await container.wait();
}
