import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Alarm, BackupJob } from '../model.js';
import { replaceFile } from '../worker/atomic.js';
import type { WorkerContext } from '../worker/context.js';
import { readJob } from '../worker/job.js';
import { faultOf } from '../worker/run.js';
import type { LogRecord } from './model.js';
import { isNews, logSource, readSaved, saveLog } from './save.js';

/** Milliseconds. */
export interface Pace {
  /** Between two looks, each of which reads one folder. */
  look: number;
  /** At least between the beginnings of two snapshots. */
  save: number;
  /** Between two records of a log that has nothing new. */
  record: number;
}

export const pace: Pace = { look: 2_000, save: 25_000, record: 60_000 };

/**
 * Saves an app's log whenever it has grown, until it is stopped; then once more. A vault that
 * cannot be reached is tried again: nothing is lost while the server still has the files.
 */
export async function followLog(
  context: WorkerContext,
  { look, save, record }: Pace = pace,
): Promise<void> {
  const { places, signal, now, say } = context;
  let [savedAt, recordedAt] = [0, 0];
  let alarms: Alarm[] = [];
  while (!signal.aborted) {
    const job = await readJob<BackupJob>(places.job);
    const at = now().getTime();
    const isDue = at - savedAt >= save && (await hasNews(job, places.job));
    if (isDue) savedAt = at;
    if (isDue || at - recordedAt >= record) {
      recordedAt = at;
      const made = await attempt(job, context);
      if (made !== undefined) {
        // A hole stays one: it is told until somebody has made a set after it.
        alarms = made.alarms.length > 0 ? made.alarms : alarms;
        await leave(job, { ...made, alarms }, context);
        const { ok, through = '-', failure } = made;
        say(ok ? `log: saved through ${through}` : `log: ${failure?.code}`);
      }
    }
    await sleep(look, undefined, { signal }).catch(() => undefined);
  }
}

async function hasNews(job: BackupJob, folder: string): Promise<boolean> {
  const extent = await logSource(job)
    .look()
    .catch(() => undefined);
  return extent !== undefined && isNews(extent, await readSaved(folder));
}

/** A round as its record; undefined when it was stopped in the middle. */
async function attempt(job: BackupJob, context: WorkerContext): Promise<LogRecord | undefined> {
  const base = { formatVersion: 1, app: job.app, kind: 'log' } as const;
  try {
    const { saved, lookedAt, alarms } = await saveLog(job, logSource(job), context);
    const through = isSettled(saved.through, lookedAt);
    return { ...base, finishedAt: lookedAt, ok: true, through, alarms };
  } catch (error) {
    if (context.signal.aborted) return undefined;
    const { code, args } = faultOf(error, context.signal);
    const through = (await readSaved(context.places.job))?.through;
    return {
      ...base,
      finishedAt: context.now().toISOString(),
      ok: false,
      ...(through === undefined ? {} : { through }),
      failure: { code, args },
      alarms: [],
    };
  }
}

/** A log without news is saved through the moment at which it was looked at. */
function isSettled(through: string, lookedAt: string): string {
  return Date.parse(lookedAt) > Date.parse(through) ? lookedAt : through;
}

async function leave(job: BackupJob, record: LogRecord, context: WorkerContext): Promise<void> {
  const { status, metrics } = context.places;
  const name = `induk_log_through_timestamp_seconds`;
  const attempt = async (folder: string, file: string, content: string): Promise<void> => {
    try {
      await mkdir(folder, { recursive: true });
      await replaceFile(join(folder, file), content);
    } catch (error) {
      context.say(`${join(folder, file)}: ${(error as Error).message}`);
    }
  };
  await attempt(status, `${job.engineName}.log.json`, `${JSON.stringify(record, null, 1)}\n`);
  if (record.through === undefined) return;
  const help = `# HELP ${name} Everything acknowledged before is in the vault.\n# TYPE ${name} gauge\n`;
  const value = `${name}{site="${job.site}",app="${job.app}"} ${Date.parse(record.through) / 1000}\n`;
  await attempt(metrics, `induk_log_${job.engineName}.prom`, `${help}${value}`);
}
