/** Scripts that cron runs by their folder: `/etc/cron.daily` and its like, as of run-parts(8). */
import type { FoundJob } from './model.js';

/** When Debian's own /etc/crontab runs each; anacron, where it is, comes at some minute of its own. */
const usual = {
  hourly: '17 * * * *',
  daily: '25 6 * * *',
  weekly: '47 6 * * 7',
  monthly: '52 6 1 * *',
} as const;

/** Names that run-parts passes over, as backups and what a package has left, are no job. */
const place = /^\/etc\/cron\.(hourly|daily|weekly|monthly)\/[\w-]+$/;

export const isScript = (path: string): boolean => place.test(path);

/** @param table lines of /etc/crontab */
export function scriptOf(path: string, table: readonly FoundJob[]): FoundJob | undefined {
  const [, period] = place.exec(path) ?? [];
  if (period === undefined) return undefined;
  const line = table.find(({ run }) => new RegExp(`/etc/cron\\.${period}(\\s|;|$)`).test(run));
  const schedule = line?.schedule ?? usual[period as keyof typeof usual];
  return { in: path, user: line?.user ?? 'root', at: schedule, run: path, schedule };
}

/** Scripts that are about other apps, too. */
export const sharedScripts = (jobs: readonly FoundJob[]): { script: string; apps: string }[] =>
  jobs.flatMap(({ in: script, sharedWith = [] }) =>
    sharedWith.length === 0 ? [] : [{ script, apps: sharedWith.join(', ') }],
  );

/** What a job tells of itself: its command, or all that a script does. */
export function deedOf({ in: path, run }: FoundJob, files: ReadonlyMap<string, string>): string {
  if (!isScript(path)) return run;
  const lines = (files.get(path) ?? '').split('\n');
  return lines.filter((line) => !/^\s*#/.test(line)).join('\n');
}
