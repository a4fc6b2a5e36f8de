/** Crontabs in which an app's jobs are off. Texts are latin1, so that every byte survives. */
import { redacted } from '../command-secrets.js';

export const heldMarker = '#induk-migrate# ';

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
