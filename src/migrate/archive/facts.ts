/** What a dump says of itself, and what it is to be compared by once it is loaded. */
import { createHash } from 'node:crypto';

/** The rows of a table. */
export interface Rows {
  /** Absent where the dump does not tell. */
  rows?: number;
  /** Over all rows in any order, each by its values; absent where they cannot be told. */
  digest?: string;
  /** Which columns the rows have, where that is not all of them; others' are not compared. */
  columns?: string;
}

export type ObjectKind = 'view' | 'trigger' | 'routine' | 'event' | 'sequence';

export interface DumpFacts {
  kind: 'mariadb' | 'postgres';
  form: 'plain' | 'custom';
  /** Program that made it, as it says. */
  tool: string;
  /** Version of the server it is from, as it says. */
  from: string;
  bytes: number;
  /** SHA-256 of all of it, unpacked. */
  sha256: string;
  tables: Record<string, Rows>;
  /** Names by kind, sorted. */
  objects: Partial<Record<ObjectKind, string[]>>;
  /** Names of databases it would make or use. */
  databases: string[];
  /** Accounts that what it makes would run as; the app's own takes their place. */
  definers: string[];
  collations: string[];
  /** Statements that are left out: how often, by what they would do. */
  dropped: Record<string, number>;
  /** MariaDB: what the text is encoded in. */
  charset: string;
  /** MariaDB: whether times are written in UTC. */
  utc: boolean;
}

/** What ends reading a dump: a code and what it says. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    readonly args: Record<string, string | number>,
  ) {
    super(code);
  }
}

/** Digest of rows that come in any order: each row's own, added up. */
export class RowSum {
  rows = 0;
  #isTold = true;
  #isCounted = true;
  #columns: string | undefined;
  readonly #lanes = new Uint32Array(8);

  add(digest: Buffer): void {
    this.rows += 1;
    for (let lane = 0; lane < 8; lane += 1) {
      this.#lanes[lane] = ((this.#lanes[lane] as number) + digest.readUInt32LE(lane * 4)) >>> 0;
    }
  }

  /** Its values are not what they seem: only the number of rows is known. */
  doubt(): void {
    this.#isTold = false;
  }

  /** @param columns of the rows that follow; '' for all of the table, in its order */
  of(columns: string): void {
    this.#columns ??= columns;
    if (this.#columns !== columns) this.doubt();
  }

  uncounted(): void {
    this.#isCounted = false;
  }

  result(): Rows {
    if (!this.#isCounted) return {};
    if (!this.#isTold) return { rows: this.rows };
    const digest = Buffer.from(this.#lanes.buffer).toString('hex');
    return { rows: this.rows, digest, ...(this.#columns ? { columns: this.#columns } : {}) };
  }
}

/** One row, whose values come in pieces. */
export class RowHash {
  #hash = createHash('sha256');
  #kept = Buffer.allocUnsafe(1 << 16);
  #at = 0;

  byte(value: number): void {
    if (this.#at === this.#kept.length) this.#pass();
    this.#kept[this.#at] = value;
    this.#at += 1;
  }

  bytes(chunk: Buffer): void {
    if (chunk.length > this.#kept.length - this.#at) this.#pass();
    if (chunk.length > this.#kept.length) {
      this.#hash.update(chunk);
      return;
    }
    chunk.copy(this.#kept, this.#at);
    this.#at += chunk.length;
  }

  digest(): Buffer {
    this.#pass();
    const digest = this.#hash.digest();
    this.#hash = createHash('sha256');
    return digest;
  }

  #pass(): void {
    if (this.#at > 0) this.#hash.update(this.#kept.subarray(0, this.#at));
    this.#at = 0;
  }
}

/** How often each thing was left out. */
export class Tally {
  readonly counts: Record<string, number> = {};

  add(what: string): void {
    this.counts[what] = (this.counts[what] ?? 0) + 1;
  }
}
