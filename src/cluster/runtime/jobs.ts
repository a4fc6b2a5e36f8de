import type Docker from 'dockerode';
import { readFiles } from './archive.js';
import type { JobStatus } from './model.js';

const directory = '/var/lib/induk-jobs';

/**
 * The last run of each scheduled job, from the records its container keeps in a volume.
 *
 * @param container the cron service's, running or ended
 * @param names jobs of the inventory, which come first and also when they have not run yet
 */
export async function readJobs(
  container: Docker.Container,
  names: readonly string[],
): Promise<JobStatus[]> {
  const runs = new Map<string, JobStatus>();
  for (const [path, text] of await readFiles(container, directory)) {
    const run = path.endsWith('.json') ? parseRun(text) : undefined;
    if (run !== undefined) runs.set(run.name, run);
  }
  // A record of a job that is not scheduled any more says nothing about the present.
  const shown = names.length > 0 ? names : [...runs.keys()].sort();
  return shown.map((name) => runs.get(name) ?? { name });
}

function parseRun(text: string): JobStatus | undefined {
  try {
    const run = JSON.parse(text) as JobStatus;
    return typeof run.name === 'string' ? run : undefined;
  } catch {
    // A record is replaced in one step, so this is not one of ours.
    return undefined;
  }
}
