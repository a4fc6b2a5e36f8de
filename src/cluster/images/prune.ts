import { labels } from '../../desired/names.js';
import type { AppId } from '../../inventory/model.js';
import type { Connection } from '../../server/connection.js';

const kept = 5;

/**
 * Removes an app's images beyond the last five built on a server, so that `rollback` has
 * where to go and the disk does not fill. An image in use is refused by the engine and stays.
 *
 * @returns references removed
 */
export async function pruneImages(connection: Connection, app: AppId): Promise<string[]> {
  const images = await connection.docker.listImages({
    filters: { label: [`${labels.app}=${app}`] },
  });
  const tagged = images
    .filter((image) => image.RepoTags?.some((tag) => !tag.startsWith('<none>')))
    .sort((a, b) => b.Created - a.Created);
  await pruneStages(connection);
  const removed: string[] = [];
  for (const image of tagged.slice(kept)) {
    for (const tag of image.RepoTags ?? []) {
      try {
        await connection.docker.getImage(tag).remove();
        removed.push(tag);
      } catch (error) {
        if ((error as { statusCode?: number }).statusCode !== 409) throw error;
      }
    }
  }
  return removed;
}

/** Build stages have no name; younger ones are the cache of the next build. */
async function pruneStages(connection: Connection): Promise<void> {
  await connection.docker.pruneImages({
    filters: { dangling: ['true'], label: ['induk.stage=build'], until: ['168h'] },
  });
}
