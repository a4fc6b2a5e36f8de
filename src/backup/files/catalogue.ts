import { createReadStream } from 'node:fs';
import { access, rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { FileChanges } from '../file-changes.js';
import type { FileEntry, FilesPart } from '../model.js';
import { contentOf, entryOf, readingBuffer } from './entry.js';
import { comparePaths, pathBytes } from './path-text.js';
import { Tally } from './tally.js';
import { type Found, walk } from './walk.js';
import { writeLines } from './write-lines.js';

/** A catalogue's line as it is kept on the server: how to see that a file is still the same. */
interface KnownEntry extends FileEntry {
  /** Nanoseconds since 1970, and the number of the file in its file system. */
  ctime: string;
  inode: string;
}

export interface Catalogue {
  volumes: FilesPart['volumes'];
  changes: Record<string, FileChanges>;
  /** Share of a volume's changed and fresh files whose content looks random, 0 to 1. */
  randomness: Record<string, number>;
  /** Nothing at all differs from the catalogue before. */
  still: boolean;
}

export interface CatalogueOptions {
  missed: (volume: string, path: string, reason?: string) => void;
  signal?: AbortSignal;
}

/**
 * Lists all files of volumes with the SHA-256 of their contents, as NDJSON in the order of the
 * walk. A file that has not changed since the catalogue before is not read again. Only a line
 * of each of the two is in memory at a time.
 *
 * @param root folder in which each volume is a folder
 * @param file catalogue to be read and replaced; absent before the first time
 * @param missed takes a path that vanished (no reason) or could not be read
 */
export async function catalogue(
  root: string,
  volumes: readonly string[],
  file: string,
  { missed, signal }: CatalogueOptions,
): Promise<Catalogue> {
  const fresh = `${file}.new`;
  const before = await Before.open(file);
  const buffer = readingBuffer();
  const result: Catalogue = { volumes: {}, changes: {}, randomness: {}, still: true };
  await writeLines(fresh, listed());
  await rename(fresh, file);
  return result;

  async function* listed(): AsyncGenerator<KnownEntry> {
    for (const volume of [...volumes].sort()) {
      const tally = new Tally();
      for await (const found of walk(`${root}/${volume}`)) {
        signal?.throwIfAborted();
        const known = await before.at(volume, found.path, tally);
        let reason: string | undefined;
        const entry = await describe(volume, found, known, tally, buffer).catch((error: Error) => {
          reason = error.message;
          return undefined;
        });
        if (entry === undefined) {
          missed(volume, entryOf(volume, found).path, reason);
          continue;
        }
        tally.add(entry);
        yield entry;
      }
      await before.endOf(volume, tally);
      result.volumes[volume] = tally.total();
      result.changes[volume] = tally.changes;
      result.randomness[volume] = tally.randomness();
      result.still &&= tally.still;
    }
  }
}

/** Entries of a catalogue, or of a set's `files.ndjson`; what only counts here is left out. */
export async function* catalogueEntries(file: string): AsyncGenerator<FileEntry> {
  yield* readEntries(createReadStream(file));
}

/** Entries of a catalogue as it streams by. */
export async function* readEntries(input: NodeJS.ReadableStream): AsyncGenerator<FileEntry> {
  for await (const line of createInterface({ input })) {
    const { ctime: _, inode: __, ...entry } = JSON.parse(line) as KnownEntry;
    yield entry;
  }
}

async function describe(
  volume: string,
  found: Found,
  known: KnownEntry | undefined,
  tally: Tally,
  buffer: Buffer,
): Promise<KnownEntry | undefined> {
  const { stats } = found;
  const marks = { ctime: `${stats.ctimeNs}`, inode: `${stats.ino}` };
  const entry: KnownEntry = { ...entryOf(volume, found), ...marks };
  const same = known !== undefined && isSame(known, entry);
  if (same && (entry.kind !== 'file' || known.content !== undefined)) {
    tally.pass(known, known);
    return known;
  }
  tally.still = false;
  if (entry.kind !== 'file') {
    tally.pass(known, entry);
    return entry;
  }
  const content = await contentOf(found.absolute, buffer);
  if (content === undefined) return undefined;
  const whole = { ...entry, content: content.digest };
  tally.pass(known, whole, content.random);
  return whole;
}

/** Whoever changes a file changes its ctime, which no program can set. */
function isSame(known: KnownEntry, entry: KnownEntry): boolean {
  return (
    known.kind === entry.kind &&
    known.size === entry.size &&
    known.mtime === entry.mtime &&
    known.ctime === entry.ctime &&
    known.inode === entry.inode
  );
}

/** The catalogue before, read in step with the walk: both have the same order. */
class Before {
  #next: KnownEntry | undefined;

  private constructor(readonly lines: AsyncIterator<string> | undefined) {}

  static async open(file: string): Promise<Before> {
    const there = await access(file).then(
      () => true,
      () => false,
    );
    const input = there ? createInterface({ input: createReadStream(file) }) : undefined;
    const before = new Before(input?.[Symbol.asyncIterator]());
    await before.#advance();
    return before;
  }

  /** What was known of a path; what was passed on the way to it is gone. */
  async at(volume: string, path: Buffer, tally: Tally): Promise<KnownEntry | undefined> {
    for (let next = this.#next; next !== undefined; next = this.#next) {
      const order =
        next.volume === volume
          ? comparePaths(pathBytes(next.path), path)
          : next.volume < volume
            ? -1
            : 1;
      if (order > 0) return undefined;
      await this.#advance();
      if (order === 0) return next;
      if (next.volume === volume) tally.gone(next);
    }
    return undefined;
  }

  async endOf(volume: string, tally: Tally): Promise<void> {
    while (this.#next !== undefined && this.#next.volume <= volume) {
      if (this.#next.volume === volume) tally.gone(this.#next);
      await this.#advance();
    }
  }

  async #advance(): Promise<void> {
    this.#next = undefined;
    const line = await this.lines?.next();
    if (line === undefined || line.done) return;
    this.#next = readKnown(line.value);
  }
}

/** A line that a crash cut is no line; all after it is read again. */
function readKnown(line: string): KnownEntry | undefined {
  try {
    return JSON.parse(line) as KnownEntry;
  } catch {
    return undefined;
  }
}
