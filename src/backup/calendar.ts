/** When runs and drills happen: spread over the night, the same for an app every time. */
import { createHash } from 'node:crypto';
import type { AppBackup, AppId, DrillPeriod } from '../inventory/model.js';

/** Local times a timer elapses at: each day, or only on one weekday, or on one day of the month. */
export interface Calendar {
  /** 0 is Sunday. */
  weekday?: number;
  /** 1 to 28, so that every month has it. */
  day?: number;
  /** Seconds since midnight. */
  time: number;
  /** IANA zone. */
  zone: string;
}

const dayLength = 86_400;
const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;

/** Drills of an app with a time of its own are spread over at least this, in seconds. */
const leastSpread = 3600;

/** When an app is backed up: its own time, or its place in the night's window. */
export function backupCalendar(app: AppId, backup: AppBackup, zone: string): Calendar {
  return { time: wrap(secondsOf(backup.schedule) + placeOf(app, backup.window)), zone };
}

/**
 * When an app's set is restored and checked: after the window, when the night's sets are made,
 * on a day of its own.
 */
export function drillCalendar(app: AppId, backup: AppBackup, zone: string): Calendar {
  const spread = Math.max(backup.window, leastSpread);
  const time = wrap(secondsOf(backup.schedule) + spread + placeOf(`${app} drill`, spread));
  const days: Record<DrillPeriod, Pick<Calendar, 'weekday' | 'day'>> = {
    daily: {},
    weekly: { weekday: placeOf(`${app} weekday`, 7) },
    monthly: { day: 1 + placeOf(`${app} day`, 28) },
  };
  return { ...days[backup.drill], time, zone };
}

/** In the notation of systemd.time(7), e.g. `Tue *-*-* 02:17:05 Asia/Jakarta`. */
export function onCalendar({ weekday, day, time, zone }: Calendar): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = [Math.floor(time / 3600), Math.floor(time / 60) % 60, time % 60].map(two).join(':');
  const date = `*-*-${day === undefined ? '*' : two(day)}`;
  return [...(weekday === undefined ? [] : [weekdays[weekday]]), date, clock, zone].join(' ');
}

/** The first time after `now`. */
export function nextRun(calendar: Calendar, now: Date): Date {
  const { zone, time } = calendar;
  const today = localDay(now, zone);
  // A month from today there is every weekday and every day up to the 28th.
  for (let ahead = -1; ahead <= 32; ahead += 1) {
    const date = new Date(today + ahead * dayLength * 1000);
    if (calendar.weekday !== undefined && date.getUTCDay() !== calendar.weekday) continue;
    if (calendar.day !== undefined && date.getUTCDate() !== calendar.day) continue;
    const at = instantOf(date.getTime() + time * 1000, zone);
    if (at > now.getTime()) return new Date(at);
  }
  throw new Error('a calendar without days');
}

/** A number below `size` that is always the same for `name`; 0 when there is no room. */
export function placeOf(name: string, size: number): number {
  if (size < 1) return 0;
  return createHash('sha256').update(name).digest().readUInt32BE(0) % size;
}

function secondsOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number);
  return hours * 3600 + minutes * 60;
}

function wrap(seconds: number): number {
  return seconds % dayLength;
}

/** Midnight UTC of the day that it is in `zone`, in milliseconds. */
function localDay(now: Date, zone: string): number {
  const local = now.getTime() + offsetAt(now.getTime(), zone);
  return local - (local % (dayLength * 1000));
}

/** The instant at which clocks of `zone` show what clocks of UTC show at `shown`. */
export function instantOf(shown: number, zone: string): number {
  const guess = shown - offsetAt(shown, zone);
  // Where the clocks were put forward or back in between, the first guess is an hour off.
  return shown - offsetAt(guess, zone);
}

/** Milliseconds that clocks of `zone` are ahead of UTC at an instant. */
function offsetAt(instant: number, zone: string): number {
  const options = { timeZone: zone, timeZoneName: 'longOffset' } as const;
  const parts = new Intl.DateTimeFormat('en', options).formatToParts(instant);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const found = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name);
  if (found === null) return 0;
  const [, sign, hours, minutes, seconds = '0'] = found;
  const amount = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return (sign === '-' ? -amount : amount) * 1000;
}
