/** What a follower tells: people, `induk backups`, monitoring. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Alarm, BackupJob } from '../model.js';
import { replaceFile } from '../worker/atomic.js';
import type { WorkerContext } from '../worker/context.js';
import { notify } from '../worker/notify.js';
import { behind } from './behind.js';
import type { LogRecord } from './model.js';

/** Milliseconds between two notices of the same thing. */
const repetition = 24 * 3_600_000;

/** Tells people of a log that is not followed for long, and of holes, once a day. */
export class Teller {
  #startedAt: number;
  #told: { what: string; at: number } | undefined;
  /** A hole stays one: it is shown until somebody has made a set after it. */
  #holes: { alarms: Alarm[]; at: string } | undefined;

  constructor(readonly context: WorkerContext) {
    this.#startedAt = context.now().getTime();
  }

  /** @returns the record with what is still to be known of earlier ones */
  async tell(job: BackupJob, record: LogRecord): Promise<LogRecord> {
    if (record.alarms.length > 0) {
      this.#holes = { alarms: record.alarms, at: record.startedAt };
    } else if (record.from !== undefined && record.from > (this.#holes?.at ?? '')) {
      // What begins after the hole was made since.
      this.#holes = undefined;
    }
    const whole = { ...record, alarms: this.#holes?.alarms ?? [] };
    const now = this.context.now().getTime();
    const since = Date.parse(record.through ?? '') || this.#startedAt;
    const isBad = whole.alarms.length > 0 || (!record.ok && now - since > behind);
    const what = record.ok ? JSON.stringify(whole.alarms) : (record.failure?.code ?? '');
    if (!isBad) {
      if (record.ok) this.#told = undefined;
      return whole;
    }
    if (this.#told?.what === what && now - this.#told.at < repetition) return whole;
    this.#told = { what, at: now };
    return { ...whole, alarms: [...whole.alarms, ...(await notify(job, whole, this.context))] };
  }
}

/** Leaves a record for people and a gauge for monitoring; that itself fails nothing. */
export async function leaveRecord(
  { site, app, engineName }: Pick<BackupJob, 'site' | 'app' | 'engineName'>,
  record: LogRecord,
  { places, say }: Pick<WorkerContext, 'places' | 'say'>,
): Promise<void> {
  const attempt = async (folder: string, file: string, content: string): Promise<void> => {
    try {
      await mkdir(folder, { recursive: true });
      await replaceFile(join(folder, file), content);
    } catch (error) {
      say(`${join(folder, file)}: ${(error as Error).message}`);
    }
  };
  const text = `${JSON.stringify(record, null, 1)}\n`;
  await attempt(places.status, `${engineName}.log.json`, text);
  const gauges = gaugesOf(record, `{site="${site}",app="${app}"}`);
  await attempt(places.metrics, `induk_log_${engineName}.prom`, gauges);
}

function gaugesOf({ from, through, ok, alarms }: LogRecord, labels: string): string {
  const seconds = (time: string | undefined): number | undefined =>
    time === undefined ? undefined : Date.parse(time) / 1000;
  const all: [string, string, number | undefined][] = [
    ['from_timestamp_seconds', 'Any second from then on can be brought back.', seconds(from)],
    ['through_timestamp_seconds', 'All that was written before is saved.', seconds(through)],
    ['ok', 'Whether the last look at the log succeeded.', ok ? 1 : 0],
    ['alarms', 'Holes in the log that somebody should look at.', alarms.length],
  ];
  return all
    .filter(([, , value]) => value !== undefined)
    .map(
      ([name, help, value]) =>
        `# HELP induk_log_${name} ${help}\n# TYPE induk_log_${name} gauge\n` +
        `induk_log_${name}${labels} ${value}\n`,
    )
    .join('');
}
