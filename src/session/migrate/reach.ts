/** The mover sent towards a goal, and looked on at. */
import { randomUUID } from 'node:crypto';
import { step } from '../../cluster/runtime/step.js';
import { Fault } from '../../fault.js';
import type { Goal } from '../../migrate/journal.js';
import type { MoverJob } from '../../migrate/mover/model.js';
import type { MoveOrder } from '../../migrate/mover/order.js';
import type { Pursued } from '../../migrate/pursue.js';
import { builtWorker } from '../backups/restore/worker.js';
import { readSite } from '../site.js';
import { isSwitching } from './gates.js';
import { letMoverInAgain } from './let-in.js';
import { refuseOther, startMover, watchMover } from './mover.js';
import type { Migrating, Place } from './place.js';

/** An order of its own. */
export const orderFor = (
  goal: Goal,
): Pick<MoveOrder, 'formatVersion' | 'goal' | 'run' | 'budget'> => ({
  formatVersion: 1,
  goal,
  run: randomUUID(),
  budget: 30_000,
});

/** Has the mover that is there reach another goal. */
export async function again(
  place: Place,
  goal: Goal,
  change: Partial<MoveOrder>,
  migrating: Migrating,
): Promise<Pursued> {
  const { present, app } = place;
  if (present?.order === undefined) throw new Fault('MIG251', { app: app.id });
  refuseOther(app.id, present, goal);
  if (change.oldHostGone === undefined) await letMoverInAgain(place, migrating);
  const order = { ...lasting(place), ...orderFor(goal), ...change };
  return run(place, await imageFor(place, migrating), { order }, migrating);
}

/** What was said for one command is not said for the next, but a switch under way goes on by it. */
function lasting({ present, standing }: Place): MoveOrder {
  const order = present?.order as MoveOrder;
  if (isSwitching(standing)) return order;
  const { oldSideClosed, leaveWrites, erasable, oldHostGone, ...rest } = order;
  return rest;
}

/**
 * This induk's own worker: it may be newer than the one that began. Where it cannot be made now,
 * that one goes on, since somebody waits for the way back.
 */
export async function imageFor(
  { site, app, present }: Place,
  migrating: Migrating,
): Promise<string> {
  const { isRunning = false, image } = present ?? {};
  if (isRunning && image !== undefined) return image;
  try {
    const { desired } = await readSite(site);
    return await builtWorker(site, desired, app.server, migrating);
  } catch (error) {
    migrating.signal.throwIfAborted();
    if (!(error instanceof Fault) || image === undefined) throw error;
    return image;
  }
}

export async function run(
  place: Place,
  image: string,
  files: { job?: MoverJob; order: MoveOrder },
  migrating: Migrating,
): Promise<Pursued> {
  await startMover(place.mover, image, files);
  return watch(place, files.order.goal, migrating);
}

export async function watch(
  { mover, app }: Place,
  goal: Goal,
  { emit, signal }: Migrating,
): Promise<Pursued> {
  const target = { name: `${app.id} ${goal}`, app: app.id, server: app.server };
  return step('migrate.move', target, { emit, signal }, (say) =>
    watchMover(mover, { say, signal }),
  );
}
