import { Fault } from '../../fault.js';
import { numberOf } from './postgres-digester.js';

/** A line of an archive's table of contents. */
export interface ArchiveEntry {
  id: number;
  hasData: boolean;
  name: string;
  /** `TABLE`, `TABLE DATA`, `FUNCTION`, … */
  kind: string;
  definition: string;
  /** How its rows are copied, and how they are stored. */
  details: string;
  namespace: string;
  owner: string;
}

/** Raised when the bytes at hand end before what is read does. */
const unfinished = Symbol('unfinished');

/**
 * The head of a pg_dump archive in custom format: magic, version and table of contents, read
 * an entry at a time, so that only one that a chunk's end cut is read twice.
 */
export class ArchiveHead {
  /** Undefined until the whole head was read. */
  entries: ArchiveEntry[] | undefined;
  readonly #read: ArchiveEntry[] = [];
  #kept: Buffer = Buffer.alloc(0);
  #preamble: { minor: number; count: number } | undefined;

  /** Takes what belongs to the head; where in `chunk` the blocks begin, its length if not yet. */
  read(chunk: Buffer): number {
    if (this.entries !== undefined) return 0;
    const before = this.#kept.length;
    const reader = new Reader(Buffer.concat([this.#kept, chunk]));
    let whole = 0;
    try {
      this.#preamble ??= readPreamble(reader);
      const { minor, count } = this.#preamble;
      for (whole = reader.at; this.#read.length < count; whole = reader.at) {
        this.#read.push(readEntry(reader, minor));
      }
    } catch (error) {
      if (error !== unfinished) throw error;
      this.#kept = reader.buffer.subarray(whole);
      return chunk.length;
    }
    this.entries = this.#read;
    this.#kept = Buffer.alloc(0);
    return reader.at - before;
  }
}

/** Minor version of the format, and how many entries follow. */
function readPreamble(reader: Reader): { minor: number; count: number } {
  if (reader.bytes(5).toString('latin1') !== 'PGDMP') throw strange('no archive of pg_dump');
  const [major, minor, , integer, offset, format] = [...reader.bytes(6)] as number[];
  if (major !== 1 || minor === undefined || minor < 14 || minor > 16) {
    throw strange(`archive version ${major}.${minor}`);
  }
  if (integer !== 4 || offset !== 8 || format !== 1) throw strange('archive layout');
  const compression = minor >= 15 ? reader.bytes(1)[0] : reader.number();
  if (compression !== 0) throw strange('compressed archive');
  // When it was made (seven numbers), and by which versions of what.
  for (let part = 0; part < 7; part += 1) reader.number();
  for (let text = 0; text < 3; text += 1) reader.text();
  return { minor, count: reader.number() };
}

function readEntry(reader: Reader, minor: number): ArchiveEntry {
  const id = reader.number();
  const hasData = reader.number() !== 0;
  reader.text();
  reader.text();
  const name = reader.text();
  const kind = reader.text();
  reader.number();
  const definition = reader.text();
  reader.text();
  const copy = reader.text();
  const namespace = reader.text();
  reader.text();
  const access = reader.text();
  if (minor >= 16) reader.number();
  const owner = reader.text();
  reader.text();
  while (reader.maybeText() !== undefined);
  // Where its data lies, which a pipe cannot tell: a flag and eight bytes.
  reader.bytes(9);
  return { id, hasData, name, kind, definition, details: copy + access, namespace, owner };
}

class Reader {
  at = 0;

  constructor(readonly buffer: Buffer) {}

  bytes(count: number): Buffer {
    if (this.at + count > this.buffer.length) throw unfinished;
    this.at += count;
    return this.buffer.subarray(this.at - count, this.at);
  }

  number(): number {
    return numberOf(this.bytes(5), 0);
  }

  text(): string {
    return this.maybeText() ?? '';
  }

  maybeText(): string | undefined {
    const length = this.number();
    return length < 0 ? undefined : this.bytes(length).toString('utf8');
  }
}

function strange(what: string): Fault {
  return new Fault('BAK032', { what });
}
