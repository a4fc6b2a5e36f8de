/** Crontabs in which an app's jobs are off. Texts are latin1, so that every byte survives. */
import type { LegacyJob } from '../../inventory/model.js';
import { redacted } from '../command-secrets.js';

const heldMarker = '#induk-migrate# ';

/** What a script of cron's folders says while its job is off; the script itself lies beside it. */
export const heldScript = `#!/bin/sh\n${heldMarker}off: its app is held here, or lives elsewhere\n`;

/**
 * Comments jobs out; every other line stays as it is, byte for byte.
 * @param runs commands of the jobs, as they stand in the crontab, or with marks for their passwords
 * @returns the text and how many jobs are off
 */
export function holdJobs(text: string, runs: readonly string[]): { text: string; count: number } {
  let count = 0;
  const wanted = runs.map(known);
  const lines = text.split('\n').map((line) => {
    const isJob = /^\s*[^#\s]/.test(line) && wanted.some((run) => known(line).endsWith(run));
    if (!isJob) return line;
    count += 1;
    return `${heldMarker}${line}`;
  });
  return { text: lines.join('\n'), count };
}

/** By what the inventory may know of a line: its passwords are nowhere there. */
export const known = (line: string): string => redacted(line.trim()).replaceAll(/\s+/g, ' ');

/** Whether a job that was found is the one that the inventory names. */
export const isNamed = (found: LegacyJob, named: LegacyJob): boolean =>
  named.in === found.in && known(found.run).endsWith(known(named.run));

/** Whether a file is the one that the inventory calls so: by its path, or `crontab of USER`. */
export function isPlace(path: string, place: string): boolean {
  const owner = /^crontab of (.+)$/.exec(place)?.[1];
  if (owner === undefined) return path === place;
  return path.startsWith('/var/spool/') && path.endsWith(`/${owner}`);
}

/** Whether a job stands in a crontab as one that `holdJobs` has turned off. */
export const isHeldIn = (text: string, run: string): boolean =>
  text.split('\n').some((line) => line.startsWith(heldMarker) && known(line).endsWith(known(run)));
