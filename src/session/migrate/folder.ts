/** The folder of an app's move on its new server: journal, order, job and key. */
import { randomBytes } from 'node:crypto';
import { posix } from 'node:path';
import type Docker from 'dockerode';
import { readFiles } from '../../cluster/runtime/archive.js';
import { moverContainer, moveVolume } from '../../desired/names.js';
import type { App } from '../../inventory/model.js';
import type { Connection } from '../../server/connection.js';
import { unlessGone } from '../../server/engine/answers.js';

type Moved = Pick<App, 'engineName'>;

/**
 * Text of a file of the folder. It is read through the mover, running or not; where somebody pruned
 * that, or where it is just being replaced, past it: the folder is a volume, which outlives it.
 * @param path below the folder
 * @returns undefined when there is no such file, or no move
 */
export async function readMoveFile(
  { docker }: Pick<Connection, 'docker'>,
  app: Moved,
  path: string,
): Promise<string | undefined> {
  const mover = docker.getContainer(moverContainer(app.engineName));
  return (await textIn(mover, path)) ?? pastMover(docker, app, path);
}

async function pastMover(
  docker: Docker,
  { engineName }: Moved,
  path: string,
): Promise<string | undefined> {
  const volume = moveVolume(engineName);
  // An engine makes a volume that a container names and that is not there.
  if ((await docker.getVolume(volume).inspect().catch(unlessGone)) === undefined) return undefined;
  const [image] = await docker.listImages();
  if (image === undefined) throw new Error('an engine with the volume of a move has no image');
  const reader = await docker.createContainer({
    name: `${moverContainer(engineName)}-${randomBytes(3).toString('hex')}`,
    // Never started, so that any image does.
    Image: image.Id,
    Cmd: ['true'],
    HostConfig: { Binds: [`${volume}:/job:ro`], NetworkMode: 'none' },
  });
  try {
    return await textIn(reader, path);
  } finally {
    await reader.remove({ force: true, v: true }).catch(unlessGone);
  }
}

async function textIn(container: Docker.Container, path: string): Promise<string | undefined> {
  return (await readFiles(container, `/job/${path}`)).get(posix.basename(path));
}
