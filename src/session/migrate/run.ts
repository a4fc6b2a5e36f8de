/** The commands of a move: each finds where it stands, and goes its course. */
import { randomUUID } from 'node:crypto';
import { observe } from '../../cluster/observe.js';
import { step } from '../../cluster/runtime/step.js';
import { removeService } from '../../cluster/services.js';
import { cronService } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { KeyUndo } from '../../migrate/host/key.js';
import type { Goal } from '../../migrate/journal.js';
import type { MoverJob } from '../../migrate/mover/model.js';
import type { MoveOrder } from '../../migrate/mover/order.js';
import { type Standing, standingOf } from '../../migrate/phases.js';
import type { Pursued } from '../../migrate/pursue.js';
import type { MigrationPhase } from '../../plan/hold.js';
import type { ObservedService } from '../../plan/observed.js';
import { hasChanges } from '../../plan/summary.js';
import { applyFault, applySite } from '../apply.js';
import { auditedOn } from '../audited.js';
import { builtWorker } from '../backups/restore/worker.js';
import { withSiteLock } from '../locked.js';
import { planOpenSite } from '../plan.js';
import type { Changing } from '../restart.js';
import { readSite, type Site } from '../site.js';
import type { LegacyApp } from './apps.js';
import { backupOf, surveyApp } from './assess.js';
import { commitCourse, cutoverCourse, type Ports, rollbackCourse, startCourse } from './course.js';
import { cutoverGates, isSwitching } from './gates.js';
import { readMoveJournal } from './journal.js';
import {
  type MoverSite,
  moverKey,
  type PresentMover,
  presentMover,
  refuseOther,
  startMover,
  watchMover,
} from './mover.js';
import { markMigration, unmarkMigration } from './object.js';
import {
  addressesFor,
  letMoverIn,
  type OldHostOptions,
  proxyAddress,
  shutMoverOut,
} from './old-host.js';
import { heldOf, jobOf, methodOf, type StartWishes } from './order.js';

export interface Migrating extends Changing, OldHostOptions {
  onStep: (step: 'host' | 'folders', access: 'root' | 'sudo' | 'ordinary') => void;
}

/** Where an app's move stands, as all that know of it say. */
export interface Place {
  site: Site;
  app: LegacyApp;
  mover: MoverSite;
  present?: PresentMover;
  object?: MigrationPhase;
  standing?: Standing;
  web?: ObservedService;
}

export async function findPlace(site: Site, app: LegacyApp): Promise<Place> {
  const [connection, { migrations = [], services }] = await Promise.all([
    site.connections.get(app.server),
    site.manager().then(({ docker }) => observe(docker)),
  ]);
  const mover = { connection, site: site.inventory.site.name, app };
  const [present, journal] = await Promise.all([
    presentMover(mover),
    readMoveJournal(connection, app),
  ]);
  const object = migrations.find((one) => one.app === app.id)?.phase;
  const web = services.find(({ app: owner, spec }) => owner === app.id && spec.role === 'web');
  return {
    ...{ site, app, mover },
    ...(present === undefined ? {} : { present }),
    ...(object === undefined ? {} : { object }),
    ...(journal === undefined ? {} : { standing: standingOf(journal) }),
    ...(web === undefined ? {} : { web }),
  };
}

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

/** Brings an app's data over, and has the new side follow. @throws Fault MIG205, MIG248, MIG249 */
export async function startMove(
  place: Place,
  wishes: StartWishes,
  migrating: Migrating,
): Promise<Pursued | undefined> {
  const { site, app, object, standing } = place;
  if (object === 'switched' || isSwitching(standing)) throw new Fault('MIG205', { phase: 'live' });
  refuseOther(app.id, place.present, 'ready');
  const isJoining = place.present?.isRunning === true && place.present.order?.goal === 'ready';
  const isDone = isJoining || isCopied(place);
  const survey = isDone ? undefined : await surveyApp(site, app, migrating);
  const method =
    survey === undefined
      ? (place.present?.order?.method ?? 'dump')
      : methodOf(survey.assessment, app.id, wishes);
  return auditedOn(site, 'migrate start', { app: app.id, method }, () => {
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
      const job = jobOf(app, survey, wishes);
      const from = await addressesFor(place.mover.connection, job.old.address, server);
      const publicKey = await moverKey(place.mover, image, job, migrating.signal);
      await letMoverIn(app, { publicKey, from }, migrating);
      const held = heldOf(app, survey, proxyAddress(server, from));
      const enableLog = wishes.enableLog === true;
      const own = { method, enableLog, digests: false, anew: true, held };
      made = { job, order: { ...base('ready'), ...own } };
    };
    return startCourse({ ...ports, prepare }, object, isCopied(place));
  });
}

const base = (goal: Goal): Pick<MoveOrder, 'formatVersion' | 'goal' | 'run' | 'budget'> => ({
  formatVersion: 1,
  goal,
  run: randomUUID(),
  budget: 30_000,
});

/** Brings over what changed since. @throws Fault MIG204 before it follows */
export async function syncMove(place: Place, migrating: Migrating): Promise<Pursued> {
  const { site, app, object, standing } = place;
  if (standing === undefined || object !== 'follow' || standing.states.follow !== 'done') {
    throw new Fault('MIG204', { phase: object ?? 'not started' });
  }
  return auditedOn(site, 'migrate sync', { app: app.id }, () =>
    again(place, 'ready', { anew: false }, migrating),
  );
}

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
  const change = { budget: budget * 1000, digests, anew: false };
  return auditedOn(site, 'migrate cutover', detail, () =>
    cutoverCourse(
      portsFor(place, methodIn(place), migrating, (goal) => again(place, goal, change, migrating)),
    ),
  );
}

