/** A set restored over the living app, in an order in which every step has a way back. */
import type { Replayed } from '../../../backup/log/replay.js';
import type { SetId } from '../../../backup/model.js';
import { observe } from '../../../cluster/observe.js';
import { Fault } from '../../../fault.js';
import type { App, Inventory } from '../../../inventory/model.js';
import type { ObservedService } from '../../../plan/observed.js';
import { changeSite } from '../../change.js';
import type { Changing } from '../../restart.js';
import { reroute } from '../../routes.js';
import { readSite, type Site } from '../../site.js';
import { createSet } from '../create.js';
import { awaitRun, holdBackups, releaseBackups } from './hold.js';
import {
  hasReached,
  isOfWish,
  type Phase,
  type RestoreJournal,
  readJournal,
  removeJournal,
  writeJournal,
} from './journal.js';
import { type Placing, restoreDatabase, restoreFiles } from './parts.js';
import { proveSet } from './proof.js';
import { scaleTo } from './scale.js';
import { type ChosenSet, chooseFor, type WantedSet, wishFor } from './set.js';
import { builtWorker, type SetReader, setReader } from './worker.js';

export interface PlannedReplacement extends ChosenSet {
  app: App;
  reader: SetReader;
  /** Reference of the worker's image. */
  image: string;
  /** Of the run that this one goes on with. */
  journal?: RestoreJournal;
}

export interface ReplacedApp {
  app: string;
  set: SetId;
  /** RFC 3339, UTC. */
  at: string;
  /** RFC 3339, UTC: what its database was brought to after. */
  instant?: string;
  replayed?: Replayed;
  /** Set of the app as it was before. */
  safety: SetId;
  tables: number;
  rows: number;
  files: number;
  moving: number;
  /** Seconds in which it did not answer, of this run. */
  stopped: number;
  untold: { server: string; reason: string }[];
}

/**
 * Decides what the app is replaced by. A run that was cut off is gone on with when no other set
 * is named.
 * @throws Fault BAK124 when the app does not run
 */
export async function planReplacement(
  site: Site,
  app: App,
  wanted: WantedSet,
  acting: Changing,
): Promise<PlannedReplacement> {
  const { desired, observed } = await readSite(site);
  const { docker } = await site.manager();
  const owned = observed.services.filter((service) => isOf(service, site, app));
  if (owned.length === 0) throw new Fault('BAK124', { app: app.id });
  const found = await readJournal(docker, app.engineName);
  const journal = found?.kind === 'in place' ? found : undefined;
  const image = await builtWorker(site, desired, app.server, acting);
  const reader = await setReader(site, app, { server: app.server, image }, acting.signal);
  const filling = { site: site.inventory.site, source: app, target: app, journal };
  const chosen = await chooseFor(reader, wanted, filling);
  return { ...chosen, app, reader, image, ...(journal === undefined ? {} : { journal }) };
}

/**
 * Replaces the app's data by a set's: proves the set in a drill, saves what is there, stops the
 * app, fills and compares, starts the app. Nothing of the app is touched before set and safety
 * set are there; after a failure it stays stopped.
 *
 * @throws Fault of the drill and the backup, the app living on; BAK117 once it is stopped, with
 *   the set to go back to
 */
export async function replaceApp(
  site: Site,
  planned: PlannedReplacement,
  changing: Changing,
): Promise<ReplacedApp> {
  const { app, manifest } = planned;
  const change = {
    action: 'backups restore',
    app: app.id,
    detail: { set: manifest.set, ...instantOf(planned), inPlace: true },
    onTakeOver: changing.onTakeOver,
  };
  return changeSite(site, change, () => replaceLocked(site, planned, changing));
}

async function replaceLocked(
  site: Site,
  planned: PlannedReplacement,
  changing: Changing,
): Promise<ReplacedApp> {
  const { app, manifest } = planned;
  const { docker } = await site.manager();
  const owner = { site: site.inventory.site.name, app: app.id, engineName: app.engineName };
  const { services } = await observe(docker);
  const web = services.find((service) => isOf(service, site, app) && service.spec.role === 'web');
  const present = await readJournal(docker, app.engineName);
  let journal = beginning(planned, web?.wanted === 0 ? present : undefined);
  const reach = async (phase: Phase, more: Partial<RestoreJournal> = {}): Promise<void> => {
    if (hasReached(journal, phase)) return;
    journal = { ...journal, ...more, phase };
    await writeJournal(docker, owner, journal);
  };
  // Of an app that is stopped already another set may be asked for, e.g. to go back.
  const isOther = present === undefined || !isOfWish(present, journal);
  if (isOther && hasReached(journal, 'stopped')) {
    await writeJournal(docker, owner, journal);
  }
  // Before the app is stopped nothing is lost by beginning again, and much may have changed.
  if (!hasReached(journal, 'stopped')) {
    await proveSet(site, planned, changing);
    const { set } = await createSet(site, app, changing, 'safety');
    await reach('saved', { safety: set });
  }
  const safety = journal.safety ?? '';
  const began = performance.now();
  try {
    const done = await fill(site, planned, journal, reach, changing);
    await removeJournal(docker, app.engineName);
    const stopped = Math.round((performance.now() - began) / 100) / 10;
    const { set, at } = manifest;
    return { app: app.id, set, at, ...instantOf(planned), safety, ...done, stopped };
  } catch (error) {
    const { at } = planned.instant ?? {};
    const again = at === undefined ? `--set ${manifest.set}` : `--at ${at}`;
    const args = { app: app.id, set: manifest.set, again, safety };
    // Who ended it must hear where it was left, too.
    const [reason, logTail] = changing.signal.aborted
      ? ['interrupted', []]
      : error instanceof Fault
        ? [`${error.code} ${error.args.reason ?? ''}`.trim(), error.logTail]
        : [(error as Error).message, []];
    throw new Fault('BAK117', { ...args, reason }, { cause: error, logTail });
  }
}

