/** Crontabs in which an app's jobs are off. Texts are latin1, so that every byte survives. */

export const heldMarker = '#induk-migrate# ';

/**
 * Comments jobs out; every other line stays as it is, byte for byte.
 * @param runs commands of the jobs, as they stand in the crontab
 * @returns the text and how many jobs are off
 */
export function holdJobs(text: string, runs: readonly string[]): { text: string; count: number } {
  let count = 0;
  const wanted = runs.map(squeezed);
  const lines = text.split('\n').map((line) => {
    const isJob = /^\s*[^#\s]/.test(line) && wanted.some((run) => squeezed(line).endsWith(run));
    if (!isJob) return line;
    count += 1;
    return `${heldMarker}${line}`;
  });
  return { text: lines.join('\n'), count };
}

const squeezed = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');
