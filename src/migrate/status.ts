/** Where a move stands and what comes next, for people and for programs. */
import type { AppId } from '../inventory/model.js';
import type { MigrationPhase } from '../plan/hold.js';
import { type Entry, type Goal, type Reason, type Step, steps } from './journal.js';
import { type Phase, phaseOf, type StepState, standingOf } from './phases.js';

export interface MigrationStatus {
  app: AppId;
  /** Server it is moved to. */
  server: string;
  phase: Phase | 'committed' | 'unread';
  goal?: Goal;
  method?: string;
  /** RFC 3339, UTC: when its move began. */
  since?: string;
  /** RFC 3339, UTC: last entry of the journal. */
  at?: string;
  /** RFC 3339, UTC: since when nobody may write. */
  frozen?: string;
  /** Why the goal asked for was given up, or why the last act failed. */
  because?: Reason;
  steps?: { step: Step; state: StepState }[];
  /** Command that takes it further. */
  next?: 'start' | 'cutover' | 'commit' | 'rollback' | 'import';
}

export interface MigrationFacts {
  app: AppId;
  server: string;
  /** Of its object in the Swarm. */
  object?: { phase: MigrationPhase; since: string; method: string };
  /** Whether its web service is there. */
  runs: boolean;
  /** Whether its jobs run nowhere there. */
  lacksJobs: boolean;
  /** Absent: there is none, or its server could not be asked. */
  journal?: readonly Entry[];
  unread: boolean;
}

export function migrationStatus(facts: MigrationFacts): MigrationStatus {
  const { app, server, object, journal = [], unread } = facts;
  const known = object === undefined ? {} : { method: object.method, since: object.since };
  const base = { app, server, ...known };
  if (unread) return { ...base, phase: 'unread' };
  if (journal.length === 0) {
    return { ...base, ...withoutJournal(facts) };
  }
  const standing = standingOf(journal);
  const phase = phaseOf(standing, journal);
  const isCut = phase === 'live' && isCutOff(object?.phase, facts.lacksJobs);
  const because = isCut
    ? { code: 'MIG341', args: { app } }
    : (standing.failed?.because ?? standing.because);
  const next = isCut ? 'cutover' : nextOf(standing.goal, phase);
  return {
    ...base,
    phase,
    goal: standing.goal,
    at: journal.at(-1)?.at as string,
    ...(standing.frozen === undefined ? {} : { frozen: new Date(standing.frozen).toISOString() }),
    ...(because === undefined ? {} : { because }),
    steps: steps.map((step) => ({ step, state: standing.states[step] })),
    ...(next === undefined ? {} : { next }),
  };
}

/**
 * Whether the mover came to the new side, and the command that sent it did not come to its end: the
 * app is still held here, and its jobs are off on both sides.
 */
export const isCutOff = (object: MigrationPhase | undefined, lacksJobs: boolean): boolean =>
  object !== undefined && (object !== 'switched' || lacksJobs);

function withoutJournal({
  app,
  server,
  object,
  runs,
}: MigrationFacts): Pick<MigrationStatus, 'phase' | 'next' | 'because'> {
  // Without an object and with a service of its own it is an app like any other.
  if (object === undefined && runs) return { phase: 'committed' };
  if (object === undefined) return { phase: 'not started', next: 'start' };
  const because = { code: 'MIG340', args: { app, server } };
  if (object.phase === 'switched') return { phase: 'live', because, next: 'commit' };
  if (object.phase === 'follow') return { phase: 'follow', because, next: 'start' };
  if (object.phase === 'back' && runs) return { phase: 'rolling back', because, next: 'rollback' };
  // Before its mover came, which would have a journal.
  return { phase: object.phase === 'back' ? 'rolled back' : 'prepare', next: 'start' };
}

/** An app made of an archive: it has one step, and no old host that could be gone back to. */
export function importStatus({
  app,
  server,
  object,
  runs,
}: Omit<MigrationFacts, 'unread' | 'lacksJobs'>): MigrationStatus {
  const { method, since } = object ?? { method: 'archive', since: '' };
  const base = { app, server, method, since };
  if (object?.phase === 'switched' && runs) return { ...base, phase: 'committed' };
  return { ...base, phase: 'prepare', next: 'import' };
}

/** What was begun is gone on with; what was reached leads to the next goal. */
function nextOf(goal: Goal, phase: Phase): MigrationStatus['next'] {
  if (goal === 'settled') return phase === 'committed' ? undefined : 'commit';
  if (goal === 'back') return phase === 'rolled back' ? 'start' : 'rollback';
  if (goal === 'live') return phase === 'live' ? 'commit' : 'cutover';
  return phase === 'follow' ? 'cutover' : 'start';
}
