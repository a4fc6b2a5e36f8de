/** A set restored into an app of its own, beside the living one or in the place of a lost one. */
import type { Replayed } from '../../../backup/log/replay.js';
import type { Manifest } from '../../../backup/model.js';
import { observe } from '../../../cluster/observe.js';
import { urlOf } from '../../../cluster/runtime/address.js';
import { initLocalSwarm } from '../../../cluster/swarm.js';
import type { Desired } from '../../../desired/model.js';
import type { Fault } from '../../../fault.js';
import type { App } from '../../../inventory/model.js';
import { secretsFile } from '../../../secrets/owner.js';
import { runSteps } from '../../app-steps.js';
import { changeSite } from '../../change.js';
import type { LoadedInventory } from '../../inventory.js';
import type { Changing } from '../../restart.js';
import { readSite, type Site } from '../../site.js';
import { type Copy, defineCopy, withCopy } from './copy.js';
import { holdBackups, releaseBackups } from './hold.js';
import { type SavedImage, withSavedImages } from './images.js';
import {
  hasReached,
  isOfWish,
  type RestoreJournal,
  readJournal,
  removeJournal,
  writeJournal,
} from './journal.js';
import { homelessVolumes, type Placing, restoreDatabase, restoreFiles } from './parts.js';
import { foundationSteps, remainingSteps } from './plan.js';
import { putSecrets } from './secrets.js';
import { type ChosenSet, chooseFor, type WantedSet, wishFor } from './set.js';
import { placeOf, refuseTaken } from './target.js';
import { builtWorker, type SetReader, setReader } from './worker.js';

export interface WantedCopy extends WantedSet {
  /** Name of the copy; default: `<app>-restored`, or the app's own when nothing of it is left. */
  as?: string;
  /** Server; default: the app's. */
  to?: string;
  domain?: string;
}

export interface PlannedRestore extends ChosenSet {
  source: App;
  copy: Copy;
  reader: SetReader;
  desired: Desired;
  /** Of the run that this one goes on with. */
  journal?: RestoreJournal;
}

export interface RestoredApp {
  app: string;
  set: string;
  /** RFC 3339, UTC: the instant it stands for. */
  at: string;
  /** RFC 3339, UTC: what its database was brought to after. */
  instant?: string;
  replayed?: Replayed;
  server: string;
  url?: string;
  tables: number;
  rows: number;
  files: number;
  /** Files that could not be compared. */
  moving: number;
  bytes: number;
  /** Seconds. */
  duration: number;
  /** Keys whose values differ from those of the set, which the app did not get. */
  otherSecrets: string[];
  /** Volumes of the set without a place in the app. */
  homeless: string[];
  secrets: string;
  snippet: string;
  /** Servers whose proxy could not be told: codes. */
  untold: Fault[];
  /** Images that could not be made, in whose place those of the set run. */
  savedImages: SavedImage[];
}

/** Decides what will be restored into what; changes nothing but to build the worker's image. */
export async function planRestore(
  site: Site,
  loaded: LoadedInventory,
  source: App,
  wanted: WantedCopy,
  acting: Changing,
): Promise<PlannedRestore> {
  const state = await readSite(site);
  const manager = await site.manager();
  if (state.observed.swarm === 'inactive') await initLocalSwarm(manager.docker);
  const place = await placeOf(site, state.observed, source, wanted.as);
  const server = wanted.to ?? place.journal?.server ?? source.server;
  const wish = { name: place.name, server };
  const copy = defineCopy(loaded, source, {
    ...wish,
    ...(wanted.domain === undefined ? {} : { domain: wanted.domain }),
  });
  const image = await builtWorker(site, state.desired, server, acting);
  const reader = await setReader(site, source, { server, image }, acting.signal);
  const { journal } = place;
  const filling = { site: site.inventory.site, source, target: copy.app, journal };
  const chosen = await chooseFor(reader, wanted, filling);
  const { desired } = state;
  const planned = { ...chosen, source, copy, reader, desired };
  return journal === undefined ? planned : { ...planned, journal };
}

/**
 * Restores a set into an app that does not live: volumes and database are filled and compared
 * before anything of it runs. Run again after any end, it goes on where it was.
 *
 * @throws Fault BAK111 when the name is taken, BAK112 when another restore into it is unfinished,
 *   BAK103 and BAK104 when what came back differs from the set
 */
