/** What the script counted of an access log, as figures. */
import type { Traffic } from './model.js';

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** @returns undefined when there was no line in the common or combined format */
export function trafficOf(body: string): Traffic | undefined {
  const lines = body.split('\n');
  const value = (name: string) =>
    lines.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1) ?? '';
  const from = timeOf(value('first'));
  const to = timeOf(value('last'));
  const requests = Number(value('total'));
  if (!requests || from === undefined || to === undefined) return undefined;
  const pages = lines.flatMap((line) => {
    const match = /^page (\d+) (\S+) (\d{3}) (.+)$/.exec(line);
    return match === null
      ? []
      : [{ count: Number(match[1]), method: match[2], status: match[3], path: match[4] as string }];
  });
  // A log of an hour says little about a day, one of ten minutes nothing.
  const days = Math.max((to - from) / 86_400_000, 1 / 24);
  return {
    requests,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    perDay: Math.round(requests / days),
    peakPerMinute: Number(value('peak')),
    top: pages
      .filter(({ method, status, path }) => method === 'GET' && status === '200' && isPage(path))
      .slice(0, 20)
      .map(({ path, count }) => ({ path, count })),
    writes: pages
      .filter(({ method }) => !['GET', 'HEAD', 'OPTIONS'].includes(method ?? ''))
      .reduce((sum, { count }) => sum + count, 0),
  };
}

const isPage = (path: string) =>
  path.startsWith('/') && !/\.(css|js|png|jpe?g|gif|svg|ico|woff2?|ttf|map|webp)$/i.test(path);

/** `22/Nov/2026:04:12:07 +0700` → milliseconds. */
function timeOf(text: string): number | undefined {
  const match = /^(\d\d)\/(\w{3})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)/.exec(text);
  if (match === null) return undefined;
  const [, day, month = '', year, hour, minute, second, sign, hours, minutes] = match;
  const index = months.indexOf(month);
  if (index < 0) return undefined;
  const utc = Date.UTC(
    Number(year),
    index,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
  );
  const offset = (Number(hours) * 60 + Number(minutes)) * 60_000;
  return sign === '-' ? utc + offset : utc - offset;
}
