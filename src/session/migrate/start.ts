/** An app's data brought over, and followed. */
import { Fault } from '../../fault.js';
import type { MoverJob } from '../../migrate/mover/model.js';
import type { MoveOrder } from '../../migrate/mover/order.js';
import type { Pursued } from '../../migrate/pursue.js';
import { auditedOn } from '../audited.js';
import { builtWorker } from '../backups/restore/worker.js';
import { readSite } from '../site.js';
import { surveyApp } from './assess.js';
import { authorityOf } from './authority.js';
import { startCourse } from './course.js';
import { readMoveFile } from './folder.js';
import { isSwitching } from './gates.js';
import { serverOf } from './let-in.js';
import { moverKey, refuseOther } from './mover.js';
import { addressesFor, letMoverIn, proxyAddress } from './old-host.js';
import { heldJobs, heldOf, isByOwner, jobOf, methodOf, type StartWishes } from './order.js';
import type { Migrating, Place } from './place.js';
import { portsFor } from './ports.js';
import { again, orderFor, run, watch } from './reach.js';
import { unheededAtStart } from './unheeded.js';
import { awaitWeb } from './web.js';

/** Its mover reached `ready` while nobody looked on: that is not done twice. */
export function isCopied({ object, present, standing }: Place): boolean {
  return (
    object === 'prepare' &&
    present?.isRunning === false &&
    standing?.goal === 'ready' &&
    standing.states.follow === 'done' &&
    standing.states.seed === 'done' &&
    standing.failed === undefined
  );
}

/** A mover that works towards the same end is looked on at. */
const isJoining = ({ present }: Place): boolean =>
  present?.isRunning === true && present.order?.goal === 'ready';

/** Flags that change nothing, since the mover works by its own order and job, or has. */
export async function unheededByStart(place: Place, wishes: StartWishes): Promise<string[]> {
  const { app, mover, present } = place;
  if (present === undefined || !(isJoining(place) || isCopied(place))) return [];
  const text = await readMoveFile(mover.connection, app, 'job.json');
  const job = JSON.parse(text ?? '{}') as Pick<MoverJob, 'bandwidth'>;
  return unheededAtStart(present, job, wishes);
}

/** Brings an app's data over, and has the new side follow. @throws Fault MIG205, MIG248, MIG249 */
export async function startMove(
  place: Place,
  wishes: StartWishes,
  migrating: Migrating,
): Promise<{ method: MoveOrder['method'] }> {
  const { site, app, object, standing } = place;
  if (object === 'switched' || isSwitching(standing)) throw new Fault('MIG205', { phase: 'live' });
  refuseOther(app.id, place.present, 'ready');
  const isDone = isJoining(place) || isCopied(place);
  const survey = isDone ? undefined : await surveyApp(site, app, migrating);
  const method =
    survey === undefined
      ? (place.present?.order?.method ?? 'dump')
      : methodOf(survey.assessment, app.id, wishes);
  await auditedOn(site, 'migrate start', { app: app.id, method }, () => {
    let made: { job: MoverJob; order: MoveOrder } | undefined;
    let image = place.present?.image;
    const ports = portsFor(place, method, migrating, async (goal) => {
      if (made === undefined || image === undefined) return watch(place, goal, migrating);
      return run(place, image, made, migrating);
    });
    const prepare = async (): Promise<void> => {
      if (survey === undefined) return;
      const { desired } = await readSite(site);
      image = await builtWorker(site, desired, app.server, migrating);
      const server = serverOf(place);
      const job = jobOf(app, survey, wishes, site.inventory.site.proxy.tls);
      const from = await addressesFor(place.mover.connection, job.old.address, server);
      const publicKey = await moverKey(place.mover, image, job, migrating.signal);
      const { connection } = place.mover;
      const authority = await authorityOf(site, connection, migrating.signal);
      const held = heldOf(app, survey, {
        to: proxyAddress(server, from),
        ...(authority === undefined ? {} : { authority }),
      });
      const enableLog = wishes.enableLog === true;
      const byOwner = isByOwner(survey) ? { byOwner: true as const } : {};
      const own = { method, enableLog, digests: false, anew: true, held, ...byOwner };
      // The key that was accepted a moment ago is the only one.
      const pinned = { ...app, legacy: { ...app.legacy, hostKey: job.old.hostKey } };
      await letMoverIn(pinned, { publicKey, from }, migrating);
      made = { job, order: { ...orderFor('ready'), ...own } };
    };
    return startCourse({ ...ports, prepare }, object, isCopied(place));
  });
  await awaitWeb(place, migrating);
  return { method };
}

/** Brings over what changed since. @throws Fault MIG204 before it follows */
export async function syncMove(place: Place, migrating: Migrating): Promise<Pursued> {
  const { site, app, object, standing } = place;
  if (standing === undefined || object !== 'follow' || standing.states.follow !== 'done') {
    throw new Fault('MIG204', { phase: object ?? 'not started' });
  }
  const reached = await auditedOn(site, 'migrate sync', { app: app.id }, () =>
    again(place, 'ready', { anew: false, ...heldNow(place) }, migrating),
  );
  await awaitWeb(place, migrating);
  return reached;
}

/** What is held on the old host, with the jobs that the inventory has by now. */
function heldNow({ app, present }: Place): Partial<MoveOrder> {
  const held = present?.order?.held;
  return held === undefined ? {} : { held: { ...held, cron: heldJobs(app) } };
}
