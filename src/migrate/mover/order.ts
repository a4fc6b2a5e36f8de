/** What a mover's run is to reach, beside its job; nothing in it is secret. */
import type { HeldApp } from '../host/fence-plan.js';
import type { SwitchedJobs } from '../jobs-proof.js';
import type { Goal } from '../journal.js';
import type { Standing } from '../phases.js';
import type { Checks } from './visit.js';

/** `/job/move.json`. */
export interface MoveOrder {
  formatVersion: 1;
  goal: Goal;
  /** Names the command that asks, so that a mover that is started again does not ask twice. */
  run: string;
  /** Milliseconds that nobody may write at most. */
  budget: number;
  method: 'follow' | 'dump';
  /** Whether the whole database is compared while nobody can write. */
  digests: boolean;
  /** Whether its people agreed to one restart that turns the old database's log on. */
  enableLog: boolean;
  /** Whether a database that follows already is brought over anew, and not its files alone. */
  anew: boolean;
  /** What is held on the old host. */
  held: HeldApp;
  /** What is asked of the app before it is switched. */
  checks?: Checks;
  /** Its cron jobs, as a switch is to find them on both sides. */
  jobs?: SwitchedJobs;
  /** Nobody may be root on the old host: its owner closes the app there, and opens it again. */
  byOwner?: true;
  /** Who says that the owner has closed it. */
  oldSideClosed?: string;
  /** Why what was written on the new side may stay behind when the app goes back. */
  leaveWrites?: string;
  /** RFC 3339 date from which the old data may be erased, once the move is for good. */
  erasable?: string;
  /** Why the old host is not asked any more when the move becomes one for good. */
  oldHostGone?: string;
}

/** Name of the order in the mover's folder. */
export const orderName = 'move.json';

/**
 * Whether a run that failed must be started again by itself: somebody cannot write, or visitors
 * of the old address get no answer. Anything else waits for a person.
 */
export function mustGoOn({ goal, states, frozen }: Standing): boolean {
  if (frozen !== undefined) return true;
  if (goal === 'live') return states.open !== 'none' && states.cron !== 'done';
  return goal === 'back' && states.freeze !== 'none';
}
