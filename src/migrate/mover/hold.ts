/** What of the app runs beside the mover, held still while the new side is closed. */
import { onEngine } from '../../backup/worker/engine.js';
import { cronService, releaseService, serviceLabel } from '../../desired/names.js';
import { unlessGone } from '../../server/engine/answers.js';

/**
 * Stops every process of the app at one instant, so that no file is written any more: neither by
 * a request that is under way nor by one that comes. They are paused and not ended, since the Swarm
 * would start an ended one anew, and since the new side goes on when not all could be brought back.
 */
export function holdApp(engineName: string): Promise<void> {
  return eachContainer(engineName, 'running', 'pause');
}

/** Lets them go on. */
export function freeApp(engineName: string): Promise<void> {
  return eachContainer(engineName, 'paused', 'unpause');
}

function eachContainer(
  engineName: string,
  status: 'running' | 'paused',
  verb: 'pause' | 'unpause',
): Promise<void> {
  const services = [engineName, cronService(engineName), releaseService(engineName)];
  return onEngine(async (docker) => {
    const each = async (service: string): Promise<void> => {
      const filters = { label: [`${serviceLabel}=${service}`], status: [status] };
      for (const { Id } of await docker.listContainers({ filters })) {
        // One that ended meanwhile, or is as wanted already, is none to be told.
        await docker.getContainer(Id)[verb]().catch(unlessGone);
      }
    };
    await Promise.all(services.map(each));
  });
}
