import { Fault } from '../../fault.js';
import { loadImage } from '../images/load.js';
import type { SetId } from '../model.js';
import type { Repository } from '../repository/repository.js';
import { onEngine } from './engine.js';
import { openSet } from './sets.js';

/**
 * Gives this engine an image of a set under a name.
 * @param image the engine's ID
 * @throws Fault BAK026 when the set has no such image
 */
export async function fetchImage(
  repository: Repository,
  { set, image, tag }: { set?: SetId; image: string; tag: string },
): Promise<{ set: SetId; bytes: number }> {
  const { manifest } = await openSet(repository, set);
  const part = manifest.images?.[image];
  if (part === undefined) throw new Fault('BAK026', { set: manifest.set, part: image });
  await onEngine(async (docker) => {
    await loadImage(docker, repository, { id: image, part });
    const [, repo = tag, version = 'latest'] = /^(.*):([^:/]+)$/.exec(tag) ?? [];
    await docker.getImage(image).tag({ repo, tag: version });
  });
  return { set: manifest.set, bytes: part.bytes };
}
