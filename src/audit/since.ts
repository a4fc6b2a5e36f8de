import { exitCodes, Fault } from '../fault.js';

const units: Record<string, number> = { m: 60, h: 3600, d: 86_400, w: 604_800 };

/**
 * The moment a person means: `30m`, `12h`, `7d` or `2w` ago, a date (its beginning here),
 * or a time with its zone (RFC 3339).
 * @throws Fault AUD005, exit 64.
 */
export function parseSince(given: string, now: Date): Date {
  const [, count, unit = ''] = /^(\d{1,6})([mhdw])$/.exec(given) ?? [];
  if (count !== undefined)
    return new Date(now.getTime() - Number(count) * (units[unit] ?? 0) * 1000);
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(given);
  const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.test(
    given,
  );
  // Without a zone, `Date` takes a bare date as UTC and a date with a time as local.
  const found = isDate ? new Date(`${given}T00:00:00`) : new Date(isTime ? given : Number.NaN);
  if (Number.isNaN(found.getTime())) {
    throw new Fault('AUD005', { given }, { exit: exitCodes.usage });
  }
  return found;
}
