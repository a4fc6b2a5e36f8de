/** Records of runs, drills and looks at logs, put in order. */
import type { RunRecord } from './model.js';

/** Milliseconds a server's clock may be ahead before its records are not believed. */
const clockTolerance = 10 * 60_000;

/** Records that are not from the future. */
export function believed(records: readonly RunRecord[], now: Date): RunRecord[] {
  const latest = now.getTime() + clockTolerance;
  return records.filter(({ finishedAt }) => Date.parse(finishedAt) <= latest);
}

/** Of two that ended in the same moment the one that failed counts as the newer. */
export function newestFirst(records: readonly RunRecord[], kind: RunRecord['kind']): RunRecord[] {
  return records
    .filter((record) => record.kind === kind)
    .sort(
      (a, b) => Date.parse(b.finishedAt) - Date.parse(a.finishedAt) || Number(a.ok) - Number(b.ok),
    );
}

/** Milliseconds. */
export const durationOf = ({ startedAt, finishedAt }: RunRecord): number =>
  Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt));
