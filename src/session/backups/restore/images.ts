/** Images of a set in the place of those that cannot be built or pulled any more. */
import type { Manifest } from '../../../backup/model.js';
import { hasImage } from '../../../cluster/images/pull.js';
import { type Acting, step } from '../../../cluster/runtime/step.js';
import type { Desired } from '../../../desired/model.js';
import { Fault } from '../../../fault.js';
import type { App } from '../../../inventory/model.js';
import type { Site } from '../../site.js';
import type { SetReader } from './worker.js';

/** An image from the vault that has taken the name of the one that could not be made. */
export interface SavedImage {
  wanted: string;
  saved: string;
}

const unmade = ['CLU020', 'CLU021'];

/**
 * Does what needs the app's images; when one cannot be made, again with those of the set. They
 * come second, because what the inventory says can be read in Git, and what an app's server has put
 * into the vault is only as good as that server was.
 *
 * @returns images that were taken from the vault
 * @throws what the work throws when the set has no image for what is missing
 */
export async function withSavedImages(
  { site, reader, manifest, desired, app }: SavedImageSource,
  acting: Acting,
  work: () => Promise<unknown>,
): Promise<SavedImage[]> {
  try {
    await work();
    return [];
  } catch (error) {
    if (!(error instanceof Fault) || !unmade.includes(error.code)) throw error;
    const brought = await bringImages({ site, reader, manifest, desired, app }, acting);
    if (brought.length === 0) throw error;
    await work();
    return brought;
  }
}

export interface SavedImageSource {
  site: Site;
  reader: SetReader;
  manifest: Manifest;
  desired: Desired;
  /** Whose services need them. */
  app: App;
}

async function bringImages(
  { site, reader, manifest, desired, app }: SavedImageSource,
  acting: Acting,
): Promise<SavedImage[]> {
  const connection = await site.connections.get(reader.server);
  const wanted = new Map(
    desired.services
      .filter((service) => service.app === app.id)
      .map(({ image, role }) => [image, role]),
  );
  const brought: SavedImage[] = [];
  for (const [reference, role] of wanted) {
    if (await hasImage(connection, reference)) continue;
    const kept = manifest.services.find((service) => service.role === role);
    if (kept === undefined || manifest.images?.[kept.imageId] === undefined) continue;
    const target = { name: reference, app: app.id, server: reader.server };
    await step('image.pull', target, acting, (say) => {
      const named = ['--image', kept.imageId, '--tag', reference];
      return reader.ask(['fetch', 'image', '--set', manifest.set, ...named], { say });
    });
    brought.push({ wanted: reference, saved: kept.image });
  }
  return brought;
}
