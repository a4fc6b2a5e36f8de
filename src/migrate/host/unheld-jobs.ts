/** Jobs of an app that nothing would hold: they came to its old host after it was inspected. */
import { Fault } from '../../fault.js';
import { jobsOf } from '../inspect/crontab.js';
import { mentions } from '../inspect/judge-jobs.js';
import type { FoundJob } from '../inspect/model.js';
import { deedOf } from '../inspect/run-parts.js';
import type { Shell } from '../mover/old-host.js';
import { isNamed, known } from './crontab.js';
import type { HeldApp } from './fence-plan.js';
import { readHostJobs } from './read-jobs.js';

/** Those of the jobs found that the inventory does not have. */
export const unheldOf = (found: readonly FoundJob[], held: HeldApp['cron']): FoundJob[] =>
  found.filter((job) => !held.some((one) => isNamed(job, one)));

/** @throws Fault MIG229 */
export async function refuseUnheld(shell: Shell, { mentioned, cron }: HeldApp): Promise<void> {
  if (mentioned === undefined) return;
  const { files } = await readHostJobs(shell);
  const unheld = unheldOf(
    jobsOf(files).filter((job) => mentions(deedOf(job, files), mentioned)),
    cron,
  );
  if (unheld.length > 0) throw new Fault('MIG229', { jobs: toldOf(unheld) });
}

export const toldOf = (jobs: readonly FoundJob[]): string =>
  jobs.map((job) => `${job.in}: ${known(job.run)}`).join(', ');
