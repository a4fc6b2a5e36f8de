/** Where a set may be restored without touching anything that lives. */
import { databaseVolume, jobsVolume, socketVolume, storageVolume } from '../../../desired/names.js';
import { exitCodes, Fault } from '../../../fault.js';
import { engineNameOf } from '../../../inventory/engine-names.js';
import type { App } from '../../../inventory/model.js';
import type { Observed } from '../../../plan/observed.js';
import type { Site } from '../../site.js';
import { type RestoreJournal, readJournal } from './journal.js';

export interface RestorePlace {
  /** Of the app that will be made. */
  name: string;
  /** Of an unfinished restore into it. */
  journal?: RestoreJournal;
}

/**
 * The name of the restored app: the one asked for, else the app's own when nothing of it is
 * left, else one beside it.
 */
export async function placeOf(
  site: Site,
  observed: Observed,
  source: App,
  asked: string | undefined,
): Promise<RestorePlace> {
  const { docker } = await site.manager();
  const journalOf = async (name: string): Promise<RestorePlace> => {
    const journal = await readJournal(docker, engineNameOf(source.opd, name));
    return journal?.kind === 'new' ? { name, journal } : { name };
  };
  if (asked !== undefined) return journalOf(asked);
  const own = await journalOf(source.name);
  if (own.journal !== undefined) return own;
  const isGone = (await remainsOf(site, observed, source)).length === 0;
  return isGone ? own : journalOf(`${source.name}-restored`);
}

/**
 * @param unfinished journal of another restore into the same app
 * @throws Fault BAK111 (exit 64) naming what is there; BAK112 when it is of an unfinished restore
 */
export async function refuseTaken(
  site: Site,
  observed: Observed,
  app: App,
  unfinished: RestoreJournal | undefined,
): Promise<void> {
  const remains = await remainsOf(site, observed, app);
  if (remains.length === 0) return;
  if (unfinished?.kind === 'new') {
    const { set, source, server } = unfinished;
    throw new Fault('BAK112', { app: app.id, set, source, server });
  }
  const what = remains.join(', ');
  throw new Fault('BAK111', { app: app.id, what }, { exit: exitCodes.usage });
}

/** Services of an app and volumes on the servers that answer; those of its backups aside. */
async function remainsOf(site: Site, observed: Observed, app: App): Promise<string[]> {
  const { engineName, storage } = app;
  const owner = site.inventory.site.name;
  const services = observed.services
    .filter((service) => service.site === owner && service.app === app.id)
    .map(({ name }) => name);
  const names = new Set([
    ...[databaseVolume, socketVolume, jobsVolume].map((nameOf) => nameOf(engineName)),
    ...Object.keys(storage).map((key) => storageVolume(engineName, key)),
  ]);
  const volumes: string[] = [];
  for (const { connection } of await site.connections.openAll()) {
    if (connection === undefined) continue;
    const { Volumes } = await connection.docker.listVolumes();
    volumes.push(...(Volumes ?? []).map(({ Name }) => Name).filter((name) => names.has(name)));
  }
  return [...services, ...new Set(volumes)];
}