/** @throws Fault MIG251 before a move has begun; MIG202; MIG245 when it was given up */
export async function rollbackMove(
  place: Place,
  budget: number,
  migrating: Migrating,
): Promise<Pursued> {
  const { site, app, standing } = place;
  const wasLive = standing !== undefined && standing.states.open !== 'none';
  return auditedOn(site, 'migrate rollback', { app: app.id, budget, wasLive }, () => {
    refuseCommitted(place);
    refuseOther(app.id, place.present, 'back');
    const change = { budget: budget * 1000 };
    const ports = portsFor(place, methodIn(place), migrating, (goal) =>
      again(place, goal, change, migrating),
    );
    return rollbackCourse(ports, wasLive);
  });
}

function refuseCommitted({ standing }: Place): void {
  if (standing !== undefined && standing.states.commit !== 'none') throw new Fault('MIG202');
}

/** @param erasable RFC 3339 date from which the old data may be erased */
export async function commitMove(
  place: Place,
  erasable: string,
  migrating: Migrating,
): Promise<Pursued> {
  const { site, app, standing } = place;
  if (standing === undefined || standing.states.cron !== 'done') {
    throw new Fault('MIG203', { phase: place.object ?? 'not started' });
  }
  return auditedOn(site, 'migrate commit', { app: app.id, erasable }, () =>
    commitCourse(
      portsFor(place, methodIn(place), migrating, (goal) => again(place, goal, {}, migrating)),
    ),
  );
}

/** @throws Fault MIG251 */
function methodIn({ present, app }: Place): MoveOrder['method'] {
  if (present?.order === undefined) throw new Fault('MIG251', { app: app.id });
  return present.order.method;
}

/** Has the mover that is there reach another goal. */
async function again(
  place: Place,
  goal: Goal,
  change: Partial<MoveOrder>,
  migrating: Migrating,
): Promise<Pursued> {
  const { present, app } = place;
  if (present?.order === undefined) throw new Fault('MIG251', { app: app.id });
  const order = { ...present.order, ...base(goal), ...change };
  return run(place, present.image, { order }, migrating);
}

async function run(
  place: Place,
  image: string,
  files: { job?: MoverJob; order: MoveOrder },
  migrating: Migrating,
): Promise<Pursued> {
  await startMover(place.mover, image, files);
  return watch(place, files.order.goal, migrating);
}

async function watch(
  { mover, app }: Place,
  goal: Goal,
  { emit, signal }: Migrating,
): Promise<Pursued> {
  const target = { name: `${app.id} ${goal}`, app: app.id, server: app.server };
  return step('migrate.move', target, { emit, signal }, (say) =>
    watchMover(mover, { say, signal }),
  );
}

function serverOf({ site, app }: Place) {
  const found = site.inventory.servers.find(({ name }) => name === app.server);
  if (found === undefined) throw new Error(`${app.server} is no server of the inventory`);
  return found;
}

function portsFor(
  { site, app, standing }: Place,
  method: MoveOrder['method'],
  migrating: Migrating,
  move: Ports['move'],
): Ports {
  const { emit, signal, onTakeOver } = migrating;
  const locked = async (work: (docker: Docker) => Promise<void>): Promise<void> => {
    const manager = await site.manager();
    const reason = `migrate ${app.id}`;
    await withSiteLock(site, manager, reason, onTakeOver, () => work(manager.docker));
  };
  return {
    mark: (phase) =>
      locked((docker) =>
        markMigration(docker, site.inventory.site.name, app, { phase, method, now: new Date() }),
      ),
    unmark: () => locked((docker) => unmarkMigration(docker, app.engineName)),
    apply: async () => {
      const { plan } = await planOpenSite(site, [app.id]);
      if (!hasChanges(plan)) return;
      const selected = [app.id];
      const result = await applySite(site, plan, { selected, emit, signal, onTakeOver });
      const fault = applyFault(result, plan);
      if (fault !== undefined) throw fault;
    },
    stopCron: () => locked((docker) => stopCron(docker, site, app, migrating)),
    prepare: async () => {},
    move,
    revoke: async () => {
      const undo = standing?.undo.key as KeyUndo | undefined;
      if (undo !== undefined) await shutMoverOut(app, undo, migrating);
    },
  };
}

type Docker = Awaited<ReturnType<Site['manager']>>['docker'];

async function stopCron(
  docker: Docker,
  site: Site,
  app: LegacyApp,
  migrating: Migrating,
): Promise<void> {
  const name = cronService(app.engineName);
  const { services } = await observe(docker);
  const found = services.find(
    (service) => service.name === name && service.site === site.inventory.site.name,
  );
  if (found === undefined) return;
  const { scaleTo } = await import('../backups/restore/scale.js');
  // Its jobs have ended when it is taken away; apply makes it again after the next switch.
  await scaleTo(site, found, 0, migrating);
  await step('service.remove', { name, app: app.id, server: app.server }, migrating, () =>
    removeService(docker, name),
  );
}
