/**
 * In which order a command of a move changes the Swarm and has the mover work: what holds the app
 * back is written before, what lets it go after, so that a run that is cut off anywhere leaves
 * nothing that writes on two sides.
 */
import { Fault } from '../../fault.js';
import type { Goal } from '../../migrate/journal.js';
import type { Pursued } from '../../migrate/pursue.js';
import type { MigrationPhase } from '../../plan/hold.js';

/** What a course does, one thing at a time. */
export interface Ports {
  /** Writes how far the move is into its object in the Swarm. */
  mark(phase: MigrationPhase): Promise<void>;
  unmark(): Promise<void>;
  /** What the plan allows at that phase, for this app alone. */
  apply(): Promise<void>;
  /** Nothing of the app works by itself on the new server any more. */
  stopCron(): Promise<void>;
  /** Nobody is answered by the app on the new server any more. */
  stopWeb(): Promise<void>;
  /** Puts job and key where the mover and the old host find them. */
  prepare(): Promise<void>;
  move(goal: Goal): Promise<Pursued>;
  /** Takes the migration's key away from the old host. */
  revoke(): Promise<void>;
}

/**
 * @param present of the app's object; absent before its first move
 * @param isCopied the mover came to its end with nobody looking on: that is not done twice
 */
export async function startCourse(
  ports: Ports,
  present: MigrationPhase | undefined,
  isCopied: boolean,
): Promise<Pursued | undefined> {
  // A rollback that was cut off at its end may have left it, with files that are to be replaced.
  if (present === 'back') await ports.stopWeb();
  // One that follows already has its web service; it is brought over anew beneath it.
  if (present !== 'follow') await ports.mark('prepare');
  await ports.apply();
  let reached: Pursued | undefined;
  if (!isCopied) {
    await ports.prepare();
    reached = kept(await ports.move('ready'), 'ready');
  }
  await ports.mark('follow');
  await ports.apply();
  return reached;
}

/** @throws Fault MIG245 when it was given up, the old side being live as before */
export async function cutoverCourse(ports: Ports): Promise<Pursued> {
  const reached = kept(await ports.move('live'), 'live');
  await ports.mark('switched');
  await ports.apply();
  return reached;
}

/**
 * @param wasLive whether the new side may have been the live one
 * @throws Fault MIG263 when it was given up, the new side being live again
 */
export async function rollbackCourse(ports: Ports, wasLive: boolean): Promise<Pursued> {
  await ports.mark('back');
  await ports.stopCron();
  const reached = await ports.move('back');
  if (reached.goal !== 'back' && wasLive) {
    await ports.mark('switched');
    await ports.apply();
  }
  const back = kept(reached, 'back');
  // The database there is closed, but a file could still be written, and be lost.
  await ports.stopWeb();
  // Its names lead nowhere from here any more.
  await ports.apply();
  return back;
}

/** @param isCutOff the command that switched it did not come to its end */
export async function commitCourse(ports: Ports, isCutOff: boolean): Promise<Pursued> {
  // Without its object it would be an app like any other, whose jobs nobody has made.
  if (isCutOff) {
    await ports.mark('switched');
    await ports.apply();
  }
  const reached = kept(await ports.move('settled'), 'settled');
  // The last thing it can be asked again for comes last.
  await ports.revoke();
  await ports.unmark();
  return reached;
}

function kept(reached: Pursued, goal: Goal): Pursued {
  const { because } = reached;
  if (reached.goal === goal) return reached;
  const reason = because === undefined ? '-' : reasonOf(because);
  const code = reached.goal === 'live' ? 'MIG263' : 'MIG245';
  throw new Fault(code, { reason }, because === undefined ? {} : { cause: faultOf(because) });
}

const faultOf = ({ code, args }: NonNullable<Pursued['because']>): Fault => new Fault(code, args);

const reasonOf = ({ code, args }: NonNullable<Pursued['because']>): string =>
  [code, args.reason, args.part, args.first].filter((word) => word !== undefined).join(' ');
