/** The two halves of a set put back, each compared with what was saved. */
import type { Replayed } from '../../../backup/log/replay.js';
import type { Manifest } from '../../../backup/model.js';
import type { FetchedDatabase, FetchedFiles } from '../../../backup/worker/fetch.js';
import { type Acting, step } from '../../../cluster/runtime/step.js';
import { databaseService, labels, serviceLabel, storageVolume } from '../../../desired/names.js';
import { Fault } from '../../../fault.js';
import type { App } from '../../../inventory/model.js';
import type { Site } from '../../site.js';
import { type Instant, instantArguments } from './instant.js';
import type { SetReader } from './worker.js';

/**
 * The database that the app will look for must be the one that is loaded.
 * @throws Fault BAK139 when the definition has changed it since the set was made
 */
export function refuseOtherDatabase({ set, database: saved }: Manifest, { id, database }: App) {
  if (saved === undefined && database === undefined) return;
  const told = (one: { kind: string; name: string; user: string } | undefined): string =>
    one === undefined ? '-' : `${one.kind} ${one.name} (${one.user})`;
  if (told(saved) === told(database)) return;
  throw new Fault('BAK139', { app: id, set, saved: told(saved), wanted: told(database) });
}

/** What is put where. */
export interface Placing {
  site: Site;
  reader: SetReader;
  manifest: Manifest;
  /** The app that is filled. */
  target: App;
  /** What its database is brought to after the set was compared. */
  instant?: Instant;
}

export interface RestoredFiles {
  files: number;
  bytes: number;
  /** Files that changed while they were saved, which nothing can be compared with. */
  moving: number;
}

/** Volumes of a set that the app has a place for. */
export function volumesFor({ files }: Manifest, { storage }: App): string[] {
  return Object.keys(files?.volumes ?? {}).filter((key) => Object.hasOwn(storage, key));
}

/** Volumes of a set that the app's definition does not know any more. */
export function homelessVolumes({ files }: Manifest, { storage }: App): string[] {
  return Object.keys(files?.volumes ?? {}).filter((key) => !Object.hasOwn(storage, key));
}

/**
 * Makes the app's volumes what they were: files that the set does not have go.
 * @throws Fault BAK104 when what is there then is not what was saved
 */
export async function restoreFiles(placing: Placing, acting: Acting): Promise<RestoredFiles> {
  const { site, reader, manifest, target } = placing;
  const volumes = volumesFor(manifest, target);
  if (volumes.length === 0) return { files: 0, bytes: 0, moving: 0 };
  const { docker } = await site.connections.get(reader.server);
  // As Swarm itself makes them for a service, so that `destroy` knows whose they are.
  const own = { [labels.site]: site.inventory.site.name, [labels.app]: target.id };
  const name = (key: string): string => storageVolume(target.engineName, key);
  for (const key of volumes) await docker.createVolume({ Name: name(key), Labels: own });
  const binds = volumes.map((key) => `${name(key)}:/volumes/${key}`);
  const args = ['fetch', 'files', '--empty', '--set', manifest.set];
  const chosen = volumes.flatMap((key) => ['--volume', key]);
  return working('files', placing, acting, async (say) => {
    const worker = `induk-restore-${target.engineName}-files`;
    const options = { name: worker, binds, say };
    const fetched = await reader.ask<FetchedFiles>([...args, ...chosen], options);
    const [first] = fetched.differences;
    if (first === undefined) return fetched;
    const path = `${first.volume}/${first.path}`;
    const count = fetched.differences.length;
    throw new Fault('BAK104', { set: manifest.set, count, path, what: first.what });
  });
}

/**
 * Makes the app's running database what it was, and brings it on to the instant that is wanted;
 * what it holds now is thrown away.
 * @throws Fault BAK103 when what is there then is not what was saved, BAK030 when it does not run
 */
export async function restoreDatabase(
  placing: Placing,
  acting: Acting,
): Promise<Pick<FetchedDatabase, 'bytes' | 'tables' | 'rows'> & { replayed?: Replayed }> {
  const { site, reader, manifest, target } = placing;
  if (manifest.database === undefined || target.database === undefined) {
    return { bytes: 0, tables: 0, rows: 0 };
  }
  const service = databaseService(target.engineName);
  return working('database', placing, acting, async (say) => {
    const { docker } = await site.connections.get(reader.server);
    const filters = { label: [`${serviceLabel}=${service}`], status: ['running'] };
    const [found] = await docker.listContainers({ filters });
    if (found === undefined) throw new Fault('BAK030', { service });
    const fetched = await reader.ask<FetchedDatabase>(
      ['fetch', 'database', '--empty', '--set', manifest.set, '--container', found.Id],
      { name: `induk-restore-${target.engineName}-database`, say },
    );
    const [first] = fetched.differences;
    if (first === undefined) return { ...fetched, ...(await replay(placing, found.Id, say)) };
    const count = fetched.differences.length;
    throw new Fault('BAK103', { set: manifest.set, count, first: first.what });
  });
}

/** What was written after the set, up to the instant that is wanted. */
async function replay(
  { reader, manifest, target, instant }: Placing,
  container: string,
  say: (message: string) => void,
): Promise<{ replayed?: Replayed }> {
  if (instant === undefined) return {};
  const args = ['replay', '--set', manifest.set, '--container', container];
  const name = `induk-restore-${target.engineName}-log`;
  const options = { name, say };
  return {
    replayed: await reader.ask<Replayed>([...args, ...instantArguments(instant)], options),
  };
}

function working<T>(
  what: string,
  { target, reader }: Placing,
  acting: Acting,
  work: (say: (message: string) => void) => Promise<T>,
): Promise<T> {
  const name = `${target.id} ${what}`;
  return step('backup.restore', { name, app: target.id, server: reader.server }, acting, work);
}
