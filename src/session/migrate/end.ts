/** How a move ends: taken back, or for good. */
import { exitCodes, Fault } from '../../fault.js';
import type { Settlement } from '../../migrate/movers.js';
import type { Pursued } from '../../migrate/pursue.js';
import { isCutOff } from '../../migrate/status.js';
import { auditedOn } from '../audited.js';
import { commitCourse, rollbackCourse } from './course.js';
import { refuseOther } from './mover.js';
import { revokeOrphanedKey } from './orphaned-key.js';
import { type Migrating, methodIn, type Place, refuseLostPlace } from './place.js';
import { portsFor } from './ports.js';
import { again } from './reach.js';

/**
 * @param leaveWrites why what was written on the new server may stay there, where it cannot be
 *   brought back
 * @throws Fault MIG264 before a move has begun; MIG202; MIG263 when it was given up; MIG340
 */
export async function rollbackMove(
  place: Place,
  budget: number,
  migrating: Migrating,
  leaveWrites?: string,
): Promise<Pursued> {
  const { site, app, standing } = place;
  refuseLostPlace(place);
  if (place.present?.order === undefined) return backBeforeMover(place, migrating);
  const wasLive = standing !== undefined && standing.states.open !== 'none';
  const left = leaveWrites === undefined ? {} : { leaveWrites };
  return auditedOn(site, 'migrate rollback', { app: app.id, budget, wasLive, ...left }, () => {
    refuseCommitted(place);
    refuseOther(app.id, place.present, 'back');
    const change = { budget: budget * 1000, ...left };
    const ports = portsFor(place, methodIn(place), migrating, (goal) =>
      again(place, goal, change, migrating),
    );
    return rollbackCourse(ports, wasLive);
  });
}

/** Its start was cut off before anything but its key was put on the old host. */
async function backBeforeMover(place: Place, migrating: Migrating): Promise<Pursued> {
  const { site, app, object } = place;
  if (object === undefined) {
    throw new Fault('MIG264', { app: app.id, address: app.legacy.address });
  }
  await auditedOn(site, 'migrate rollback', { app: app.id, wasLive: false }, async () => {
    const ports = portsFor(place, 'dump', migrating, () => Promise.reject(new Error('no mover')));
    await ports.mark('back');
    await ports.stopCron();
    await ports.stopWeb();
    await revokeOrphanedKey(place, migrating);
  });
  return { goal: 'back', phase: 'rolled back' };
}

function refuseCommitted({ standing }: Place): void {
  if (standing !== undefined && standing.states.commit !== 'none') throw new Fault('MIG202');
}

export interface Settling {
  /** RFC 3339 date from which the old data may be erased. */
  until: string;
  /** Why the old host is not asked any more. */
  oldHostGone?: string;
}

/**
 * @returns with the date from which the old data may be erased: of a commit that was done before its
 *   own, and none where the old host is gone
 * @throws Fault MIG203 before it lives here, MIG340, MIG344 for no reason
 */
export async function commitMove(
  place: Place,
  { until, oldHostGone }: Settling,
  migrating: Migrating,
): Promise<Pursued & { erasable?: string }> {
  const { site, app, object, standing, present } = place;
  const isGone = oldHostGone !== undefined;
  if (isGone && oldHostGone.trim() === '') throw new Fault('MIG344', {}, { exit: exitCodes.usage });
  // Also what is known of the move is of no use without the old host.
  const isLost = isGone && object === 'switched' && standing === undefined;
  if (!isLost) refuseEarlyCommit(place);
  const before = (standing?.data.commit ?? {}) as Settlement;
  const settlement = isGone ? { oldHostGone } : { erasable: before.erasable ?? until };
  const isCut = standing?.states.commit !== 'done' && isCutOff(object, place.lacksJobs);
  const method = present?.order?.method ?? 'dump';
  const ports = portsFor(place, method, migrating, async (goal) =>
    isLost ? { goal, phase: 'committed' } : again(place, goal, settlement, migrating),
  );
  const reached = await auditedOn(site, 'migrate commit', { app: app.id, ...settlement }, () =>
    commitCourse(isGone ? { ...ports, revoke: async () => {} } : ports, isCut),
  );
  return isGone ? reached : { ...reached, ...settlement };
}

function refuseEarlyCommit(place: Place): void {
  refuseLostPlace(place);
  const { standing, object } = place;
  if (standing?.states.cron !== 'done') {
    throw new Fault('MIG203', { phase: object ?? 'not started' });
  }
}
