import { hostname } from 'node:os';
import { labels } from '../../desired/names.js';
import type { Fault } from '../../fault.js';
import { connectLocal } from '../../server/local.js';
import type { DrillJob, RunRecord, SetId } from '../model.js';
import type { WorkerContext } from '../worker/context.js';
import { conclude, faultOf } from '../worker/run.js';
import { type DrillRequest, type DrillResult, drill } from './drill.js';

/**
 * Drills a set on the engine this worker runs on, and leaves record, metrics and notice behind,
 * also when it fails.
 * @throws Fault of `drill`; BAK002 when it was stopped
 */
export async function runDrill(
  job: DrillJob,
  set: SetId | undefined,
  context: WorkerContext,
  wanted: Pick<DrillRequest, 'at' | 'look'> = {},
): Promise<DrillResult> {
  const startedAt = context.now();
  let result: DrillResult | undefined;
  let failure: Fault | undefined;
  try {
    result = await drill({ ...(await requestOf(job, set)), ...wanted }, context);
  } catch (error) {
    failure = faultOf(error, context.signal);
  }
  const record: RunRecord = {
    formatVersion: 1,
    app: job.app,
    kind: 'drill',
    server: job.server,
    startedAt: startedAt.toISOString(),
    finishedAt: context.now().toISOString(),
    ok: result !== undefined,
    ...(result === undefined ? {} : { set: result.set, bytes: result.bytes }),
    ...(failure === undefined ? {} : { failure: { code: failure.code, args: failure.args } }),
    alarms: [],
  };
  await conclude(job, record, context);
  if (result === undefined) throw failure;
  return result;
}

/** What this worker's own container says of itself goes for those it starts. */
async function requestOf(job: DrillJob, set: SetId | undefined) {
  const connection = await connectLocal(job.server);
  const own = await connection.docker.getContainer(hostname()).inspect();
  return {
    job,
    ...(set === undefined ? {} : { set }),
    connection,
    image: own.Image,
    vaultBinds: (own.HostConfig.Binds ?? []).filter((bind) => /:\/vault(:|$)/.test(bind)),
    labels: { [labels.site]: job.site, [labels.app]: job.app, [labels.role]: 'drill' },
  };
}
