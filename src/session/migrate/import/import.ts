/** An app made of an archive and a dump that somebody handed over. */
import { observe } from '../../../cluster/observe.js';
import { urlOf } from '../../../cluster/runtime/address.js';
import { step } from '../../../cluster/runtime/step.js';
import type { Desired } from '../../../desired/model.js';
import { exitCodes, Fault } from '../../../fault.js';
import type { App } from '../../../inventory/model.js';
import type { Imported } from '../../../migrate/archive/imported.js';
import { sumOf } from '../../../migrate/archive/survey.js';
import type { MigrationPhase } from '../../../plan/hold.js';
import { runSteps } from '../../app-steps.js';
import { foundationSteps, remainingSteps } from '../../backups/restore/plan.js';
import { builtWorker } from '../../backups/restore/worker.js';
import { changeSite } from '../../change.js';
import type { Changing } from '../../restart.js';
import { readSite, type Site } from '../../site.js';
import { checkApp } from './check.js';
import { fill, ownerOf } from './fill.js';
import { checkWishes, type Handed, type ImportWishes, readDatabase, readFiles } from './read.js';
import { readImport, writeImport } from './record.js';
import { refuseFull, refuseLiving } from './room.js';
import { takeAway } from './take-away.js';

export interface PlannedImport {
  app: App;
  handed: Handed;
  /** Bytes on the server's disk. */
  room: { needed: number; free: number };
  /** What will be told of it once it is done. */
  imported: Imported;
  /** Of a run that this one goes on with: the same files, all of which are there and compared. */
  isFilled: boolean;
}

/**
 * Reads what was handed over and asks whether it can be imported; changes nothing, sends nothing.
 * @throws Fault MIG300 to MIG326, MIG329
 */
export async function planImport(
  site: Site,
  app: App,
  wishes: ImportWishes,
  changing: Changing,
): Promise<PlannedImport> {
  checkWishes(app, wishes);
  await refuseWithoutPassword(site, app);
  const { docker } = await site.manager();
  const before = await readImport(docker, app.engineName);
  await refuseLiving(site, await observe(docker), app, before);
  const handed = await readHanded(app, wishes, changing);
  const { files, database } = handed;
  const connection = await site.connections.get(app.server);
  const imported = importOf(app, handed);
  const isFilled = before?.state === 'filled' && isSame(before, imported);
  const wanted = {
    files: files === undefined || isFilled ? 0 : sumOf(files.facts.volumes).bytes,
    dump: isFilled ? 0 : (database?.facts.bytes ?? 0),
  };
  const room = await refuseFull(connection, wanted);
  return { app, handed, room, imported: isFilled ? { ...before } : imported, isFilled };
}

/**
 * One that is made here would not be the one that the app's own settings have.
 * @throws Fault MIG329 (exit 64)
 */
async function refuseWithoutPassword({ store }: Site, { id, database }: App): Promise<void> {
  if (database === undefined || (await store.read(id)).get('DB_PASSWORD') !== undefined) return;
  throw new Fault('MIG329', { app: id }, { exit: exitCodes.usage });
}

async function readHanded(
  app: App,
  wishes: ImportWishes,
  { emit, signal }: Changing,
): Promise<Handed> {
  const reading = <T>(name: string, work: () => Promise<T>): Promise<T> =>
    step('migrate.read', { name, app: app.id }, { emit, signal }, work);
  const archive = wishes.files ?? wishes.panel;
  const files =
    archive === undefined ? undefined : await reading(archive, () => readFiles(app, wishes));
  const dumps = files?.facts.dumps ?? [];
  const dump = wishes.database ?? archive ?? '-';
  const database =
    app.database === undefined
      ? undefined
      : await reading(dump, () => readDatabase(app, wishes, dumps));
  return {
    ...(files === undefined ? {} : { files }),
    ...(database === undefined ? {} : { database }),
  };
}

function importOf(app: App, { files, database }: Handed): Imported {
  return {
    formatVersion: 1,
    app: app.id,
    server: app.server,
    state: 'begun',
    began: new Date().toISOString(),
    pages: [],
    ...(files === undefined ? {} : { files: filesOf(app, files) }),
    ...(database === undefined ? {} : { database: dumpOf(database) }),
  };
}