/**
 * The journal to go on with. Of an app that was stopped already, what is there is no state
 * anybody wants back: the safety set made before stays the one, whatever set is restored now.
 * @param present of a run that left the app stopped; one that somebody started has data of its own
 */
function beginning(
  planned: PlannedReplacement,
  present: RestoreJournal | undefined,
): RestoreJournal {
  const { app, reader } = planned;
  const wish = wishFor(planned);
  const fresh: RestoreJournal = {
    kind: 'in place',
    source: app.id,
    ...wish,
    server: reader.server,
    phase: 'begun',
  };
  if (present?.kind !== 'in place' || !hasReached(present, 'stopped')) return fresh;
  if (isOfWish(present, wish)) return present;
  const { instant: _, ...kept } = present;
  return { ...kept, ...wish, phase: 'stopped' };
}

async function fill(
  site: Site,
  { app, reader, manifest, instant }: PlannedReplacement,
  journal: RestoreJournal,
  reach: (phase: Phase, more?: Partial<RestoreJournal>) => Promise<void>,
  changing: Changing,
): Promise<Omit<ReplacedApp, 'app' | 'set' | 'at' | 'instant' | 'safety' | 'stopped'>> {
  const { docker } = await site.manager();
  const observed = await observe(docker);
  const services = observed.services.filter(
    (service) => isOf(service, site, app) && service.spec.role !== 'db',
  );
  const replicas = journal.replicas ?? Object.fromEntries(services.map(countOf));
  await reach('stopped', { replicas });
  const connection = await site.connections.get(app.server);
  await holdBackups(connection, app, manifest.set);
  const closed = withNotice(site, app);
  await reroute(closed, observed, { app: app.id }, changing);
  for (const service of services) await scaleTo(site, service, 0, changing);
  // One that saw the app still run.
  await awaitRun(connection, app);
  const database = observed.services.find(
    (service) => isOf(service, site, app) && service.spec.role === 'db',
  );
  // It may be what failed the last time, and on its way up again.
  if (database !== undefined) await scaleTo(site, database, 1, changing);
  const placing: Placing = { site, reader, manifest, target: app, ...(instant && { instant }) };
  const loaded = await restoreDatabase(placing, changing);
  const files = await restoreFiles(placing, changing);
  const start = async (role: string): Promise<void> => {
    for (const service of services.filter(({ spec }) => spec.role === role)) {
      await scaleTo(site, service, replicas[service.name] ?? 1, changing);
    }
  };
  await start('web');
  await releaseBackups(connection, app);
  const untold = await reroute(site, await observe(docker), { app: app.id }, changing);
  // What works by itself comes last: its mistakes would be made on data nobody has seen yet.
  await start('cron');
  return {
    tables: loaded.tables,
    rows: loaded.rows,
    files: files.files,
    moving: files.moving,
    ...(loaded.replayed === undefined ? {} : { replayed: loaded.replayed }),
    untold,
  };
}

const instantOf = ({ instant }: PlannedReplacement) => (instant ? { instant: instant.at } : {});

const isOf = (service: ObservedService, site: Site, app: App): boolean =>
  service.site === site.inventory.site.name && service.app === app.id;

function countOf({ name, spec }: ObservedService): [string, number] {
  return [name, spec.mode.kind === 'replicated' ? Math.max(1, spec.mode.replicas) : 1];
}

/** Citizens read a page in the meantime, not an error. */
function withNotice(site: Site, { id }: App): Site {
  const message = 'Data sedang dipulihkan. Silakan kembali beberapa saat lagi.';
  const apps = site.inventory.apps.map((app) =>
    app.id === id ? { ...app, maintenance: app.maintenance ?? { message } } : app,
  );
  const inventory: Inventory = { ...site.inventory, apps };
  return { ...site, inventory };
}
