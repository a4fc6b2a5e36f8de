import { setTimeout as sleep } from 'node:timers/promises';
import type { BackupJob } from '../model.js';
import type { WorkerContext } from '../worker/context.js';
import { readJob } from '../worker/job.js';
import { faultOf } from '../worker/run.js';
import { BaseMaker } from './base.js';
import { Horizon } from './horizon.js';
import type { LogRecord } from './model.js';
import { leaveRecord, Teller } from './record.js';
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

/** With what saving itself takes, nothing that is acknowledged is more than 60 s from the vault. */
export const pace: Pace = { look: 2_000, save: 40_000, record: 60_000 };

/**
 * Saves an app's log whenever it has grown, until it is stopped. A vault that cannot be reached
 * is tried again: nothing is lost while the server still has the files.
 */
export async function followLog(
  context: WorkerContext,
  { look, save, record }: Pace = pace,
): Promise<void> {
  const { places, signal, now, say } = context;
  const teller = new Teller(context);
  const makers = { horizon: new Horizon(context), bases: new BaseMaker(context) };
  let [savedAt, recordedAt] = [0, 0];
  while (!signal.aborted) {
    const job = await readJob<BackupJob>(places.job);
    const at = now().getTime();
    const isDue = at - savedAt >= save && (await hasNews(job, places.job));
    if (isDue) savedAt = at;
    if (isDue || at - recordedAt >= record) {
      recordedAt = at;
      const made = await attempt(job, makers, context);
      if (made !== undefined) {
        await leaveRecord(job, await teller.tell(job, made), context);
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
async function attempt(
  job: BackupJob,
  { horizon, bases }: { horizon: Horizon; bases: BaseMaker },
  context: WorkerContext,
): Promise<LogRecord | undefined> {
  const startedAt = context.now().toISOString();
  const about = { formatVersion: 1, app: job.app, kind: 'log', startedAt } as const;
  const source = logSource(job);
  try {
    const { saved, lookedAt, added, alarms } = await saveLog(job, source, context);
    const { stream, last, end } = saved;
    await bases.see(job, source, saved, alarms.length > 0);
    const from = await horizon.of(job, alarms.length > 0);
    return {
      ...about,
      finishedAt: context.now().toISOString(),
      ok: true,
      through: isLater(lookedAt, saved.through) ? lookedAt : saved.through,
      ...(from === undefined ? {} : { from }),
      ...(added === undefined ? {} : { added }),
      look: { stream, last, end, at: lookedAt },
      alarms,
    };
  } catch (error) {
    if (context.signal.aborted) return undefined;
    // What cannot be saved must not fill the disk of the app.
    await source.bound().catch(() => undefined);
    const { code, args } = faultOf(error, context.signal);
    const through = (await readSaved(context.places.job))?.through;
    const finishedAt = context.now().toISOString();
    const known = through === undefined ? {} : { through };
    return { ...about, finishedAt, ok: false, ...known, failure: { code, args }, alarms: [] };
  }
}

const isLater = (a: string, b: string): boolean => Date.parse(a) > Date.parse(b);
