import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault.js';
import type { Alarm, BackupJob, Manifest, RunRecord } from '../model.js';
import { replaceFile } from './atomic.js';
import type { WorkerContext } from './context.js';
import { createSet, type MadeSet } from './create.js';
import { metricsOf } from './metrics.js';
import { notify } from './notify.js';
import { refuseWhileRestoring } from './restoring.js';

/** What `create` answers. */
export interface CreateResult {
  set: string;
  bytes: number;
  added: number;
  /** Seconds. */
  duration: number;
  alarms: Alarm[];
}

/**
 * Makes a set and leaves its record, metrics and notice behind, also when it fails.
 * @throws Fault of `createSet`; BAK002 when it was stopped
 */
export async function runCreate(
  job: BackupJob,
  reason: Manifest['reason'],
  context: WorkerContext,
): Promise<CreateResult> {
  const startedAt = context.now();
  let made: MadeSet | undefined;
  let failure: Fault | undefined;
  try {
    await refuseWhileRestoring(context.places.job, job);
    made = await createSet(job, reason, context);
  } catch (error) {
    failure = faultOf(error, context.signal);
  }
  const record: RunRecord = {
    formatVersion: 1,
    app: job.app,
    kind: 'create',
    server: job.server,
    startedAt: startedAt.toISOString(),
    finishedAt: context.now().toISOString(),
    ok: made !== undefined,
    ...(made === undefined ? {} : { set: made.manifest.set, bytes: made.bytes, added: made.added }),
    ...(failure === undefined ? {} : { failure: { code: failure.code, args: failure.args } }),
    alarms: made?.manifest.alarms ?? [],
  };
  await conclude(job, record, context);
  if (made === undefined) throw failure;
  return {
    set: made.manifest.set,
    bytes: made.bytes,
    added: made.added,
    duration: (Date.parse(record.finishedAt) - startedAt.getTime()) / 1000,
    alarms: record.alarms,
  };
}

/** Tells everybody how a run went; that itself fails no run. */
export async function conclude(
  job: Pick<BackupJob, 'site' | 'app' | 'engineName' | 'server' | 'notify'>,
  record: RunRecord,
  context: WorkerContext,
): Promise<void> {
  record.alarms.push(...(await notify(job, record, context)));
  const { status, metrics } = context.places;
  const attempt = async (folder: string, name: string, content: string): Promise<void> => {
    try {
      await mkdir(folder, { recursive: true });
      await replaceFile(join(folder, name), content);
    } catch (error) {
      context.say(`${join(folder, name)}: ${(error as Error).message}`);
    }
  };
  const name = `${job.engineName}.${record.kind}`;
  const text = `${JSON.stringify(record, null, 1)}\n`;
  await attempt(status, `${name}.json`, text);
  // A run that fails later does not make what was proven unproven.
  if (record.ok) await attempt(status, `${name}.ok.json`, text);
  // Since the first set there is something to prove.
  const first = `${name}.first.json`;
  const isFirst = record.kind === 'create' && record.ok && !existsSync(join(status, first));
  if (isFirst) await attempt(status, first, text);
  const before = join(metrics, `induk_${record.kind}_${job.engineName}.prom`);
  const gauges = await metricsOf(job, record, before);
  await attempt(metrics, `induk_${record.kind}_${job.engineName}.prom`, gauges);
}

/** What a run failed with, as a fault; what is none is a bug, told by its message. */
export function faultOf(error: unknown, signal: AbortSignal): Fault {
  if (signal.aborted) return new Fault('BAK002', {}, { cause: error });
  if (error instanceof Fault) return error;
  const reason = (error instanceof Error ? error.message : String(error)).slice(0, 300);
  return new Fault('BAK001', { reason }, { cause: error });
}
