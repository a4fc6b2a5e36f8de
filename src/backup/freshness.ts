/** How far an app's backups can be trusted: green means restored and checked, lately. */
import type { App, AppId, DrillPeriod, Site } from '../inventory/model.js';
import { behind } from './log/behind.js';
import type { LogRecord } from './log/model.js';
import type { Alarm, RunRecord, SetId } from './model.js';

export type FreshnessState = 'failed' | 'never' | 'late' | 'behind' | 'unproven' | 'off' | 'ok';

/** Worst first. */
export const freshnessStates: readonly FreshnessState[] = [
  'failed',
  'never',
  'late',
  'behind',
  'unproven',
  'off',
  'ok',
];

export interface Freshness {
  app: AppId;
  state: FreshnessState;
  /** Why it is not `ok`, worst first; BAK codes. */
  reasons: Alarm[];
  /** Last run that made a set: when it began (RFC 3339, UTC), its set and the set's bytes. */
  last?: { at: string; set?: SetId; bytes?: number };
  /** Last drill that succeeded: when it ended, the set it restored, where, and in how many seconds. */
  proven?: { at: string; set?: SetId; server?: string; seconds: number };
  /**
   * Where any second can be brought back: from when on (RFC 3339, UTC; absent: none yet) and up
   * to when; absent when the log is not followed.
   */
  seconds?: { from?: string; through?: string };
  /** What the last run noticed, though its set is complete. */
  alarms: Alarm[];
}

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Runs are a day apart; one that takes long must not look like one that was missed. */
const leastGrace = 2 * hour;
const mostGrace = 22 * hour;

/** How old a proof may be: the period, and time for one drill to be made up for. */
const proofAge: Record<DrillPeriod, number> = {
  daily: 2 * day,
  weekly: 9 * day,
  monthly: 34 * day,
};

/** Milliseconds a server's clock may be ahead before its records are not believed. */
const clockTolerance = 10 * 60_000;

/**
 * @param records runs and drills, of any app and in any order; the more of the past, the better
 *   the answer, but the last of each kind are enough
 */
export function freshness(
  app: App,
  site: Pick<Site, 'backup'>,
  records: readonly RunRecord[],
  now: Date,
): Freshness {
  const judged = { app: app.id, alarms: [] };
  if (app.backupOff !== undefined) {
    return { ...judged, state: 'off', reasons: [reason('BAK156', { reason: app.backupOff })] };
  }
  if (site.backup === undefined || app.backup === undefined) {
    return { ...judged, state: 'off', reasons: [reason('BAK155', {})] };
  }
  const own = records.filter((record) => record.app === app.id);
  const latest = now.getTime() + clockTolerance;
  const believed = own.filter(({ finishedAt }) => Date.parse(finishedAt) <= latest);
  const runs = newestFirst(believed, 'create');
  const drills = newestFirst(believed, 'drill');
  const [log] = newestFirst(believed, 'log') as LogRecord[];
  const findings = [
    ...own.filter((record) => !believed.includes(record)).map(fromTheFuture),
    ...judgeRuns(app.id, runs, now),
    ...judgeDrills(app.id, drills, app.backup.drill, now),
    ...(app.backup.pointInTime ? judgeLog(log, now) : []),
  ].sort((a, b) => rank(a.state) - rank(b.state));
  return {
    app: app.id,
    state: findings[0]?.state ?? 'ok',
    reasons: findings.map((finding) => finding.reason),
    ...lastOf(runs),
    ...provenOf(drills),
    ...(app.backup.pointInTime ? secondsOf(log) : {}),
    alarms: [...(runs[0]?.alarms ?? []), ...(log?.alarms ?? [])],
  };
}

/** Worst first; among the same, the one whose last set is oldest. */
export function byUrgency(a: Freshness, b: Freshness): number {
  const [first, second] = [a.last?.at ?? '', b.last?.at ?? ''];
  if (a.state !== b.state) return rank(a.state) - rank(b.state);
  if (first !== second) return first < second ? -1 : 1;
  return a.app < b.app ? -1 : a.app > b.app ? 1 : 0;
}

/** Whether somebody has to act. */
export function isRed(state: FreshnessState): boolean {
  return state === 'failed' || state === 'never' || state === 'late' || state === 'behind';
}

interface Finding {
  state: FreshnessState;
  reason: Alarm;
}

