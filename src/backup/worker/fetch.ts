import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Fault } from '../../fault.js';
import { type DumpReport, digestVersion } from '../database/digest.js';
import { digestsOf } from '../database/dump.js';
import { emptyDatabase } from '../database/empty.js';
import { loadDump } from '../database/load.js';
import { readEntries } from '../files/catalogue.js';
import { compareFiles, type FileDifference } from '../files/compare.js';
import { dumpFile, manifestFiles } from '../manifest.js';
import type { DatabasePart, SetId } from '../model.js';
import { PrivateFolder } from '../repository/private-folder.js';
import type { Repository } from '../repository/repository.js';
import type { WorkerContext } from './context.js';
import { type OpenedSet, openSet } from './sets.js';

/** What `fetch database` answers; without differences the copy is equal to what was saved. */
export interface FetchedDatabase {
  set: SetId;
  bytes: number;
  /** Seconds: to load, and to compare. */
  loading: number;
  comparing: number;
  tables: number;
  rows: number;
  /**
   * Whether contents were compared. Of a set whose digests were taken in another way it is only
   * known that the same tables are there with as many rows.
   */
  compared: 'digests' | 'rows';
  differences: DatabaseDifference[];
}

export interface DatabaseDifference {
  /** `table users`, `trigger`, … */
  what: string;
  expected: string;
  actual: string;
}

/** What `fetch files` answers. */
export interface FetchedFiles {
  set: SetId;
  files: number;
  bytes: number;
  /** Seconds. */
  restoring: number;
  comparing: number;
  /** At most 100. */
  differences: FileDifference[];
  /** Files that changed while they were backed up and could not be compared. */
  moving: number;
}

/**
 * Loads a set's dump into the empty database of a running container and compares digests.
 * @param empty whether the database holds something that is to be thrown away first
 */
export async function fetchDatabase(
  repository: Repository,
  opened: OpenedSet,
  { container, empty = false }: { container: string; empty?: boolean },
  context: WorkerContext,
): Promise<FetchedDatabase> {
  const part = opened.manifest.database;
  if (part === undefined) throw new Fault('BAK026', { set: opened.manifest.set, part: 'database' });
  const { kind, name, user } = part;
  const database = { kind, name, user, container };
  const begin = Date.now();
  if (empty) await emptyDatabase(database);
  context.say(`database: loading ${part.bytes} bytes`);
  const dump = repository.dump(part.snapshot, `/${dumpFile[kind]}`);
  await readAhead(dump, async (ready) => {
    const accounts = await repository.read(opened.snapshots.manifest, `/${manifestFiles.accounts}`);
    await loadDump(database, accounts, ready);
  });
  const loaded = Date.now();
  context.say('database: comparing');
  const compared = (part.digests ?? 0) === digestVersion ? 'digests' : 'rows';
  if (compared === 'rows') context.say('database: its digests are of another version: rows only');
  const found = await digestsOf(database);
  const differences =
    compared === 'digests' ? compareDigests(part, found) : compareRows(part, found);
  return {
    set: opened.manifest.set,
    bytes: part.bytes,
    loading: (loaded - begin) / 1000,
    comparing: (Date.now() - loaded) / 1000,
    tables: Object.keys(part.tables).length,
    rows: Object.values(part.tables).reduce((sum, { rows }) => sum + Math.max(0, rows), 0),
    compared,
    differences,
  };
}

