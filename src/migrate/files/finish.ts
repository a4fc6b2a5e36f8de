/** The last copy of the files, while nobody writes on either side, and the proof of it. */
import type { MovedFolder, MoverJob } from '../mover/model.js';
import { together } from '../together.js';
import { compareContents } from './contents.js';
import { concluded, type FilesProof, newProof, noteContents } from './proof.js';
import type { Pulled } from './rsync.js';
import { changedEntries } from './rsync-output.js';
import { type Moving, pullWhole } from './seed.js';
import { settle } from './settle.js';
import { clockOf } from './since.js';
import { compareEntries, figuresOf } from './verify.js';

export interface Finishing {
  /** Seconds since 1970 by the old host's clock: contents of older files are proven already. */
  since?: number | undefined;
  /** Writes nothing, to see how long it takes: what is still to come differs. */
  dryRun?: boolean | undefined;
}

/**
 * Brings over what is left, and proves all of it as `verifyFiles` does. The copy has compared every
 * entry and changed those that differ: as nobody writes, only these are looked at once more. When it
 * resolves, all that is here is on the disk.
 * @throws Fault MIG050 to MIG055
 */
export async function finishFiles(
  { folders, bandwidth }: Pick<MoverJob, 'folders' | 'bandwidth'>,
  moving: Moving,
  { since, dryRun = false }: Finishing = {},
): Promise<FilesProof> {
  const clock = clockOf(moving.host);
  const proof = newProof(folders);
  for (const folder of folders) {
    const lines: string[] = [];
    const onItem = (line: string): void => void lines.push(line);
    const copied = pullWhole(folder, moving, { bandwidth, dryRun, onItem });
    // The clock is read before the first content is: what changes meanwhile is not proven by this.
    const contents = clock.then((told) => {
      proof.at ||= told;
      return compareContents(folder, moving, since, copied);
    });
    const entries = copied.then(({ pulled }) =>
      compareChanged(folder, moving, { pulled, lines }, proof),
    );
    const settled = copied.then(() => settle(moving.volumes));
    const [, found] = await together(entries, contents, settled);
    noteContents(proof, folder, found);
  }
  const done = concluded(proof);
  // Times of files are finer than the clocks that were asked.
  const here = Math.floor(Date.now() / 1000) - 1;
  return done.equal ? { ...done, from: done.at - 1, here } : done;
}

/** What the copy did, compared; all of the folder where it says too little of that. */
async function compareChanged(
  folder: MovedFolder,
  moving: Moving,
  { pulled, lines }: { pulled: Pulled; lines: readonly string[] },
  proof: FilesProof,
): Promise<void> {
  const only = pulled.problemCount > 0 ? undefined : changedEntries(lines);
  if (only === undefined) return compareEntries(folder, moving, proof);
  proof.volumes[folder.volume] = figuresOf(pulled);
  if (only.length > 0) await compareEntries(folder, moving, proof, only);
}
