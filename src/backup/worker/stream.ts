import { Fault } from '../../fault.js';
import { dumpFile } from '../manifest.js';
import type { Part, SetId } from '../model.js';
import type { Repository } from '../repository/repository.js';
import type { WorkerContext } from './context.js';
import { openSet } from './sets.js';

export interface StreamRequest {
  set?: SetId;
  part: Part;
  /** File in the part; of `files`: volume and path. Absent: the dump, or all files as tar. */
  path?: string;
}

/**
 * Content of a set as it is, for standard output.
 * @throws Fault BAK026 when the set has no such part
 */
export async function* streamPart(
  repository: Repository,
  { set, part, path }: StreamRequest,
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
    yield* repository.dump(snapshot, `/${dumpFile[kind]}`);
  }
}
