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

/**
 * Each container is asked itself: the engine's list calls one running that was paused while its disk
 * was full, and such a one would stand still for ever.
 */
export async function setPaused(
  docker: Pick<Docker, 'listContainers' | 'getContainer'>,
  engineName: string,
  paused: boolean,
): Promise<void> {
  const set = async (id: string): Promise<void> => {
    const container = docker.getContainer(id);
    const { State } = await container.inspect();
    if (!State.Running || State.Paused === paused) return;
    await (paused ? container.pause() : container.unpause());
  };
  const services = [engineName, cronService(engineName), releaseService(engineName)];
  const each = async (service: string): Promise<void> => {
    const filters = { label: [`${serviceLabel}=${service}`], status: ['running', 'paused'] };
    const found = await docker.listContainers({ filters });
    // One that ended meanwhile is none to be told.
    await Promise.all(found.map(({ Id }) => set(Id).catch(unlessGone)));
  };
  await Promise.all(services.map(each));
}
