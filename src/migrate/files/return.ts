/** What people uploaded on the new side, brought to the old host when the app goes back there. */
import { Fault } from '../../fault.js';
import type { MoverJob } from '../mover/model.js';
import type { FilesProof } from './proof.js';
import { pullOnce } from './rsync.js';
import type { Moving } from './seed.js';
import { verifyFiles } from './verify.js';

/** Attempts of a folder over a link that is cut. */
const attempts = 3;

/**
 * Brings all folders back and proves that the old host has all of them as they are here. A file
 * that is only on the old host stays there: it was deleted here, and nothing is lost by it. Nobody
 * can write meanwhile, so that it goes as fast as the link does.
 * @throws Fault MIG050 to MIG053; MIG100 when the link was cut; MIG208 when something differs
 */
export async function returnFiles(
  job: Pick<MoverJob, 'folders'>,
  moving: Moving,
): Promise<FilesProof> {
  const { host, volumes, signal } = moving;
  for (const folder of job.folders) {
    for (let attempt = 1; ; attempt += 1) {
      const { cut } = await pullOnce({ host, folder, volumes, signal, back: true });
      if (cut === undefined) break;
      if (attempt === attempts) throw host.lost(cut);
      moving.say(`files: the link was cut (${cut}); going on from there`);
    }
  }
  const proof = await verifyFiles(job, moving);
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