export async function restoreNew(
  site: Site,
  planned: PlannedRestore,
  changing: Changing,
): Promise<RestoredApp> {
  const { source, copy, manifest } = planned;
  const at = planned.instant?.at;
  const detail = {
    set: manifest.set,
    ...(at && { at }),
    from: source.id,
    server: planned.reader.server,
  };
  const change = {
    action: 'backups restore',
    app: copy.app.id,
    detail,
    onTakeOver: changing.onTakeOver,
  };
  return changeSite(site, change, () => restoreLocked(site, planned, changing));
}

async function restoreLocked(
  open: Site,
  planned: PlannedRestore,
  changing: Changing,
): Promise<RestoredApp> {
  const started = performance.now();
  const { source, copy, manifest, secrets, reader } = planned;
  const { app } = copy;
  const site = { ...open, inventory: withCopy(open.inventory, source, app) };
  const { docker } = await site.manager();
  const journal = await begin(site, planned);
  const otherSecrets = await putSecrets(site.store, { source, target: app, values: secrets });
  const { desired, observed } = await readSite(site);
  const { instant } = planned;
  const placing: Placing = { site, reader, manifest, target: app, ...(instant && { instant }) };
  const connection = await site.connections.get(reader.server);
  await holdBackups(connection, app, manifest.set);
  const saved = { site, reader, manifest, desired, app };
  const savedImages = await withSavedImages(saved, changing, async () => {
    const now = { desired, observed: await observe(docker) };
    await runSteps(site, now, foundationSteps(now, app), app, changing);
  });
  // Once it runs its data is its own; until then putting it back again harms nobody.
  const runs = observed.services.some(({ name }) => name === app.engineName);
  const isFilled = runs && hasReached(journal, 'filled');
  const files = isFilled ? filesOf(manifest) : await restoreFiles(placing, changing);
  const database = isFilled ? databaseOf(manifest) : await restoreDatabase(placing, changing);
  const owner = { site: site.inventory.site.name, ...idOf(app) };
  if (!isFilled) await writeJournal(docker, owner, { ...journal, phase: 'filled' });
  const now = { desired, observed: await observe(docker) };
  const untold = await runSteps(site, now, remainingSteps(now, app), app, changing);
  await releaseBackups(connection, app);
  await removeJournal(docker, app.engineName);
  const url = urlOf(app, site.inventory.site);
  return {
    app: app.id,
    set: manifest.set,
    at: manifest.at,
    ...(instant === undefined ? {} : { instant: instant.at }),
    ...(database.replayed === undefined ? {} : { replayed: database.replayed }),
    server: reader.server,
    ...(url === undefined ? {} : { url }),
    tables: database.tables,
    rows: database.rows,
    files: files.files,
    moving: files.moving,
    bytes: files.bytes + database.bytes,
    duration: Math.round((performance.now() - started) / 100) / 10,
    otherSecrets,
    homeless: homelessVolumes(manifest, app),
    secrets: secretsFile(app.id),
    snippet: copy.isNamed ? '' : copy.snippet,
    untold,
    savedImages,
  };
}

const idOf = ({ id, engineName }: App) => ({ app: id, engineName });

/** Writes the journal before anything else is made, or finds the one to go on with. */
async function begin(site: Site, planned: PlannedRestore): Promise<RestoreJournal> {
  const { source, copy, reader } = planned;
  const { docker } = await site.manager();
  const wish = wishFor(planned);
  const present = await readJournal(docker, copy.app.engineName);
  const observed = await observe(docker);
  const isSame =
    present?.kind === 'new' &&
    present.source === source.id &&
    isOfWish(present, wish) &&
    present.server === reader.server;
  if (isSame) return present;
  await refuseTaken(site, observed, copy.app, present);
  const journal: RestoreJournal = {
    kind: 'new',
    source: source.id,
    ...wish,
    server: reader.server,
    phase: 'begun',
  };
  const owner = { site: site.inventory.site.name, ...idOf(copy.app) };
  await writeJournal(docker, owner, journal);
  return journal;
}

/** What a run before has put back and compared already. */
function filesOf({ files }: Manifest): { files: number; bytes: number; moving: number } {
  const volumes = Object.values(files?.volumes ?? {});
  return {
    files: volumes.reduce((sum, volume) => sum + volume.files, 0),
    bytes: volumes.reduce((sum, volume) => sum + volume.bytes, 0),
    moving: files?.moving.length ?? 0,
  };
}

function databaseOf({ database }: Manifest): Awaited<ReturnType<typeof restoreDatabase>> {
  const tables = Object.values(database?.tables ?? {});
  const rows = tables.reduce((sum, table) => sum + Math.max(0, table.rows), 0);
  return { tables: tables.length, rows, bytes: database?.bytes ?? 0 };
}
