/** Keeps an app's timer from backing up what is only half there. */
import { markRestoring } from '../../../backup/containers/job.js';
import type { SetId } from '../../../backup/model.js';
import { backupContainer } from '../../../desired/names.js';
import type { App } from '../../../inventory/model.js';
import type { Connection } from '../../../server/connection.js';
import { unlessGone } from '../../../server/engine/answers.js';

/** From now on runs are refused while the app does not run; where it is not backed up, nothing. */
export async function holdBackups(connection: Connection, app: App, set: SetId): Promise<void> {
  await markRestoring(connection, app.engineName, set);
  await awaitRun(connection, app);
}

/** Waits for a run that was begun before. */
export async function awaitRun({ docker }: Connection, { engineName }: App): Promise<void> {
  const container = docker.getContainer(backupContainer(engineName));
  const found = await container.inspect().catch(unlessGone);
  if (found?.State.Running === true) await container.wait();
}

export function releaseBackups(connection: Connection, { engineName }: App): Promise<void> {
  return markRestoring(connection, engineName, undefined);
}