/** Begins to read while something else is done: the vault takes a while to answer each question. */
async function readAhead(
  source: AsyncGenerator<Buffer>,
  use: (ready: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const first = source.next();
  // Told when it is asked for.
  first.catch(() => {});
  async function* ready(): AsyncGenerator<Buffer> {
    const { done, value } = await first;
    if (done !== true) yield value;
    yield* source;
  }
  try {
    await use(ready());
  } finally {
    await source.return(undefined);
  }
}

export interface FilesRequest {
  set?: SetId;
  volumes: string[];
  paths: string[];
  exact?: boolean;
}

/** How a loaded database differs from the one that was saved. */
export function compareDigests(
  expected: Pick<DatabasePart, 'tables' | 'objects'>,
  actual: Pick<DumpReport, 'tables' | 'objects'>,
): DatabaseDifference[] {
  const differences: DatabaseDifference[] = [];
  const compare = <T extends { digest: string }>(
    what: (name: string) => string,
    [wanted, found]: [Record<string, T>, Record<string, T>],
    count: (value: T) => number,
  ): void => {
    const told = (value: T | undefined): string =>
      value === undefined ? 'missing' : `${count(value)} ${value.digest.slice(0, 12)}`;
    for (const name of [...new Set([...Object.keys(wanted), ...Object.keys(found)])].sort()) {
      const pair = [told(wanted[name]), told(found[name])] as const;
      if (wanted[name]?.digest === found[name]?.digest && pair[0] === pair[1]) continue;
      differences.push({ what: what(name), expected: pair[0], actual: pair[1] });
    }
  };
  compare(
    (name) => `table ${name}`,
    [expected.tables, actual.tables],
    ({ rows }) => rows,
  );
  compare(
    (kind) => kind,
    [expected.objects, actual.objects],
    ({ count }) => count,
  );
  return differences;
}

/** How a loaded database differs in its tables and in the number of their rows. */
export function compareRows(
  expected: Pick<DatabasePart, 'tables'>,
  actual: Pick<DumpReport, 'tables'>,
): DatabaseDifference[] {
  const bare = ({ tables }: Pick<DatabasePart, 'tables'>) => ({
    tables: Object.fromEntries(
      Object.entries(tables).map(([name, { rows }]) => [name, { rows, digest: '' }]),
    ),
    objects: {},
  });
  return compareDigests(bare(expected), bare(actual));
}

/**
 * Puts volumes of a set into those that are mounted, and compares each file with the set's
 * catalogue. With `paths` only those are put there, and nothing is compared.
 * @param exact whether files that the set does not have are removed
 */
export async function fetchFiles(
  repository: Repository,
  { set, volumes, paths, exact = false }: FilesRequest,
  context: WorkerContext,
): Promise<FetchedFiles> {
  const opened = await openSet(repository, set);
  const part = opened.manifest.files;
  if (part === undefined) throw new Fault('BAK026', { set: opened.manifest.set, part: 'files' });
  const wanted = volumes.length > 0 ? volumes : Object.keys(part.volumes);
  const unknown = wanted.find((volume) => !Object.hasOwn(part.volumes, volume));
  if (unknown !== undefined) throw new Fault('BAK026', { set: opened.manifest.set, part: unknown });
  const begin = Date.now();
  const folder = context.places.volumes;
  const all = paths.length === 0 && wanted.length === Object.keys(part.volumes).length;
  const chosen = wanted.flatMap((volume) => [
    ...(paths.length === 0 ? [volume] : paths.map((path) => join(volume, path))),
  ]);
  // From the folder above: so the volumes' own folders get their owners and modes back, too.
  const done = await repository.restore(part.snapshot, folder, folder, {
    exact,
    // What is compared below is read back there.
    verify: paths.length > 0,
    only: all ? [] : chosen.map((path) => `/${escapedPattern(path)}`),
    say: (percent) => context.say(`files: ${percent} %`),
  });
  const restored = Date.now();
  const differences =
    paths.length > 0 ? [] : await compareVolumes(repository, opened, wanted, context);
  return {
    set: opened.manifest.set,
    ...done,
    restoring: (restored - begin) / 1000,
    comparing: (Date.now() - restored) / 1000,
    differences,
    moving: part.moving.filter((path) => wanted.includes(path.split('/')[0] as string)).length,
  };
}

/** restic reads its patterns as a shell does. */
function escapedPattern(path: string): string {
  return path.replace(/[\\*?[\]]/g, '\\$&');
}

async function compareVolumes(
  repository: Repository,
  { manifest, snapshots }: OpenedSet,
  volumes: string[],
  { places, say }: WorkerContext,
): Promise<FileDifference[]> {
  say('files: comparing');
  const folder = new PrivateFolder('/tmp');
  const file = join(folder.path, manifestFiles.files);
  try {
    // To a file first: reading it while every file is hashed would keep the vault waiting.
    const content = repository.dump(snapshots.manifest, `/${manifestFiles.files}`);
    await pipeline(Readable.from(content), createWriteStream(file));
    const moving = new Set(manifest.files?.moving);
    return await compareFiles(places.volumes, volumes, readEntries(createReadStream(file)), moving);
  } finally {
    folder.remove();
  }
}
