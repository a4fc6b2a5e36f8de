import type { Connection } from '../../server/connection.js';

/**
 * `VOLUME` paths of an image, sorted. Swarm would give each new task an empty anonymous volume
 * where nothing is mounted on one, and lose what the last task wrote
 * (https://github.com/moby/moby/issues/37517).
 */
export async function declaredVolumes(connection: Connection, image: string): Promise<string[]> {
  const { Config } = await connection.docker.getImage(image).inspect();
  return Object.keys(Config.Volumes ?? {}).sort();
}
