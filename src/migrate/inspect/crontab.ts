/** Scheduled jobs from crontabs and systemd's timers. */
import { cronFault } from '../../inventory/cron.js';
import type { FoundJob } from './model.js';
import { scriptOf } from './run-parts.js';

const nicknames: Record<string, string> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/**
 * Jobs of one crontab.
 * @param owner whose crontab it is; absent for /etc/crontab and /etc/cron.d, whose lines name one
 */
export function parseCrontab(text: string, file: string, owner?: string): FoundJob[] {
  return text.split(/\r?\n/).flatMap((line) => jobOf(line.trim(), file, owner) ?? []);
}

function jobOf(line: string, file: string, owner?: string): FoundJob | undefined {
  if (line === '' || line.startsWith('#') || /^[A-Za-z_]\w*\s*=/.test(line)) return undefined;
  const time = /^(@\w+|(?:\S+\s+){4}\S+)\s+(.*)$/.exec(line);
  if (time === null) return undefined;
  const [, at = '', rest = ''] = time;
  const [, named, command] = owner === undefined ? (/^(\S+)\s+(.*)$/.exec(rest) ?? []) : [];
  const user = owner ?? named;
  const run = owner === undefined ? command : rest;
  if (user === undefined || run === undefined || run === '') return undefined;
  const schedule = nicknames[at.toLowerCase()] ?? at.replace(/\s+/g, ' ');
  return {
    in: owner === undefined ? file : `crontab of ${owner}`,
    user,
    at,
    run,
    ...(cronFault(schedule) === undefined ? { schedule } : {}),
  };
}

/**
 * The jobs of every crontab among the files read, those of Debian's own packages left out, and
 * scripts of cron's folders.
 */
export function jobsOf(files: ReadonlyMap<string, string>): FoundJob[] {
  const table = parseCrontab(files.get('/etc/crontab') ?? '', '/etc/crontab');
  return [...files].flatMap(([path, text]) => {
    const spool = /^\/var\/spool\/cron\/crontabs\/(.+)$/.exec(path)?.[1];
    if (spool !== undefined) return parseCrontab(text, path, spool);
    if (path === '/etc/crontab' || path.startsWith('/etc/cron.d/')) {
      return parseCrontab(text, path).filter((job) => !isOfDebian(path, job));
    }
    if (path.endsWith('.timer')) return timerOf(path, text, files) ?? [];
    return scriptOf(path, table) ?? [];
  });
}

/** What a fresh Debian or Ubuntu has. */
function isOfDebian(path: string, { run }: FoundJob): boolean {
  const own = [
    'php',
    'e2scrub_all',
    'certbot',
    'mdadm',
    'popularity-contest',
    'sysstat',
    'anacron',
  ];
  return (
    own.some((name) => path === `/etc/cron.d/${name}`) || /run-parts .*\/etc\/cron\./.test(run)
  );
}

function timerOf(
  path: string,
  text: string,
  files: ReadonlyMap<string, string>,
): FoundJob | undefined {
  const unit = /^\s*Unit\s*=\s*(\S+)/m.exec(text)?.[1];
  const service = unit === undefined ? path.replace(/timer$/, 'service') : unit;
  const body =
    files.get(service.startsWith('/') ? service : `/etc/systemd/system/${service}`) ?? '';
  const run = /^\s*ExecStart\s*=\s*[-@:+!]*(.+?)\s*$/m.exec(body)?.[1];
  const at = /^\s*OnCalendar\s*=\s*(.+?)\s*$/m.exec(text)?.[1];
  if (run === undefined) return undefined;
  const schedule = at === undefined ? undefined : scheduleOf(at);
  const user = /^\s*User\s*=\s*(\S+)/m.exec(body)?.[1] ?? 'root';
  return {
    in: path,
    user,
    ...(at === undefined ? {} : { at }),
    run,
    ...(schedule === undefined ? {} : { schedule }),
  };
}

/** OnCalendar as five fields, for the forms people write: systemd.time(7). */
function scheduleOf(calendar: string): string | undefined {
  const word = nicknames[`@${calendar.toLowerCase()}`];
  if (word !== undefined) return word;
  const pattern =
    /^(?:(Sun|Mon|Tue|Wed|Thu|Fri|Sat)[a-z]*\s+)?(?:\*-\*-(\*|\d\d)\s+)?(\*|\d{1,2}):(\*|\d{1,2}|(?:0|\*)\/\d+)(?::\d\d)?$/i;
  const match = pattern.exec(calendar);
  if (match === null) return undefined;
  const [, weekday, day = '*', hour = '*', minute = '*'] = match;
  const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
  const number = (text: string) => (/^\d+$/.test(text) ? String(Number(text)) : text);
  const every = minute.replace(/^0\//, '*/');
  const on = weekday === undefined ? '*' : String(days.indexOf(weekday.toLowerCase()));
  const schedule = `${number(every)} ${number(hour)} ${number(day)} * ${on}`;
  return cronFault(schedule) === undefined ? schedule : undefined;
}
