import { readFile } from 'node:fs/promises';
import type { BackupJob, RunRecord } from '../model.js';

/**
 * A run as node_exporter's textfile collector reads it. When it failed, the time of the last
 * success is taken over from the file before.
 * https://github.com/prometheus/node_exporter#textfile-collector
 */
export async function metricsOf(
  { site, app }: Pick<BackupJob, 'site' | 'app'>,
  record: RunRecord,
  before: string,
): Promise<string> {
  const seconds = (time: string): number => Date.parse(time) / 1000;
  const name = `induk_${record.kind === 'create' ? 'backup' : record.kind}`;
  const success = `${name}_last_success_timestamp_seconds`;
  const last = record.ok ? seconds(record.finishedAt) : await valueIn(before, success);
  const metrics: [string, string, number | undefined][] = [
    ['last_run_timestamp_seconds', 'End of the last run.', seconds(record.finishedAt)],
    ['last_success_timestamp_seconds', 'End of the last run that succeeded.', last],
    ['ok', 'Whether the last run succeeded.', record.ok ? 1 : 0],
    [
      'duration_seconds',
      'Time the last run took.',
      seconds(record.finishedAt) - seconds(record.startedAt),
    ],
    ['size_bytes', 'Bytes in the set.', record.bytes],
    ['added_bytes', 'Bytes the run added to the vault.', record.added],
    ['alarms', 'Things about the set that somebody should look at.', record.alarms.length],
  ];
  const labels = `{site="${site}",app="${app}"}`;
  return metrics
    .filter(([, , value]) => value !== undefined)
    .map(
      ([metric, help, value]) =>
        `# HELP ${name}_${metric} ${help}\n# TYPE ${name}_${metric} gauge\n` +
        `${name}_${metric}${labels} ${value}\n`,
    )
    .join('');
}

async function valueIn(file: string, metric: string): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const found = new RegExp(`^${metric}\\{[^}]*\\} (\\S+)$`, 'm').exec(text);
  return found === null ? undefined : Number(found[1]);
}
