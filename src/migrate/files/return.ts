/** What people uploaded on the new side, brought to the old host when the app goes back there. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Fault } from '../../fault.js';
import type { MovedFolder, MoverJob } from '../mover/model.js';
import { pathsIn } from './path-list.js';
import type { FilesProof } from './proof.js';
import { type Pull, pullOnce } from './rsync.js';
import type { Moving } from './seed.js';
import { verifyFiles } from './verify.js';

const run = promisify(execFile);

/** Attempts of a folder over a link that is cut. */
const attempts = 3;

/** What the proof at the switch covers: files that have changed on neither side after it. */
export type Since = { [K in 'from' | 'here']?: FilesProof[K] | undefined };

/**
 * Brings all folders back and proves that the old host has all of them as they are here. A file
 * that is only on the old host stays there: it was deleted here, and nothing is lost by it. Nobody
 * can write meanwhile, so that it goes as fast as the link does.
 * @param since without both of it all contents are compared
 * @throws Fault MIG050 to MIG055; MIG100 when the link was cut; MIG208 when something differs
 */
export async function returnFiles(
  job: Pick<MoverJob, 'folders'>,
  moving: Moving,
  { from, here }: Since = {},
): Promise<FilesProof> {
  const isKnown = from !== undefined && here !== undefined;
  for (const folder of job.folders) {
    await bringBack(folder, moving);
    const only = isKnown ? await changedHere(folder, moving, here) : [];
    // What was brought is hashed there, by when it changed; so is what only looked unchanged, then.
    if (only.length > 0) await bringBack(folder, moving, { only, checksum: true });
  }
  const proof = await verifyFiles(job, moving, isKnown ? from : undefined);
  const { differences, differenceCount, problems, problemCount } = proof;
  const lost = differences.filter(({ what }) => what !== 'missing');
  // Not all are told of: what is not cannot be judged.
  const count = lost.length + (differenceCount - differences.length) + problemCount;
  if (count > 0) {
    const first = lost[0]?.path ?? problems[0]?.path ?? '-';
    throw new Fault('MIG208', { part: 'files', count, first });
  }
  return proof;
}

async function bringBack(
  folder: MovedFolder,
  { host, volumes, signal, say }: Moving,
  how: Pick<Pull, 'only' | 'checksum'> = {},
): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    const { cut } = await pullOnce({ host, folder, volumes, signal, back: true, ...how });
    if (cut === undefined) return;
    if (attempt === attempts) throw host.lost(cut);
    say(`files: the link was cut (${cut}); going on from there`);
  }
}

/** Files of a volume that have changed after a moment, by ctime, which no program can set. */
async function changedHere(
  { volume }: MovedFolder,
  { volumes, signal }: Moving,
  since: number,
): Promise<Buffer[]> {
  const argv = ['.', '-newerct', `@${since}`, '-type', 'f', '-printf', '%P\\0'];
  const options = { cwd: join(volumes, volume), encoding: 'buffer', maxBuffer: 1 << 30 } as const;
  const { stdout } = await run('find', argv, { ...options, signal });
  return [...pathsIn(stdout)];
}
