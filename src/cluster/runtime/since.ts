import { exitCodes, Fault } from '../../fault.js';

const seconds = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

/**
 * The moment `--since` means: `45s`, `10m`, `2h`, `3d` before `now`, or an RFC 3339 time.
 *
 * @param now by the server's clock, since the lines carry its times
 * @throws Fault CLU083, exit 64, for anything else
 */
export function parseSince(text: string, now: Date): Date {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count !== undefined) {
    return new Date(now.getTime() - Number(count) * seconds[unit as keyof typeof seconds] * 1000);
  }
  const time = Date.parse(text);
  if (!/^\d{4}-\d{2}-\d{2}/.test(text) || Number.isNaN(time)) {
    throw new Fault('CLU083', { given: text }, { exit: exitCodes.usage });
  }
  return new Date(time);
}
