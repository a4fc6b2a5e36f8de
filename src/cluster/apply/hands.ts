/** What must be done on the very server where an app runs; the Swarm's manager does the rest. */
import type { AppId } from '../../inventory/model.js';
import type { Connection } from '../../server/connection.js';
import { type BuildPlace, type BuildSpec, buildImage } from '../images/build.js';
import { pruneImages } from '../images/prune.js';
import { declaredVolumes } from '../images/volumes.js';
import { forgetReleases } from '../release.js';

export interface Hands {
  /** Makes sure the image is there; throws as `buildImage`. */
  build(spec: BuildSpec, place: BuildPlace): Promise<unknown>;
  /** `VOLUME` paths of an image that is there. */
  volumesOf(image: string): Promise<string[]>;
  /** Removes what an app's earlier versions left, all but the last few. */
  tidy(app: AppId): Promise<void>;
}

/** Over a connection that may use the server's engine. */
export function handsOf(connection: Connection): Hands {
  return {
    build: (spec, place) => buildImage(connection, spec, place),
    volumesOf: (image) => declaredVolumes(connection, image),
    async tidy(app) {
      await forgetReleases(connection.docker, app);
      await pruneImages(connection, app);
    },
  };
}
