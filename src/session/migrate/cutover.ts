/** An app switched to its new server. */
import type { Pursued } from '../../migrate/pursue.js';
import { pagesToCompare } from '../../migrate/rehearse/pages.js';
import { auditedOn } from '../audited.js';
import { readSite } from '../site.js';
import { backupOf } from './assess.js';
import { cutoverCourse } from './course.js';
import { cutoverGates, isSwitching } from './gates.js';
import { switchedJobs } from './order.js';
import { isByOwner, type Migrating, methodIn, type Place, refuseLostPlace } from './place.js';
import { portsFor } from './ports.js';
import { again } from './reach.js';
import { readRehearsal } from './rehearsal.js';

export interface CutoverWishes {
  /** Seconds that nobody may write at most. */
  budget: number;
  /** Compares the whole database in the freeze. */
  digests: boolean;
  withoutProof?: string;
  /** Who says that the owner has closed the old side, where induk cannot. */
  oldSideClosed?: string;
}

/** @throws Fault MIG204, MIG246, MIG247, MIG290, MIG340: what must be so before */
export async function checkCutover(
  place: Place,
  { withoutProof, oldSideClosed }: CutoverWishes,
): Promise<void> {
  const { site, app, object, standing, web } = place;
  refuseLostPlace(place);
  const { address } = app.legacy;
  const closed = oldSideClosed === undefined ? {} : { oldSideClosed };
  const isProven =
    isSwitching(standing) || withoutProof !== undefined
      ? false
      : (await backupOf(site, app)) === 'proven';
  cutoverGates({
    ...{ app: app.id, server: app.server, object, standing, isProven },
    ...(withoutProof === undefined ? {} : { withoutProof }),
    ...(web === undefined ? {} : { web }),
    ...(isByOwner(place) ? { byOwner: { address, ...closed } } : {}),
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
  const { budget, digests, withoutProof, oldSideClosed } = wishes;
  const said = {
    ...(withoutProof === undefined ? {} : { withoutProof }),
    ...(oldSideClosed === undefined ? {} : { oldSideClosed }),
  };
  const detail = { app: app.id, budget, ...said };
  const { write } = app.legacy;
  const pages = await pagesFor(place);
  const checks = { pages, ...(write === undefined ? {} : { write }) };
  const closed = oldSideClosed === undefined ? {} : { oldSideClosed };
  // One that was begun goes on by what it was begun with.
  const jobs = isSwitching(place.standing)
    ? {}
    : { jobs: switchedJobs(app, (await readSite(site)).desired) };
  const change = { budget: budget * 1000, digests, anew: false, checks, ...jobs, ...closed };
  return auditedOn(site, 'migrate cutover', detail, () =>
    cutoverCourse(
      portsFor(place, methodIn(place), migrating, (goal) => again(place, goal, change, migrating)),
    ),
  );
}

/** Pages that both sides are asked for before anything is closed; of an owner's, which it refuses. */
async function pagesFor(place: Place): Promise<string[]> {
  const { app, mover } = place;
  const { pages } = app.legacy;
  if (pages !== undefined || isByOwner(place)) return pages ?? [];
  return pagesToCompare(await readRehearsal(mover.connection, app));
}
