/** How a move ends: taken back, or for good. */
import { Fault } from '../../fault.js';
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

/**
 * @param until RFC 3339 date from which the old data may be erased
 * @returns that date, or the one of a commit that was done before: told again it stays as it was
 */
export async function commitMove(
  place: Place,
  until: string,
  migrating: Migrating,
): Promise<Pursued & { erasable: string }> {
  const { site, app, object, standing } = place;
  refuseLostPlace(place);
  if (standing === undefined || standing.states.cron !== 'done') {
    throw new Fault('MIG203', { phase: place.object ?? 'not started' });
  }
  const { erasable = until } = (standing.data.commit ?? {}) as { erasable?: string };
  const reached = await auditedOn(site, 'migrate commit', { app: app.id, erasable }, () =>
    commitCourse(
      portsFor(place, methodIn(place), migrating, (goal) =>
        again(place, goal, { erasable }, migrating),
      ),
      standing.states.commit === 'none' && isCutOff(object, place.lacksJobs),
    ),
  );
  return { ...reached, erasable };
}
