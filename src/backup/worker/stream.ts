import { Fault } from '../../fault.js';
import { unlessGone } from '../../server/engine/answers.js';
import { tableOf } from '../database/table.js';
import { loadImage } from '../images/load.js';
import { dumpFile } from '../manifest.js';
import type { Manifest, Part, SetId } from '../model.js';
import type { Repository } from '../repository/repository.js';
import type { WorkerContext } from './context.js';
import { onEngine } from './engine.js';
import { openSet } from './sets.js';

export interface StreamRequest {
  set?: SetId;
  part: Part;
  /** File in the part; of `files`: volume and path. Absent: the dump, or all files as tar. */
  path?: string;
  /** Of `database`: only this table, as SQL. */
  table?: string;
}

/**
 * Content of a set as it is, for standard output.
 * @throws Fault BAK026 when the set has no such part
 */
export async function* streamPart(
  repository: Repository,
  { set, part, path, table }: StreamRequest,
  { places }: Pick<WorkerContext, 'places'>,
): AsyncGenerator<Buffer> {
  const { manifest, snapshots } = await openSet(repository, set);
  const snapshot = snapshots[part];
  if (snapshot === undefined) throw new Fault('BAK026', { set: manifest.set, part });
  if (part === 'files') {
    const file = path === undefined ? places.volumes : `${places.volumes}/${path}`;
    yield* path === undefined
      ? repository.archive(snapshot, file)
      : repository.dump(snapshot, file);
  } else if (part === 'manifest') {
    yield* path === undefined
      ? repository.archive(snapshot, '/')
      : repository.dump(snapshot, `/${path}`);
  } else {
    const kind = manifest.database?.kind ?? 'mariadb';
    const dump = repository.dump(snapshot, `/${dumpFile[kind]}`);
    if (table === undefined) yield* dump;
    else {
      const image = kind === 'mariadb' ? '' : await databaseImage(repository, manifest);
      yield* tableOf(kind, dump, table, image);
    }
  }
}

/** The image of a set's database here, from the vault when it has gone. */
function databaseImage(repository: Repository, { set, services, images }: Manifest) {
  return onEngine(async (docker): Promise<string> => {
    const service = services.find(({ role }) => role === 'db');
    if (service === undefined) throw new Fault('BAK109', { set });
    const { image, imageId } = service;
    for (const name of [imageId, image]) {
      if ((await docker.getImage(name).inspect().catch(unlessGone)) !== undefined) return name;
    }
    const part = images?.[imageId];
    if (part === undefined) throw new Fault('BAK100', { image, id: imageId.slice(7, 19) });
    await loadImage(docker, repository, { id: imageId, part });
    return imageId;
  });
}
