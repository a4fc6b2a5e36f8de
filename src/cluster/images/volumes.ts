import type { ServiceSpec } from '../../desired/model.js';
import type { Connection } from '../../server/connection.js';

/**
 * `VOLUME` paths of a service's image that nothing is mounted on. Swarm would give each new
 * task an empty anonymous volume there and lose what the last one wrote
 * (https://github.com/moby/moby/issues/37517).
 */
export async function checkVolumes(connection: Connection, spec: ServiceSpec): Promise<string[]> {
  const image = await connection.docker.getImage(spec.image).inspect();
  const declared = Object.keys(image.Config.Volumes ?? {});
  const mounted = new Set(spec.mounts.map((mount) => mount.target));
  return declared.filter((path) => !mounted.has(path)).sort();
}