function judgeRuns(app: AppId, runs: readonly RunRecord[], now: Date): Finding[] {
  const [newest] = runs;
  const good = runs.find(({ ok }) => ok);
  if (newest === undefined) return [{ state: 'never', reason: reason('BAK157', { app }) }];
  const failed: Finding[] = newest.ok
    ? []
    : [{ state: 'failed', reason: reason('BAK159', { app, ...failureOf(newest) }) }];
  if (good === undefined) return failed;
  const age = now.getTime() - Date.parse(good.startedAt);
  const grace = Math.min(mostGrace, Math.max(leastGrace, 2 * durationOf(good)));
  if (age <= day + grace) return failed;
  return [
    ...failed,
    { state: 'late', reason: reason('BAK158', { app, hours: wholeOf(age, hour) }) },
  ];
}

function judgeDrills(
  app: AppId,
  drills: readonly RunRecord[],
  period: DrillPeriod,
  now: Date,
): Finding[] {
  const [newest] = drills;
  const good = drills.find(({ ok }) => ok);
  // A set that did not come back is worse than one nobody tried.
  const failed: Finding[] =
    newest === undefined || newest.ok
      ? []
      : [{ state: 'failed', reason: reason('BAK162', { app, ...failureOf(newest) }) }];
  if (good === undefined) {
    return failed.length > 0 ? failed : [{ state: 'unproven', reason: reason('BAK160', { app }) }];
  }
  const age = now.getTime() - Date.parse(good.finishedAt);
  if (age <= proofAge[period]) return failed;
  const days = wholeOf(age, day);
  return [...failed, { state: 'unproven', reason: reason('BAK161', { app, days }) }];
}

/** A follower that is down leaves no record; one that fails leaves one that says why. */
function judgeLog(log: LogRecord | undefined, now: Date): Finding[] {
  if (log === undefined) return [{ state: 'behind', reason: reason('BAK204', {}) }];
  const { finishedAt, failure, through } = log;
  const minutes = (time: string): number => wholeOf(now.getTime() - Date.parse(time), minute);
  if (now.getTime() - Date.parse(finishedAt) > behind) {
    return [{ state: 'behind', reason: reason('BAK205', { minutes: minutes(finishedAt) }) }];
  }
  const age = now.getTime() - Date.parse(through ?? '');
  if (age <= behind) return [];
  const why = failure?.code ?? '-';
  if (through === undefined)
    return [{ state: 'behind', reason: reason('BAK207', { reason: why }) }];
  const args = { minutes: minutes(through), reason: why };
  return [{ state: 'behind', reason: reason('BAK206', args) }];
}

function secondsOf(log: LogRecord | undefined): Pick<Freshness, 'seconds'> {
  const { from, through } = log ?? {};
  return { seconds: { ...(from && { from }), ...(through && { through }) } };
}

function fromTheFuture({ finishedAt }: RunRecord): Finding {
  return { state: 'failed', reason: reason('BAK163', { at: finishedAt }) };
}

function lastOf(runs: readonly RunRecord[]): Pick<Freshness, 'last'> {
  const good = runs.find(({ ok }) => ok);
  if (good === undefined) return {};
  const { startedAt: at, set, bytes } = good;
  return { last: { at, ...(set && { set }), ...(bytes === undefined ? {} : { bytes }) } };
}

function provenOf(drills: readonly RunRecord[]): Pick<Freshness, 'proven'> {
  const good = drills.find(({ ok }) => ok);
  if (good === undefined) return {};
  const { finishedAt: at, set, server } = good;
  const where = { ...(set && { set }), ...(server && { server }) };
  return { proven: { at, ...where, seconds: Math.round(durationOf(good) / 1000) } };
}

/** Of two that ended in the same moment the one that failed counts as the newer. */
function newestFirst(records: readonly RunRecord[], kind: RunRecord['kind']): RunRecord[] {
  return records
    .filter((record) => record.kind === kind)
    .sort(
      (a, b) => Date.parse(b.finishedAt) - Date.parse(a.finishedAt) || Number(a.ok) - Number(b.ok),
    );
}

/** The code says what; whoever shows it has its words and arguments in the record. */
function failureOf({ finishedAt, failure }: RunRecord): Alarm['args'] {
  return { at: finishedAt, reason: failure?.code ?? '' };
}

const durationOf = ({ startedAt, finishedAt }: RunRecord): number =>
  Math.max(0, Date.parse(finishedAt) - Date.parse(startedAt));

const wholeOf = (age: number, unit: number): number => Math.floor(age / unit);

const rank = (state: FreshnessState): number => freshnessStates.indexOf(state);

function reason(code: string, args: Alarm['args']): Alarm {
  return { code, args };
}
