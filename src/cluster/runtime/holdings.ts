import { labels } from '../../desired/names.js';
import type { AppId } from '../../inventory/model.js';
import type { Connection } from '../../server/connection.js';

/** Objects of one app on one server; unlike services these are not the Swarm's. */
export interface Holdings {
  connection: Connection;
  /** Ids of ended ones: the engine keeps those of release commands, and they keep volumes. */
  containers: string[];
  /** Names, sorted. */
  volumes: string[];
  /** References, or the engine's id of an image without one. */
  images: string[];
}

interface Labelled {
  Labels?: Record<string, string> | null;
}

/** What carries an app's label on a server. */
export async function holdingsOf(
  connection: Connection,
  site: string,
  app: AppId,
): Promise<Holdings> {
  const filters = { label: [`${labels.site}=${site}`, `${labels.app}=${app}`] };
  const ended = { ...filters, status: ['created', 'exited', 'dead'] };
  const [containers, { Volumes }, images] = await Promise.all([
    connection.docker.listContainers({ all: true, filters: ended }),
    connection.docker.listVolumes({ filters }),
    connection.docker.listImages({ filters }),
  ]);
  const volumes = (Volumes ?? []).map(({ Name }) => Name).sort();
  const ids = containers.map(({ Id }) => Id);
  return { connection, containers: ids, volumes, images: images.flatMap(referencesOf) };
}

/** An image with two tags can only be removed tag by tag. */
function referencesOf({ Id, RepoTags }: { Id: string; RepoTags?: string[] }): string[] {
  const tags = (RepoTags ?? []).filter((tag) => !tag.startsWith('<none>'));
  return tags.length > 0 ? tags : [Id];
}

/** Apps that have left volumes on a server, whatever else of them is gone. */
export async function appsWithVolumes(
  { docker }: Connection,
  site: string,
): Promise<(AppId | undefined)[]> {
  const { Volumes } = await docker.listVolumes({
    filters: { label: [`${labels.site}=${site}`, labels.app] },
  });
  return (Volumes ?? []).map((volume) => (volume as Labelled).Labels?.[labels.app]);
}
