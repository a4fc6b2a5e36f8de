/** Images to run a set's services with, where those of the set are gone. */
import type Docker from 'dockerode';
import { unlessGone } from '../../server/engine/answers.js';
import { captureServices, type KeptService } from './kept-service.js';

/**
 * The services with images that this engine has: the very ones of the set, else those of the
 * same reference, which names its content, built again on another machine, else those that
 * the app's services run now. What none of them helps stays as it is, and cannot be started.
 */
export async function withPresentImages(
  docker: Docker,
  engineName: string,
  services: KeptService[],
  say: (message: string) => void,
): Promise<KeptService[]> {
  let living: KeptService[] | undefined;
  const found: KeptService[] = [];
  for (const service of services) {
    const id = (await idOf(docker, service.imageId)) ?? (await idOf(docker, service.image));
    if (id !== undefined) {
      found.push({ ...service, imageId: id });
      continue;
    }
    living ??= await captureServices(docker, engineName);
    const present = living.find(({ role }) => role === service.role);
    if (present === undefined) {
      found.push(service);
      continue;
    }
    const { image, imageId } = present;
    say(`${service.image} is gone: ${service.name} is tried with ${image}`);
    found.push({ ...service, image, imageId });
  }
  return found;
}

async function idOf(docker: Docker, name: string): Promise<string | undefined> {
  return (await docker.getImage(name).inspect().catch(unlessGone))?.Id;
}
