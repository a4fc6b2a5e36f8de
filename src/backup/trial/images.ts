/** Images to run a set's services with. */
import type Docker from 'dockerode';
import { unlessGone } from '../../server/engine/answers.js';
import { loadImage } from '../images/load.js';
import type { Manifest } from '../model.js';
import type { Repository } from '../repository/repository.js';
import { captureServices, type KeptService } from './kept-service.js';
import type { Trial } from './trial.js';

export interface ImageSources {
  docker: Docker;
  repository: Repository;
  trial: Trial;
  say: (message: string) => void;
}

/**
 * The services with images that this engine has then: the very ones of the set, from the vault
 * when they are not here; of a set without images those of the same reference, which names its
 * content, built again on this machine, else those that the app's services run now. What none of
 * them helps stays as it is, and cannot be started.
 */
export async function withImages(
  { engineName, services, images = {} }: Pick<Manifest, 'engineName' | 'services' | 'images'>,
  { docker, repository, trial, say }: ImageSources,
): Promise<KeptService[]> {
  let living: KeptService[] | undefined;
  const found: KeptService[] = [];
  for (const service of services) {
    const part = images[service.imageId];
    if ((await idOf(docker, service.imageId)) === undefined && part !== undefined) {
      say(`image: ${service.image} from the vault, ${part.bytes} bytes`);
      await loadImage(docker, repository, { id: service.imageId, part });
    }
    const id = (await idOf(docker, service.imageId)) ?? (await idOf(docker, service.image));
    if (id !== undefined) {
      await trial.hold(id);
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
