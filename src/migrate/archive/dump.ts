/** A dump read from its beginning to its end, whichever program made it. */
import { createHash } from 'node:crypto';
import { Fault } from '../../fault.js';
import type { ReadOptions } from './contents.js';
import { type DumpFacts, Refusal } from './facts.js';
import { MariadbDump } from './mariadb-dump.js';
import { PostgresDump } from './postgres-dump.js';

export interface DumpWish {
  /** Of the file, for people. */
  label: string;
  /** Engine of the app's database. */
  kind: DumpFacts['kind'];
  /** Collation → the one that takes its place. */
  maps: ReadonlyMap<string, string>;
}

/**
 * Reads a dump and gives on what may be loaded of it; a dump in PostgreSQL's own format is given on
 * as it is.
 * @param told takes what was found, once the end was reached and is one
 * @throws Fault MIG310 it was cut, MIG311 nothing says where it ends, MIG312 a statement that no
 *   dump has, MIG313 it is of another engine
 */
export async function* readDump(
  content: AsyncIterable<Buffer>,
  wish: DumpWish,
  told: (facts: DumpFacts) => void,
): AsyncGenerator<Buffer> {
  const ready: Buffer[] = [];
  let reader: Reader | undefined;
  let head: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of content) {
      if (reader === undefined) {
        head = Buffer.concat([head, chunk]);
        if (head.length < 8192) continue;
        reader = readerFor(head, wish, (bytes) => ready.push(bytes));
        reader.write(head);
      } else reader.write(chunk);
      yield* ready.splice(0);
    }
    if (reader === undefined) {
      reader = readerFor(head, wish, (bytes) => ready.push(bytes));
      reader.write(head);
    }
    const facts = reader.finish();
    yield* ready.splice(0);
    told(facts);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Fault(error.code, { file: wish.label, ...error.args });
  }
}

/** @throws Fault of `readDump` */
export async function surveyDump(
  content: AsyncIterable<Buffer>,
  wish: DumpWish,
): Promise<DumpFacts> {
  let facts: DumpFacts | undefined;
  const reading = readDump(content, wish, (found) => {
    facts = found;
  });
  for await (const _ of reading);
  return facts as unknown as DumpFacts;
}

interface Reader {
  write(chunk: Buffer): void;
  finish(): DumpFacts;
}

function readerFor(
  head: Buffer,
  { label, kind, maps }: DumpWish,
  emit: ReadOptions['emit'],
): Reader {
  const found = engineOf(head);
  if (found !== undefined && found !== kind) {
    throw new Fault('MIG313', { file: label, found, wanted: kind });
  }
  const options = { maps, ...(emit === undefined ? {} : { emit }) };
  if (isCustom(head)) return new CustomDump(options);
  return kind === 'mariadb' ? new MariadbDump(options) : new PostgresDump(options);
}

const isCustom = (head: Buffer): boolean => head.toString('latin1', 0, 5) === 'PGDMP';

/** By what each program says at the beginning; undefined where nothing does. */
function engineOf(head: Buffer): DumpFacts['kind'] | undefined {
  if (isCustom(head)) return 'postgres';
  const text = head.toString('latin1', 0, 8192);
  if (/^-- PostgreSQL database (?:cluster )?dump/m.test(text)) return 'postgres';
  const ours = /^-- (?:MariaDB|MySQL) dump |^-- phpMyAdmin SQL Dump|^\/\*M?!\d{5}|^\/\*M!999999/m;
  return ours.test(text) ? 'mariadb' : undefined;
}

/** Nobody but pg_restore understands it: here it is only told apart from any other file. */
class CustomDump implements Reader {
  readonly #hash = createHash('sha256');
  readonly #emit: (bytes: Buffer) => void;
  #bytes = 0;

  constructor({ emit = () => {} }: ReadOptions) {
    this.#emit = emit;
  }

  write(chunk: Buffer): void {
    this.#hash.update(chunk);
    this.#bytes += chunk.length;
    this.#emit(chunk);
  }

  finish(): DumpFacts {
    return {
      kind: 'postgres',
      form: 'custom',
      tool: 'pg_dump, custom format',
      from: '',
      bytes: this.#bytes,
      sha256: this.#hash.digest('hex'),
      tables: {},
      objects: {},
      databases: [],
      definers: [],
      collations: [],
      dropped: {},
      charset: 'utf8',
      utc: true,
    };
  }
}
