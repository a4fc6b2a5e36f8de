/** What was handed over, read on the operator's machine before anything is sent. */
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { PassThrough } from 'node:stream';
import { createGzip } from 'node:zlib';
import { exitCodes, Fault } from '../../../fault.js';
import type { App } from '../../../inventory/model.js';
import { unknownCollations } from '../../../migrate/archive/collations.js';
import { surveyDump } from '../../../migrate/archive/dump.js';
import { eachEntry } from '../../../migrate/archive/entries.js';
import type { DumpFacts } from '../../../migrate/archive/facts.js';
import { contentOf, packingOf } from '../../../migrate/archive/open.js';
import { homeOf, plainName } from '../../../migrate/archive/place.js';
import { type ArchiveFacts, surveyArchive, type Wanted } from '../../../migrate/archive/survey.js';

export interface ImportWishes {
  /** Archive of the app's folder. */
  files?: string;
  /** Dump of its database; of a panel's backup the name of a dump in it. */
  database?: string;
  /** Backup of a hosting panel, which has both. */
  panel?: string;
  /** Folder in the archive that is the app. */
  root?: string;
  /** Where that folder is in the app's container. */
  at?: string;
  leaveLinks: boolean;
  /** `from=to`. */
  collations: string[];
}

export interface ReadFiles {
  file: string;
  wanted: Wanted;
  facts: ArchiveFacts;
}

export interface ReadDump {
  label: string;
  facts: DumpFacts;
  maps: [string, string][];
  /** Content once more, compressed. */
  send: () => AsyncIterable<Buffer>;
}

export interface Handed {
  files?: ReadFiles;
  database?: ReadDump;
}

/**
 * What is asked for, against what the app is made of.
 * @throws Fault MIG320 (exit 64) with the flags that it takes, MIG325 a bad map
 */
export function checkWishes({ id, database, storage }: App, wishes: ImportWishes): void {
  const { files, panel } = wishes;
  const hasStorage = Object.keys(storage).length > 0;
  const hasDump = wishes.database !== undefined;
  const fits =
    panel === undefined
      ? hasStorage === (files !== undefined) && hasDump === (database !== undefined)
      : files === undefined && hasStorage && (database !== undefined || !hasDump);
  if (!fits || (!hasStorage && database === undefined)) {
    const wanted = [
      ...(hasStorage ? ['--files FILE'] : []),
      ...(database === undefined ? [] : ['--database FILE']),
    ];
    const flags = wanted.join(' ') || '-';
    throw new Fault('MIG320', { app: id, flags }, { exit: exitCodes.usage });
  }
  mapsOf(wishes);
}

/** Collation → the one that takes its place. @throws Fault MIG325 (exit 64) */
export function mapsOf({ collations }: Pick<ImportWishes, 'collations'>): [string, string][] {
  return collations.map((given) => {
    const [, from, to] = /^(\w+)=(\w+)$/.exec(given) ?? [];
    if (from !== undefined && to !== undefined) return [from.toLowerCase(), to.toLowerCase()];
    throw new Fault('MIG325', { given }, { exit: exitCodes.usage });
  });
}

/** @throws Fault of `surveyArchive` */
export async function readFiles(app: App, wishes: ImportWishes): Promise<ReadFiles | undefined> {
  const file = wishes.files ?? wishes.panel;
  if (file === undefined) return undefined;
  const wanted: Wanted = {
    label: basename(file),
    at: wishes.at ?? homeOf(app),
    storage: app.storage,
    ...(wishes.root === undefined ? {} : { root: plainName(wishes.root) ?? '' }),
    panel: wishes.panel !== undefined,
    leaveLinks: wishes.leaveLinks,
  };
  const facts = await surveyArchive(contentOf(file), wanted);
  // What the first entry told holds from here on, whoever reads it.
  return { file, wanted: { ...wanted, root: facts.root }, facts };
}

/**
 * @param dumps names of dumps in a panel's backup
 * @throws Fault of `readDump`; MIG314 collations unknown there; MIG321 when it is of several databases, MIG326 when one of several
 *   dumps must be named
 */
export async function readDatabase(
  { database }: App,
  wishes: ImportWishes,
  dumps: readonly string[],
): Promise<ReadDump | undefined> {
  if (database === undefined) return undefined;
  const maps = mapsOf(wishes);
  const { label, open, send } = await dumpIn(wishes, dumps);
  const wish = { label, kind: database.kind, maps: new Map(maps) };
  const facts = await surveyDump(open(), wish);
  if (facts.databases.length > 1) {
    throw new Fault('MIG321', { file: label, databases: facts.databases.join(', ') });
  }
  if (database.kind === 'mariadb') {
    const wanted = facts.collations.map((name) => wish.maps.get(name) ?? name);
    const [first, ...more] = unknownCollations(wanted, database.version);
    const collations = [first, ...more].join(', ');
    if (first !== undefined) throw new Fault('MIG314', { file: label, collations, first });
  }
  return { label, facts, maps, send };
}

interface Dump {
  label: string;
  open: () => AsyncIterable<Buffer>;
  send: () => AsyncIterable<Buffer>;
}

async function dumpIn({ panel, database }: ImportWishes, dumps: readonly string[]): Promise<Dump> {
  if (panel === undefined) {
    const file = database as string;
    const label = basename(file);
    return { label, open: () => contentOf(file), send: () => compressed(file) };
  }
  const named = dumps.filter((name) => database === undefined || isNamed(name, database));
  const [name] = named;
  if (name === undefined || named.length > 1) {
    const all = dumps.map((each) => basename(each)).join(', ') || '-';
    throw new Fault('MIG326', { file: basename(panel), dumps: all }, { exit: exitCodes.usage });
  }
  const open = (): AsyncIterable<Buffer> => entryOf(panel, name);
  return { label: basename(name), open, send: () => packed(open()) };
}

const isNamed = (name: string, given: string): boolean =>
  [name, basename(name), basename(name, '.sql')].includes(given);

/** Content of a file as it is sent: what is gzip already stays so. */
export async function* compressed(file: string): AsyncGenerator<Buffer> {
  if ((await packingOf(file)) !== 'gzip') yield* packed(contentOf(file));
  else yield* createReadStream(file, { highWaterMark: 1 << 17 }) as AsyncIterable<Buffer>;
}

/** Level 1: the link is slower than the disk, and this machine need not be. */
async function* packed(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gzip = createGzip({ level: 1 });
  const { pipeline } = await import('node:stream/promises');
  const feeding = pipeline(content, gzip);
  feeding.catch(() => undefined);
  for await (const chunk of gzip as AsyncIterable<Buffer>) yield chunk;
  await feeding;
}

/** One file in an archive. */
async function* entryOf(file: string, name: string): AsyncGenerator<Buffer> {
  const out = new PassThrough();
  const reading = eachEntry(contentOf(file), basename(file), async (entry, body) => {
    if (plainName(entry.name) !== name) return;
    for await (const chunk of body) {
      if (!out.write(chunk)) await once(out, 'drain');
    }
  });
  reading.then(
    () => out.end(),
    (error: Error) => out.destroy(error),
  );
  yield* out as AsyncIterable<Buffer>;
}
