/** How far an app's backups can be trusted: green means restored and checked, lately. */
import type { App, AppId, Site } from '../inventory/model.js';
import { type FindingState, findingsOf } from './findings.js';
import { believed, durationOf, newestFirst } from './history.js';
import type { LogRecord } from './log/model.js';
import type { Alarm, RunRecord, SetId } from './model.js';

export type FreshnessState = FindingState | 'off' | 'ok';

/** Worst first. */
export const freshnessStates: readonly FreshnessState[] = [
  'failed',
  'never',
  'late',
  'behind',
  'overdue',
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

/** @param records runs and drills, of any app and in any order, as `findingsOf` takes them */
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
  const { pointInTime: log, drill } = app.backup;
  const findings = findingsOf({ app: app.id, runs: true, log, drill }, records, now).sort(
    (a, b) => rank(a.state) - rank(b.state),
  );
  const own = believed(records, now).filter((record) => record.app === app.id);
  const runs = newestFirst(own, 'create');
  const [look] = newestFirst(own, 'log') as LogRecord[];
  return {
    app: app.id,
    state: findings[0]?.state ?? 'ok',
    reasons: findings.map((finding) => finding.reason),
    ...lastOf(runs),
    ...provenOf(newestFirst(own, 'drill')),
    ...(log ? secondsOf(look) : {}),
    alarms: [...(runs[0]?.alarms ?? []), ...(look?.alarms ?? [])],
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
  return rank(state) <= rank('overdue');
}

function secondsOf(log: LogRecord | undefined): Pick<Freshness, 'seconds'> {
  const { from, through } = log ?? {};
  return { seconds: { ...(from && { from }), ...(through && { through }) } };
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

const rank = (state: FreshnessState): number => freshnessStates.indexOf(state);

function reason(code: string, args: Alarm['args']): Alarm {
  return { code, args };
}
