import type { Alarm, BackupJob, RunRecord } from '../model.js';
import type { WorkerContext } from './context.js';
import { type Notice, tell } from './tell.js';

type Told = Pick<BackupJob, 'site' | 'app' | 'server' | 'notify'>;

interface RunNotice extends Notice {
  run: RunRecord;
}

/**
 * Tells people of a run that failed or has alarms, in the ways the inventory names.
 * @returns an alarm BAK022 for each way that failed
 */
export async function notify(
  job: Told,
  record: RunRecord,
  { words }: Pick<WorkerContext, 'words'>,
): Promise<Alarm[]> {
  if (job.notify === undefined || (record.ok && record.alarms.length === 0)) return [];
  const { site, server } = job;
  const text = textOf(job, record, words);
  const notice: RunNotice = { formatVersion: 1, site, server, text, run: record };
  return tell(job.notify, notice);
}

function textOf(job: Told, record: RunRecord, words: WorkerContext['words']): string {
  const findings = [...(record.failure === undefined ? [] : [record.failure]), ...record.alarms];
  const what = { create: 'backup', drill: 'drill', log: 'point in time' }[record.kind];
  const lines = findings.map(({ code, args }) => `${code} ${words(code, args)}`);
  return [`${job.site} ${job.app}: ${what} ${record.ok ? 'ok, but' : 'FAILED'}`, ...lines].join(
    '\n',
  );
}
