import { Fault } from '../../fault.js';
import { standardInput } from '../mover/job.js';
import type { RehearsalJob } from './model.js';

/** What a rehearsal is told on its standard input. @throws Fault MIG104 */
export async function readRehearsalJob(): Promise<RehearsalJob> {
  try {
    const job = JSON.parse(await standardInput()) as RehearsalJob;
    if (job.formatVersion === 1) return job;
  } catch {
    // The text holds secrets: no part of it is told.
  }
  throw new Fault('MIG104', { reason: 'no job of a rehearsal' });
}
