/** Both sides' cron jobs as they are in a freeze. */
import { onEngine } from '../../backup/worker/engine.js';
import { cronService, serviceLabel } from '../../desired/names.js';
import { readHostJobs } from '../host/read-jobs.js';
import type { SeenJobs } from '../jobs-proof.js';
import type { Shell } from './old-host.js';

/**
 * @param old absent where it is not asked
 * @throws Fault MIG100, MIG102 when the old host does not tell
 */
export async function seeJobs(
  engineName: string,
  old: Shell | undefined,
  signal: AbortSignal,
): Promise<SeenJobs> {
  const [schedulers, there] = await Promise.all([
    schedulersOf(engineName),
    old === undefined ? undefined : readHostJobs(old, signal),
  ]);
  return {
    schedulers,
    ...(old === undefined || there === undefined ? {} : { old: { ...there, server: old.server } }),
  };
}

/** Also those that are held still: they would go on with the rest of the app. */
function schedulersOf(engineName: string): Promise<string[]> {
  const service = cronService(engineName);
  const filters = { label: [`${serviceLabel}=${service}`], status: ['running', 'paused'] };
  return onEngine(async (docker) => (await docker.listContainers({ filters })).map(() => service));
}