function filesOf(app: App, { wanted, facts }: NonNullable<Handed['files']>): Imported['files'] {
  const { root, at, volumes, left, digest } = facts;
  const owner = ownerOf(app, facts) === 'keep' ? 'keep' : 'app';
  return { file: wanted.label, root, at, volumes, left, digest, owner };
}

function dumpOf({ label, facts, maps }: NonNullable<Handed['database']>): Imported['database'] {
  const { kind, form, tool, from, sha256, databases, definers, dropped } = facts;
  return {
    file: label,
    ...{ kind, form, tool, from, sha256, databases, definers, dropped },
    collations: maps,
  };
}

/** Whether both are of the very same content, put into the same places. */
function isSame(one: Imported, other: Imported): boolean {
  const told = ({ files, database, server }: Imported) =>
    JSON.stringify([
      ...[server, files?.digest, files?.at, files?.root, files?.owner],
      ...[database?.sha256, database?.collations],
    ]);
  return told(one) === told(other);
}

/**
 * Imports an app. What fails before all its data is there and compared takes everything of it away
 * again; what fails later leaves the data, and the same command told again goes on.
 * @throws Fault MIG301 to MIG323, or of the services that do not come up
 */
export async function importApp(
  site: Site,
  planned: PlannedImport,
  changing: Changing,
): Promise<Imported & { url?: string; untold: Fault[] }> {
  const { app, imported } = planned;
  const { files, database } = imported;
  const detail = {
    server: app.server,
    ...(files === undefined ? {} : { files: files.file, digest: files.digest }),
    ...(database === undefined ? {} : { database: database.file, sha256: database.sha256 }),
  };
  const change = {
    action: 'migrate import',
    app: app.id,
    detail,
    onTakeOver: changing.onTakeOver,
  };
  return changeSite(site, change, () => importLocked(site, planned, changing));
}

async function importLocked(site: Site, planned: PlannedImport, changing: Changing) {
  const { app } = planned;
  const { docker } = await site.manager();
  const before = await readImport(docker, app.engineName);
  // Again, under the lock: reading took a while.
  await refuseLiving(site, await observe(docker), app, before);
  const { desired } = await readSite(site);
  const course = { site, app, desired, docker };
  let { imported } = planned;
  if (!planned.isFilled || before?.state !== 'filled') {
    // Another archive than the one a run before was cut off with: nothing of that one stays.
    if (before !== undefined) await takeAway(course, changing);
    await mark(course, 'prepare', imported);
    try {
      imported = { ...(await fillFresh(course, planned, changing)), state: 'filled' };
    } catch (error) {
      // Why it failed says more; what could not be taken away now the next run takes first.
      await takeAway(course, changing).catch(() => undefined);
      throw error;
    }
  }
  await mark(course, 'follow', imported);
  await steps(course, changing, ['routes.load']);
  const own = await site.connections.get(app.server);
  const checked = await checkApp(own.docker, app);
  imported = { ...imported, ...checked, state: 'done', finished: new Date().toISOString() };
  await mark(course, 'switched', imported);
  const untold = await steps(course, changing, []);
  const url = urlOf(app, site.inventory.site);
  return { ...imported, ...(url === undefined ? {} : { url }), untold };
}

interface Course {
  site: Site;
  app: App;
  desired: Desired;
  docker: Awaited<ReturnType<Site['manager']>>['docker'];
}

async function mark({ site, app, docker }: Course, phase: MigrationPhase, imported: Imported) {
  await writeImport(docker, site.inventory.site.name, app, phase, imported);
}

/** What the plan lets run at this phase, but for some kinds of steps. */
async function steps(
  { site, app, desired, docker }: Course,
  changing: Changing,
  without: string[],
): Promise<Fault[]> {
  const now = { desired, observed: await observe(docker) };
  const all = remainingSteps(now, app);
  const wanted = { ...all, steps: all.steps.filter(({ kind }) => !without.includes(kind)) };
  return runSteps(site, now, wanted, app, changing);
}

async function fillFresh(
  { site, app, desired, docker }: Course,
  { handed, imported }: PlannedImport,
  changing: Changing,
): Promise<Imported> {
  const image = await builtWorker(site, desired, app.server, changing);
  const now = { desired, observed: await observe(docker) };
  await runSteps(site, now, foundationSteps(now, app), app, changing);
  return fill({ site, app, image, handed }, imported, changing);
}
