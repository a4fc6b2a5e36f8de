import { createHash, type Hash } from 'node:crypto';
import { Fault } from '../../fault.js';
import { type ArchiveEntry, ArchiveHead } from './archive-head.js';
import { type DumpDigester, type DumpReport, ObjectDigests } from './digest.js';

const newline = 0x0a;
const block = { data: 1, largeObjects: 3 } as const;

/** Kinds of entries that are about the archive, not the database. */
const ignored = new Set([
  'ENCODING',
  'STDSTRINGS',
  'SEARCHPATH',
  'DATABASE',
  'TABLE DATA',
  'BLOBS',
]);

/** Ends the rows of a table: `\.` and two empty lines, which are no rows. */
const endOfRows = 3;

interface Content {
  hash: Hash;
  lines: number;
}

/**
 * Digests of an archive by pg_dump (`--format=custom --compress=0`): its table of contents
 * first, then blocks of rows as COPY writes them, each row with its length before. Those
 * lengths are hashed too: so a block goes to the hash in one piece, not row by row.
 * The format is that of pg_backup_archiver.c and pg_backup_custom.c, versions 1.14 to 1.16.
 */
export class PostgresDigester implements DumpDigester {
  readonly #head = new ArchiveHead();
  readonly #contents = new Map<number, Content>();
  readonly #largeObjects: Content = { hash: createHash('sha256'), lines: 0 };
  #bytes = 0;
  #next: 'type' | 'id' | 'objects-id' | 'length' | 'object' | 'object-length' = 'type';
  /** Bytes of a number that a chunk's end cut. */
  #number: number[] = [];
  /** Bytes left of the current piece of content. */
  #left = 0;
  #content: Content | undefined;
  #sawObjects = false;

  write(chunk: Buffer): void {
    this.#bytes += chunk.length;
    const start = this.#head.read(chunk);
    // Start of the bytes of content that are not hashed yet.
    let pending = start;
    for (let at = start; at < chunk.length; ) {
      const content = this.#content;
      if (this.#left > 0) at = this.#passContent(chunk, at);
      else at = this.#next === 'type' ? this.#readType(chunk, at) : this.#readNumber(chunk, at);
      if (content === this.#content) continue;
      content?.hash.update(chunk.subarray(pending, at));
      pending = at;
    }
    this.#content?.hash.update(chunk.subarray(pending));
  }

  finish(): DumpReport {
    const entries = this.#head.entries;
    const missing = entries?.filter((entry) => entry.hasData && !this.#has(entry)).length ?? 1;
    if (missing > 0 || this.#next !== 'type') throw new Fault('BAK031', { bytes: this.#bytes });
    const objects = new ObjectDigests();
    const tables: DumpReport['tables'] = {};
    for (const entry of entries ?? []) {
      if (!ignored.has(entry.kind)) objects.add(entry.kind.toLowerCase(), ...textsOf(entry));
    }
    const properties = (entries ?? []).filter(isProperty).map(({ definition }) => definition);
    for (const entry of sorted(entries ?? [])) {
      const content = this.#contents.get(entry.id);
      if (content === undefined) continue;
      tables[`${entry.namespace}.${entry.name}`] = {
        rows: Math.max(0, content.lines - endOfRows),
        digest: content.hash.digest('hex'),
      };
    }
    if (this.#sawObjects) {
      objects.add('large object content', this.#largeObjects.hash.digest('hex'));
    }
    return { bytes: this.#bytes, tables, objects: objects.report(), after: properties.join('') };
  }

  #has(entry: ArchiveEntry): boolean {
    return entry.kind === 'BLOBS' ? this.#sawObjects : this.#contents.has(entry.id);
  }

  #passContent(chunk: Buffer, start: number): number {
    const end = Math.min(chunk.length, start + this.#left);
    this.#left -= end - start;
    // A row is a piece, so the first line break is nearly always the piece's last byte.
    const content = this.#content as Content;
    for (let at = start; at < end; at += 1) {
      at = chunk.indexOf(newline, at);
      if (at < 0 || at >= end) break;
      content.lines += 1;
    }
    return end;
  }

  #readType(chunk: Buffer, at: number): number {
    const type = chunk[at];
    if (type === block.data) this.#next = 'id';
    else if (type === block.largeObjects) this.#next = 'objects-id';
    else throw strange(`block ${type}`);
    return at + 1;
  }

  #readNumber(chunk: Buffer, at: number): number {
    if (this.#number.length === 0 && at + 5 <= chunk.length) {
      this.#onNumber(numberOf(chunk, at));
      return at + 5;
    }
    this.#number.push(chunk[at] as number);
    if (this.#number.length === 5) {
      const value = numberOf(this.#number, 0);
      this.#number = [];
      this.#onNumber(value);
    }
    return at + 1;
  }

  #onNumber(value: number): void {
    if (this.#next === 'id') {
      this.#content = { hash: createHash('sha256'), lines: 0 };
      this.#contents.set(value, this.#content);
      this.#next = 'length';
    } else if (this.#next === 'objects-id') {
      this.#sawObjects = true;
      this.#content = this.#largeObjects;
      this.#next = 'object';
    } else if (this.#next === 'object') {
      this.#next = value === 0 ? 'type' : 'object-length';
    } else {
      this.#left = value;
      if (value === 0) this.#next = this.#next === 'length' ? 'type' : 'object';
    }
    if (this.#next === 'type') this.#content = undefined;
  }
}

/** A sign, then four bytes with the lowest first. */
export function numberOf(bytes: ArrayLike<number>, at: number): number {
  const [a, b, c, d] = [bytes[at + 1], bytes[at + 2], bytes[at + 3], bytes[at + 4]] as number[];
  const value = (a as number) + (b as number) * 2 ** 8 + (c as number) * 2 ** 16;
  const whole = value + (d as number) * 2 ** 24;
  return bytes[at] === 0 ? whole : -whole;
}

/** What is the database's own, and so not restored into one that is there already. */
function isProperty({ kind, name }: ArchiveEntry): boolean {
  return kind === 'DATABASE PROPERTIES' || (kind !== 'DATABASE' && name.startsWith('DATABASE '));
}

function textsOf(entry: ArchiveEntry): string[] {
  return [entry.namespace, entry.name, entry.owner, entry.definition, entry.details];
}

function sorted(entries: ArchiveEntry[]): ArchiveEntry[] {
  const key = ({ namespace, name }: ArchiveEntry): string => `${namespace}.${name}`;
  return [...entries].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

function strange(what: string): Fault {
  return new Fault('BAK032', { what });
}
