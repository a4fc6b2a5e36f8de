/** A database brought to an instant in a trial, to look at it or to take it out. */
import { labels } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import { connectLocal } from '../../server/local.js';
import { dumpDatabase, planDump } from '../database/dump.js';
import { tableOf } from '../database/table.js';
import { through } from '../database/through.js';
import type { Manifest } from '../model.js';
import type { Repository } from '../repository/repository.js';
import { bringDatabaseBack } from '../trial/database.js';
import { withImages } from '../trial/images.js';
import { Trial } from '../trial/trial.js';
import type { WorkerContext } from '../worker/context.js';
import { openSet, secretsOf } from '../worker/sets.js';
import { spansIn } from './cover.js';
import type { Look } from './model.js';
import { type Replayed, replayTo } from './replay.js';

/**
 * Brings a database that holds a set on to an instant, or as far as the log after the set leads.
 * @returns undefined when no instant is asked for and there is no log of this set
 * @throws Fault of `replayTo`
 */
export async function bringForward(
  repository: Repository,
  { container, manifest, at, look }: Forward,
  say: (message: string) => void,
): Promise<(Replayed & { at: string }) | undefined> {
  const wanted = at ?? (await newestAfter(repository, manifest));
  if (wanted === undefined) return undefined;
  say(`log: bringing the database to ${wanted.toISOString()}`);
  const asked = { container, manifest, at: wanted, ...(look === undefined ? {} : { look }) };
  return { ...(await replayTo(repository, asked, say)), at: wanted.toISOString() };
}

export interface Forward {
  container: string;
  manifest: Manifest;
  /** Default: the newest instant that can be reached. */
  at?: Date;
  look?: Look;
}

async function newestAfter(
  repository: Repository,
  { set, database, at }: Manifest,
): Promise<Date | undefined> {
  if (database === undefined) return undefined;
  const spans = spansIn(await repository.holdings()).filter(({ base, through }) =>
    database.kind === 'postgres' ? Date.parse(through) >= Date.parse(at) : base.set === set,
  );
  const newest = spans.map(({ through }) => Date.parse(through)).sort((a, b) => b - a)[0];
  return newest === undefined ? undefined : new Date(newest);
}

/** What is dumped of a database at an instant. */
export interface DumpRequest {
  set?: string;
  at: Date;
  look?: Look;
  /** Only this table, as SQL; of PostgreSQL `<schema>.<name>`. */
  table?: string;
}

/**
 * Writes the dump of a set's database, or a table of it, as it was at an instant after the set.
 * @throws Fault BAK026 without a database or such a table then, BAK103 when the set does not come
 *   back as it was; of `replayTo`, of the trial
 */
export async function dumpAt(
  repository: Repository,
  { set, at, look, table }: DumpRequest,
  context: WorkerContext,
  write: (chunk: Buffer) => Promise<void> | undefined,
): Promise<void> {
  const opened = await openSet(repository, set);
  const { manifest } = opened;
  const { engineName, database, services } = manifest;
  const service = services.find(({ role }) => role === 'db');
  if (database === undefined || service === undefined) {
    throw new Fault('BAK026', { set: manifest.set, part: 'database' });
  }
  const { docker } = await connectLocal(manifest.server);
  const own = { [labels.site]: manifest.site, [labels.app]: manifest.app };
  const options = { name: `induk-dump-${engineName}-trial`, labels: own, signal: context.signal };
  const trial = await Trial.open(docker, options);
  try {
    const { say } = context;
    const only = { ...manifest, services: [service] };
    const [usable] = await withImages(only, { docker, repository, trial, say });
    await trial.makeVolumes([service]);
    const secrets = await secretsOf(repository, opened);
    const { container } = await bringDatabaseBack(
      ...([repository, trial, opened, usable ?? service, secrets, context] as const),
    );
    await bringForward(repository, { container, manifest, at, ...(look && { look }) }, context.say);
    const { kind, name, user } = database;
    const running = { kind, name, user, container };
    const { argv } = await planDump(running);
    if (table === undefined) await dumpDatabase(running, argv, write);
    else {
      const { imageId } = usable ?? service;
      const take = (dump: AsyncIterable<Buffer>) => tableOf(kind, dump, table, imageId);
      const { tables } = await through(take, (pass) => dumpDatabase(running, argv, pass), write);
      const isThere = Object.hasOwn(tables, table);
      if (!isThere) throw new Fault('BAK026', { set: manifest.set, part: `table:${table}` });
    }
  } finally {
    await trial.close();
  }
}
