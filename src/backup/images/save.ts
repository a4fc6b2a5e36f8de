/** Images of a set's services, each saved once: a set must come back when nobody can build them. */
import { Fault } from '../../fault.js';
import type { Alarm, ImagePart, Manifest } from '../model.js';
import type { Repository } from '../repository/repository.js';
import { imageTags } from '../repository/snapshots.js';
import type { KeptService } from '../trial/kept-service.js';
import type { WorkerContext } from '../worker/context.js';

/** Name of an image in its snapshot. */
export const imageFile = 'image.tar';

export interface SavedImages {
  images: NonNullable<Manifest['images']>;
  /** Bytes added to the repository. */
  added: number;
  /** Images that could not be saved: the set is good, and somebody should look. */
  alarms: Alarm[];
}

/**
 * Makes sure that the repository has the images of these services.
 * @param known those of the set before, which the vault keeps as long as that set
 * @param host as of the other snapshots
 */
export async function saveImages(
  services: readonly KeptService[],
  known: NonNullable<Manifest['images']>,
  repository: Repository,
  host: string,
  context: WorkerContext,
): Promise<SavedImages> {
  const saved: SavedImages = { images: {}, added: 0, alarms: [] };
  let listed: Map<string, ImagePart> | undefined;
  for (const { imageId, image } of services) {
    if (Object.hasOwn(saved.images, imageId)) continue;
    try {
      let part = known[imageId];
      if (part === undefined) {
        listed ??= await listImages(repository);
        part = listed.get(imageId);
      }
      if (part === undefined) {
        context.say(`image: ${image}`);
        const argv = ['docker', 'save', imageId];
        const made = await repository.saveOutput(argv, imageFile, {
          host,
          tags: imageTags(imageId),
        });
        saved.added += made.added;
        part = { snapshot: made.snapshot, bytes: made.bytes };
      }
      saved.images[imageId] = part;
    } catch (error) {
      context.signal.throwIfAborted();
      if (!(error instanceof Fault)) throw error;
      const reason = `${error.code} ${error.args.reason ?? ''}`.trim();
      saved.alarms.push({ code: 'BAK029', args: { image, reason } });
    }
  }
  return saved;
}

async function listImages(repository: Repository): Promise<Map<string, ImagePart>> {
  const all = await repository.images();
  return new Map(all.map(({ image, id, bytes }) => [image, { snapshot: id, bytes }]));
}
