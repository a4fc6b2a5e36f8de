import { type Expected, type Finding, findingsOf, firstRun } from '../findings.js';
import { isRed } from '../freshness.js';
import type { Alarm, RunRecord } from '../model.js';

/** Codes of what is so of every app at first. */
const beforeFirstRun = ['BAK157', 'BAK204'];

/**
 * What is red about an app on this server and nobody was told of: a run that failed tells so
 * itself, unless its notice did not get through.
 * @param since RFC 3339: when the app was watched for the first time
 */
export function untold(
  expected: Expected,
  records: readonly RunRecord[],
  since: string,
  now: Date,
): Alarm[] {
  const isNew = now.getTime() - Date.parse(since) <= firstRun;
  return findingsOf({ ...expected, since }, records, now)
    .filter(({ state }) => isRed(state))
    .filter((finding) => !wasTold(finding))
    .map(({ reason }) => reason)
    .filter(({ code }) => !(isNew && beforeFirstRun.includes(code)));
}

function wasTold({ toldBy }: Finding): boolean {
  return toldBy !== undefined && !toldBy.alarms.some(({ code }) => code === 'BAK022');
}
