/** An app switched to its new server. */
import type { Pursued } from '../../migrate/pursue.js';
import { auditedOn } from '../audited.js';
import { backupOf } from './assess.js';
import { cutoverCourse } from './course.js';
import { cutoverGates, isSwitching } from './gates.js';
import { type Migrating, methodIn, type Place } from './place.js';
import { portsFor } from './ports.js';
import { again } from './reach.js';

export interface CutoverWishes {
  /** Seconds that nobody may write at most. */
  budget: number;
  /** Compares the whole database in the freeze. */
  digests: boolean;
  withoutProof?: string;
}

/** @throws Fault MIG204, MIG246, MIG247: what must be so before */
export async function checkCutover(place: Place, { withoutProof }: CutoverWishes): Promise<void> {
  const { site, app, object, standing, web } = place;
  const isProven =
    isSwitching(standing) || withoutProof !== undefined
      ? false
      : (await backupOf(site, app)) === 'proven';
  cutoverGates({
    ...{ app: app.id, server: app.server, object, standing, isProven },
    ...(withoutProof === undefined ? {} : { withoutProof }),
    ...(web === undefined ? {} : { web }),
  });
}

/** @throws Fault of `checkCutover`; MIG245 when it was given up */
export async function cutoverMove(
  place: Place,
  wishes: CutoverWishes,
  migrating: Migrating,
): Promise<Pursued> {
  const { site, app } = place;
  await checkCutover(place, wishes);
  const { budget, digests, withoutProof } = wishes;
  const detail = { app: app.id, budget, ...(withoutProof === undefined ? {} : { withoutProof }) };
  const { pages, write } = app.legacy;
  const checks = { pages, ...(write === undefined ? {} : { write }) };
  const change = { budget: budget * 1000, digests, anew: false, checks };
  return auditedOn(site, 'migrate cutover', detail, () =>
    cutoverCourse(
      portsFor(place, methodIn(place), migrating, (goal) => again(place, goal, change, migrating)),
    ),
  );
}
