/** Jobs of an old host as `cron:` of an app. */
import type { AppInput } from '../../inventory/schema.js';
import type { FoundApp, FoundJob } from './model.js';
import { freeName, nameFrom } from './names.js';
import { baseName } from './paths.js';
import { isScript } from './run-parts.js';

/** Backups of its own: induk makes better ones. */
export const isDump = ({ run }: FoundJob): boolean =>
  /\b(mysqldump|mariadb-dump|pg_dump)\b/.test(run);

/** Whether its time is one that cron can say, and what it does is to go on, by a command of its own. */
export const isDraftedJob = (job: FoundJob): job is FoundJob & { schedule: string } =>
  job.schedule !== undefined && !isDump(job) && !isScript(job.in);

/** A password stands in it that only a shell could take out. */
export const isClosedJob = ({ keys, command }: FoundJob): boolean =>
  keys !== undefined && command === undefined;

/**
 * Jobs whose time cron can say, with names from what they run; left behind are dumps, scripts of
 * the host, and those with a password that no variable can take the place of.
 */
export function draftJobs({ jobs }: Pick<FoundApp, 'jobs'>): NonNullable<AppInput['cron']> {
  const taken = new Set<string>();
  return jobs.flatMap((job) => {
    if (!isDraftedJob(job) || isClosedJob(job)) return [];
    const name = freeName(jobName(job), taken);
    taken.add(name);
    return [{ name, at: job.schedule, run: commandOf(job) }];
  });
}

/** The script's name, `schedule:run` and the like. */
export function jobName({ run }: FoundJob): string {
  const words = withoutOutput(run).split(/[\s;&|]+/);
  const script = words.find((word) => /\.(php|sh|phar)$/.test(word));
  const task = words[words.findIndex((word) => /(^|\/)(artisan|spark|yii)$/.test(word)) + 1];
  const isTask = words.some((word) => /(^|\/)(artisan|spark|yii)$/.test(word));
  return nameFrom(isTask && task ? task : baseName(script ?? '').replace(/\.\w+$/, ''), 'tugas');
}

/** In a crontab `\%` is a percent sign, and output goes to induk's log instead of a file. */
export function commandOf({
  in: place,
  run: line,
  command: run = line,
}: Pick<FoundJob, 'in' | 'run' | 'command'>): string {
  const isCrontab = !place.endsWith('.timer');
  return withoutOutput(isCrontab ? run.replace(/\\%/g, '%') : run);
}

const withoutOutput = (run: string) =>
  run.replace(/(?:\s*(?:\d?>>?\s*(?:&\d|[^\s;&|]+)|&>>?\s*[^\s;&|]+))+\s*$/, '').trim() || run;
