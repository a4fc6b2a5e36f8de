/** What of the app runs beside the mover, held still while the new side is closed. */
import type Docker from 'dockerode';
import { onEngine } from '../../backup/worker/engine.js';
import { cronService, releaseService, serviceLabel } from '../../desired/names.js';
import { unlessGone } from '../../server/engine/answers.js';

/**
 * Stops every process of the app at one instant, so that no file is written any more: neither by
 * a request that is under way nor by one that comes. They are paused and not ended, since the Swarm
 * would start an ended one anew, and since the new side goes on when not all could be brought back.
 */
export const holdApp = (engineName: string): Promise<void> =>
  onEngine((docker) => setPaused(docker, engineName, true));

/** Lets them go on. */
export const freeApp = (engineName: string): Promise<void> =>
  onEngine((docker) => setPaused(docker, engineName, false));

export async function setPaused(
  docker: Containers,
  engineName: string,
  paused: boolean,
): Promise<void> {
  const services = [engineName, cronService(engineName), releaseService(engineName)];
  const each = async (service: string): Promise<void> => {
    const found = await runningOf(docker, service);
    const others = found.filter(({ isPaused }) => isPaused !== paused);
    const tell = (id: string): Promise<unknown> => {
      const container = docker.getContainer(id);
      // One that ended meanwhile is none to be told.
      return (paused ? container.pause() : container.unpause()).catch(unlessGone);
    };
    await Promise.all(others.map(({ id }) => tell(id)));
  };
  await Promise.all(services.map(each));
}

type Containers = Pick<Docker, 'listContainers' | 'getContainer'>;

/**
 * Containers of a service that have not ended. Each is asked itself: the engine's list calls one
 * running that was paused while its disk was full, and such a one would stand still for ever.
 */
export async function runningOf(
  docker: Containers,
  service: string,
): Promise<{ id: string; isPaused: boolean }[]> {
  const filters = { label: [`${serviceLabel}=${service}`], status: ['running', 'paused'] };
  const listed = await docker.listContainers({ filters });
  const asked = listed.map(async ({ Id: id }) => {
    const found = await docker.getContainer(id).inspect().catch(unlessGone);
    return found?.State.Running === true ? [{ id, isPaused: found.State.Paused }] : [];
  });
  return (await Promise.all(asked)).flat();
}
