import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, type FileHandle, open, rename } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { FileChanges } from '../file-changes.js';
import type { FileEntry, FilesPart } from '../model.js';
import { contentOf, entryOf, readingBuffer } from './entry.js';
import { comparePaths, pathBytes } from './path-text.js';
import { type Found, walk } from './walk.js';

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
  const out = await open(fresh, 'w', 0o600);
  const result: Catalogue = { volumes: {}, changes: {}, randomness: {}, still: true };
  try {
    const lines = new Lines(out);
    const buffer = readingBuffer();
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
        await lines.add(entry);
      }
      await before.endOf(volume, tally);
      result.volumes[volume] = tally.total();
      result.changes[volume] = tally.changes;
      result.randomness[volume] = tally.randomness();
      result.still &&= tally.still;
    }
    await lines.flush();
  } finally {
    await out.close();
  }
  await rename(fresh, file);
  return result;
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

/** Names kept to compare fresh ones with; a sample is enough for files renamed by the thousand. */
const sample = 50_000;

/** Totals of a volume, and what became of its files. */
class Tally {
  readonly changes: FileChanges = {
    before: 0,
    now: 0,
    changed: 0,
    gone: 0,
    fresh: 0,
    extended: 0,
  };
  still = true;
  readonly #hash: Hash = createHash('sha256');
  readonly #gone = new Set<string>();
  #bytes = 0;
  #random = 0;

  /** Counts a path that is there, with what was known of it. */
  pass(known: FileEntry | undefined, entry: FileEntry, random = false): void {
    const was = known?.kind === 'file';
    if (was) this.changes.before += 1;
    if (entry.kind !== 'file') return;
    this.changes.now += 1;
    if (was && known.content === entry.content) return;
    if (random) this.#random += 1;
    if (was) this.changes.changed += 1;
    else {
      this.changes.fresh += 1;
      if (this.#isExtended(entry.path)) this.changes.extended += 1;
    }
  }

  /** Share of the changed and fresh files that look random, 0 to 1. */
  randomness(): number {
    return this.#random / Math.max(1, this.changes.changed + this.changes.fresh);
  }

  gone(known: FileEntry): void {
    this.still = false;
    if (known.kind !== 'file') return;
    this.changes.before += 1;
    this.changes.gone += 1;
    if (this.#gone.size < sample) this.#gone.add(known.path);
  }

  add(entry: KnownEntry): void {
    this.#bytes += entry.size ?? 0;
    const { path, kind, mode, uid, gid, content = '' } = entry;
    this.#hash.update(`${path}\0${kind}\0${mode}\0${uid}\0${gid}\0${content}\0`);
  }

  total(): { files: number; bytes: number; digest: string } {
    return { files: this.changes.now, bytes: this.#bytes, digest: this.#hash.digest('hex') };
  }

  /** A name sorts before all that begin with it, so the gone one was met already. */
  #isExtended(path: string): boolean {
    const name = path.lastIndexOf('/') + 1;
    for (let dot = path.lastIndexOf('.'); dot > name; dot = path.lastIndexOf('.', dot - 1)) {
      if (this.#gone.has(path.slice(0, dot))) return true;
    }
    return false;
  }
}

/** NDJSON, written some hundred lines at a time. */
class Lines {
  #text = '';

  constructor(readonly out: FileHandle) {}

  async add(entry: KnownEntry): Promise<void> {
    this.#text += `${JSON.stringify(entry)}\n`;
    if (this.#text.length >= 1 << 16) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#text;
    this.#text = '';
    await this.out.appendFile(text);
  }
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
