/** What is not well about an app's backups, by the records that runs and drills have left. */
import type { AppId, DrillPeriod } from '../inventory/model.js';
import { believed, durationOf, newestFirst } from './history.js';
import { behind } from './log/behind.js';
import type { LogRecord } from './log/model.js';
import type { Alarm, RunRecord } from './model.js';

export type FindingState =
  | 'failed'
  | 'never'
  | 'late'
  | 'behind'
  /** No drill in time. */
  | 'overdue'
  /** No drill yet. */
  | 'unproven';

export interface Finding {
  state: FindingState;
  reason: Alarm;
  /** The run that failed and called people itself. */
  toldBy?: RunRecord;
}

/** What of an app is to be judged: a server sees what happens on it, an operator all. */
export interface Expected {
  app: AppId;
  /** Whether sets are made. */
  runs: boolean;
  /** Whether the log of its database is followed. */
  log: boolean;
  /** How often a set is restored; absent: never. */
  drill?: DrillPeriod;
  /** RFC 3339: since when there is something to restore, where records of runs do not say so. */
  since?: string;
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Runs are a day apart; one that takes long must not look like one that was missed. */
const leastGrace = 2 * hour;
const mostGrace = 22 * hour;

/** Milliseconds after which a first run must be on record. */
export const firstRun = day + leastGrace;

/** How old a proof may be: the period, and time for one drill to be made up for. */
const proofAge: Record<DrillPeriod, number> = {
  daily: 2 * day,
  weekly: 9 * day,
  monthly: 34 * day,
};

/**
 * @param records of any app and in any order; the more of the past, the better the answer, but the
 *   first that made a set and the last of each kind are enough
 * @returns in no order of urgency
 */
export function findingsOf(
  expected: Expected,
  records: readonly RunRecord[],
  now: Date,
): Finding[] {
  const { app, drill } = expected;
  const isExpected = { create: expected.runs, drill: drill !== undefined, log: expected.log };
  const own = records.filter((record) => record.app === app && isExpected[record.kind]);
  const known = believed(own, now);
  const runs = newestFirst(known, 'create');
  const [log] = newestFirst(known, 'log') as LogRecord[];
  const first = runs.filter(({ ok }) => ok).at(-1)?.startedAt ?? expected.since;
  const drills = newestFirst(known, 'drill');
  return [
    ...own.filter((record) => !known.includes(record)).map(fromTheFuture),
    ...(expected.runs ? judgeRuns(app, runs, now) : []),
    ...(drill === undefined ? [] : judgeDrills({ app, drill, first }, drills, now)),
    ...(expected.log ? judgeLog(log, now) : []),
  ];
}

function judgeRuns(app: AppId, runs: readonly RunRecord[], now: Date): Finding[] {
  const [newest] = runs;
  const good = runs.find(({ ok }) => ok);
  if (newest === undefined) return [{ state: 'never', reason: reason('BAK157', { app }) }];
  const failed: Finding[] = newest.ok
    ? []
    : [
        {
          state: 'failed',
          reason: reason('BAK159', { app, ...failureOf(newest) }),
          toldBy: newest,
        },
      ];
  const told = toldLately(newest, firstRun, now);
  if (good === undefined) {
    // Since it failed nobody has tried again.
    const never: Finding = { state: 'never', reason: reason('BAK157', { app }) };
    return 'toldBy' in told ? failed : [...failed, never];
  }
  const age = ageOf(good.startedAt, now);
  const grace = Math.min(mostGrace, Math.max(leastGrace, 2 * durationOf(good)));
  if (age <= day + grace) return failed;
  const late = reason('BAK158', { app, hours: wholeOf(age, hour) });
  return [...failed, { state: 'late', reason: late, ...told }];
}

/** @param first RFC 3339: when its first set was made; absent: there is none */
function judgeDrills(
  { app, drill, first }: { app: AppId; drill: DrillPeriod; first: string | undefined },
  drills: readonly RunRecord[],
  now: Date,
): Finding[] {
  const [newest] = drills;
  const good = drills.find(({ ok }) => ok);
  // A set that did not come back is worse than one nobody tried.
  const failed: Finding[] =
    newest === undefined || newest.ok
      ? []
      : [
          {
            state: 'failed',
            reason: reason('BAK162', { app, ...failureOf(newest) }),
            toldBy: newest,
          },
        ];
  const since = good?.finishedAt ?? first;
  const age = since === undefined ? 0 : ageOf(since, now);
  if (age > proofAge[drill]) {
    const code = good === undefined ? 'BAK171' : 'BAK161';
    const overdue = reason(code, { app, days: wholeOf(age, day) });
    const told = toldLately(newest, proofAge[drill], now);
    return [...failed, { state: 'overdue', reason: overdue, ...told }];
  }
  if (good !== undefined || failed.length > 0) return failed;
  return [{ state: 'unproven', reason: reason('BAK160', { app }) }];
}

/** A follower that is down leaves no record; one that fails leaves one that says why. */
function judgeLog(log: LogRecord | undefined, now: Date): Finding[] {
  const isBehind = (code: string, args: Alarm['args']) =>
    ({ state: 'behind', reason: reason(code, args) }) as const;
  if (log === undefined) return [isBehind('BAK204', {})];
  const { finishedAt, failure, through } = log;
  const minutes = (time: string): number => wholeOf(ageOf(time, now), minute);
  if (ageOf(finishedAt, now) > behind) {
    return [isBehind('BAK205', { minutes: minutes(finishedAt) })];
  }
  if (ageOf(through ?? '', now) <= behind) return [];
  const why = failure?.code ?? '-';
  const found =
    through === undefined
      ? isBehind('BAK207', { reason: why })
      : isBehind('BAK206', { minutes: minutes(through), reason: why });
  return [{ ...found, toldBy: log }];
}

/** A run that fails time and again tells so each time. @param within milliseconds */
function toldLately(
  newest: RunRecord | undefined,
  within: number,
  now: Date,
): Pick<Finding, 'toldBy'> {
  const hasTold = newest?.ok === false && ageOf(newest.finishedAt, now) <= within;
  return hasTold ? { toldBy: newest } : {};
}

function fromTheFuture({ finishedAt }: RunRecord): Finding {
  return { state: 'failed', reason: reason('BAK163', { at: finishedAt }) };
}

/** The code says what; whoever shows it has its words and arguments in the record. */
function failureOf({ finishedAt, failure }: RunRecord): Alarm['args'] {
  return { at: finishedAt, reason: failure?.code ?? '' };
}

const ageOf = (time: string, now: Date): number => now.getTime() - Date.parse(time);

const wholeOf = (age: number, unit: number): number => Math.floor(age / unit);

const reason = (code: string, args: Alarm['args']): Alarm => ({ code, args });
