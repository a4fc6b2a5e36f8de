/** The proof that the volumes hold what the old host's folders do. */
import { pathText } from '../../backup/files/path-text.js';
import type { MovedFolder, MoverJob } from '../mover/model.js';
import { together } from '../together.js';
import { compareContents } from './contents.js';
import {
  concluded,
  type FilesProof,
  newProof,
  note,
  noteContents,
  noteProblems,
  type VolumeFigures,
} from './proof.js';
import { type Pulled, pullOnce } from './rsync.js';
import { bytesOf, readItem } from './rsync-output.js';
import type { Moving } from './seed.js';
import { settle } from './settle.js';
import { changedSince, clockOf, provenFrom } from './since.js';

/**
 * Compares all folders: names, kinds, modes, owners, times, ACLs, attributes and hard links of
 * everything by a dry run, contents by SHA-256 on both sides, streamed. When it resolves, all that
 * is here is on the disk.
 *
 * @param since seconds since 1970 by the old host's clock: only files changed after it are
 *   hashed (by ctime, which no program can set), because an earlier proof covers the others
 * @param begun the same clock when the copy began of which this is the proof
 * @throws Fault MIG050 to MIG055
 */
export async function verifyFiles(
  { folders }: Pick<MoverJob, 'folders'>,
  moving: Moving,
  since?: number,
  begun?: number,
): Promise<FilesProof> {
  const compared = compareFolders(folders, moving, since);
  const settled = folders.length > 0 ? settle(moving.volumes) : undefined;
  const [proof] = await Promise.all([compared, settled]);
  const from = await provenFrom(proof, begun, async (volume, after) => {
    const folder = folders.find((one) => one.volume === volume);
    return folder === undefined ? new Set() : changedSince(folder, moving.host, after);
  });
  return from === undefined ? proof : { ...proof, from };
}

async function compareFolders(
  folders: readonly MovedFolder[],
  moving: Moving,
  since: number | undefined,
): Promise<FilesProof> {
  const clock = clockOf(moving.host);
  const proof = newProof(folders);
  for (const folder of folders) {
    // The clock is read before the first content is: what changes meanwhile is not proven by this.
    const contents = clock.then((told) => {
      proof.at ||= told;
      return compareContents(folder, moving, since);
    });
    const [, found] = await together(compareEntries(folder, moving, proof), contents);
    noteContents(proof, folder, found);
  }
  return concluded(proof);
}

/**
 * Compares all but the contents of a folder's entries, by a dry run.
 * @param only these, of a folder of which figures are known
 * @throws Fault MIG050 to MIG052, MIG100
 */
export async function compareEntries(
  folder: MovedFolder,
  { host, volumes, signal }: Moving,
  proof: FilesProof,
  only?: readonly Buffer[],
): Promise<void> {
  const { volume } = folder;
  const onItem = (line: string): void => {
    const item = readItem(line);
    if (item !== undefined) note(proof, { ...item, volume, path: pathText(bytesOf(item.path)) });
  };
  const chosen = only === undefined ? {} : { only };
  const pulled = await pullOnce({ host, folder, volumes, signal, dryRun: true, ...chosen, onItem });
  if (pulled.cut !== undefined) throw host.lost(pulled.cut);
  if (only === undefined) proof.volumes[volume] = figuresOf(pulled);
  noteProblems(proof, volume, pulled.problems, pulled.problemCount);
}

/** @returns figures of a run that looked at the whole folder */
export function figuresOf({ totals }: Pick<Pulled, 'totals'>): VolumeFigures {
  const { entries, regular: files, bytes } = totals;
  return { entries, files, bytes, hashed: 0 };
}
