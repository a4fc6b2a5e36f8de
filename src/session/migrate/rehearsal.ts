/** The container that rehearses a move, ended before anything else takes the move further. */
import { Trial } from '../../backup/trial/trial.js';
import { rehearsalContainer, rehearsalTrial } from '../../desired/names.js';
import type { App } from '../../inventory/model.js';
import { type Rehearsal, rehearsalName } from '../../migrate/rehearse/model.js';
import type { Connection } from '../../server/connection.js';
import { unlessGone } from '../../server/engine/answers.js';
import { readMoveFile } from './folder.js';

type Rehearsed = Pick<App, 'engineName'>;

/** Ends a rehearsal that is under way, and removes what one that was killed has left. */
export async function endRehearsal(
  { docker }: Pick<Connection, 'docker'>,
  { engineName }: Rehearsed,
): Promise<void> {
  const container = docker.getContainer(rehearsalContainer(engineName));
  // Asked to stop, it takes its copy away by itself; one that has ended cannot be stopped.
  await container.stop({ t: 20 }).catch(() => undefined);
  await container.remove({ force: true, v: true }).catch(unlessGone);
  await Trial.clear(docker as Parameters<typeof Trial.clear>[0], rehearsalTrial(engineName));
}

/** What the last rehearsal found; undefined before the first. */
export async function readRehearsal(
  connection: Pick<Connection, 'docker'>,
  app: Rehearsed,
): Promise<Rehearsal | undefined> {
  const text = await readMoveFile(connection, app, rehearsalName);
  return text === undefined ? undefined : (JSON.parse(text) as Rehearsal);
}
