import { createHash, type Hash } from 'node:crypto';
import { Fault } from '../../fault.js';
import type { TableDigest } from '../model.js';
import { type DumpDigester, type DumpReport, ObjectDigests } from './digest.js';

const newline = 0x0a;
const capitalI = 0x49;

interface Table {
  hash: Hash;
  rows: number;
  engine?: string;
}

type Section = 'none' | 'structure' | 'rows' | 'view' | 'sequence' | 'events' | 'routines';

/** Titles that mariadb-dump writes as comments, and what follows each. */
const titles: [RegExp, Section][] = [
  [/^-- Table structure for table `(.*)`$/s, 'structure'],
  [/^-- Dumping data for table `(.*)`$/s, 'rows'],
  [/^-- Temporary table structure for view `(.*)`$/s, 'none'],
  [/^-- Final view structure for view `(.*)`$/s, 'view'],
  [/^-- Sequence structure for `(.*)`$/s, 'sequence'],
  [/^-- Dumping events for database '(.*)'$/s, 'events'],
  [/^-- Dumping routines for database '(.*)'$/s, 'routines'],
];

/** Settings under which a routine, trigger or event was made; part of what it means. */
const setting =
  /\bSET (?:sql_mode|character_set_client|character_set_results|collation_connection|time_zone)\s+= (?!@)/;

/** What `--master-data=2` says. */
const positionLine = /^-- CHANGE MASTER TO MASTER_LOG_FILE='binlog\.(\d+)', MASTER_LOG_POS=(\d+);$/;

/**
 * Digests of a dump by mariadb-dump with a statement for each row. Rows, which are nearly all of it, are told apart by the
 * first byte of their lines alone: the tool escapes line breaks inside of values. Of the rest
 * counts what defines an object, not what the tool says around it, which differs by version.
 */
export class MariadbDigester implements DumpDigester {
  readonly #tables = new Map<string, Table>();
  readonly #objects = new ObjectDigests();
  #bytes = 0;
  #section: Section = 'none';
  #table: Table | undefined;
  /** What the current line is; undefined at its start. */
  #line: 'row' | 'text' | undefined;
  #text: Buffer[] = [];
  /** Inside of a statement that goes over lines. */
  #statement = false;
  /** Lines between `DELIMITER ;;` and `DELIMITER ;`. */
  #block: string[] | undefined;
  #settings: string[] = [];
  #sequence = '';
  #position: DumpReport['position'];
  #complete = false;

  write(chunk: Buffer): void {
    this.#bytes += chunk.length;
    // Start of the bytes of rows that are not hashed yet.
    let pending = -1;
    for (let at = 0; at < chunk.length; ) {
      this.#line ??= this.#kindOf(chunk[at] as number);
      if (this.#line === 'text') {
        if (pending >= 0) this.#table?.hash.update(chunk.subarray(pending, at));
        pending = -1;
      } else if (pending < 0) pending = at;
      if (this.#line === 'row') at = this.#passRows(chunk, at);
      const end = chunk.indexOf(newline, at);
      const next = end < 0 ? chunk.length : end + 1;
      this.#take(chunk, at, next, end >= 0);
      at = next;
    }
    if (pending >= 0) this.#table?.hash.update(chunk.subarray(pending));
  }

  finish(): DumpReport {
    if (!this.#complete) throw new Fault('BAK031', { bytes: this.#bytes });
    const tables = [...this.#tables].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      bytes: this.#bytes,
      tables: Object.fromEntries(tables.map(([name, table]) => [name, reportOf(table)])),
      objects: this.#objects.report(),
      ...(this.#position === undefined ? {} : { position: this.#position }),
    };
  }

  /** Of all that is said about rows only `INSERT INTO` begins so. */
  #kindOf(first: number): 'row' | 'text' {
    if (this.#section !== 'rows' || this.#block !== undefined) return 'text';
    return first === capitalI ? 'row' : 'text';
  }

  /** The common case in one loop: start of the last row of these that has no end in `chunk`. */
  #passRows(chunk: Buffer, start: number): number {
    let [at, rows] = [start, 0];
    for (let end = chunk.indexOf(newline, at); end >= 0; end = chunk.indexOf(newline, at)) {
      if (chunk[end + 1] !== capitalI) break;
      at = end + 1;
      rows += 1;
    }
    if (this.#table !== undefined) this.#table.rows += rows;
    return at;
  }

  #take(chunk: Buffer, start: number, end: number, ended: boolean): void {
    const table = this.#table;
    if (this.#line === 'text') {
      this.#text.push(chunk.subarray(start, ended ? end - 1 : end));
      if (ended) this.#endText();
    }
    if (!ended) return;
    if (table !== undefined && this.#line === 'row') table.rows += 1;
    this.#line = undefined;
  }

  #endText(): void {
    // A copy when the line was cut: the chunks it lies in may be reused by whoever reads.
    const line = Buffer.concat(this.#text).toString('latin1');
    this.#text = [];
    this.#complete = false;
    if (this.#block !== undefined) this.#inBlock(line);
    else if (line === 'DELIMITER ;;') this.#block = [];
    else if (line.startsWith('-- ') && !this.#statement) this.#onTitle(line);
    else this.#onStatement(line);
  }

  #onTitle(line: string): void {
    if (line.startsWith('-- Dump completed')) this.#complete = true;
    const [, file, offset] = positionLine.exec(line) ?? [];
    if (file !== undefined) this.#position ??= { file: Number(file), offset: Number(offset) };
    for (const [pattern, section] of titles) {
      const name = pattern.exec(line)?.[1];
      if (name === undefined) continue;
      this.#section = section;
      this.#settings = [];
      if (section === 'sequence') this.#sequence = name;
      if (section === 'structure' || section === 'rows') this.#table = this.#tableOf(name, 0);
      if (section === 'view') this.#table = this.#tableOf(name, -1);
      return;
    }
  }

  #tableOf(quoted: string, rows: number): Table {
    const name = Buffer.from(quoted, 'latin1').toString('utf8').replaceAll('``', '`');
    const found = this.#tables.get(name) ?? { hash: createHash('sha256'), rows };
    this.#tables.set(name, found);
    return found;
  }

  #onStatement(line: string): void {
    if (setting.test(line)) this.#settings.push(line.replace(/\s+/g, ' ').trim());
    if (this.#section === 'structure') this.#onStructure(line);
    else if (this.#section === 'view') this.#onView(line);
    else if (this.#section === 'sequence' && /^(CREATE SEQUENCE|DO SETVAL)/.test(line)) {
      const kind = line.startsWith('DO') ? 'sequence value' : 'sequence';
      this.#objects.add(kind, this.#sequence, line);
    }
  }

  #onStructure(line: string): void {
    if (!this.#statement && !line.startsWith('CREATE ')) return;
    this.#table?.hash.update(line, 'latin1').update('\n');
    const engine = /^\).* ENGINE=(\w+)/.exec(line)?.[1];
    if (engine !== undefined && this.#table !== undefined) this.#table.engine = engine;
    this.#statement = !line.endsWith(';');
  }

  #onView(line: string): void {
    if (!this.#statement && !/^\/\*!50001 CREATE/.test(line)) return;
    this.#table?.hash.update(line, 'latin1').update('\n');
    this.#statement = !line.endsWith(';');
  }

  #inBlock(line: string): void {
    if (line !== 'DELIMITER ;') {
      this.#block?.push(line.trimEnd());
      return;
    }
    // Some versions end a body with a line break, which comes back as one more at each restore.
    const body = (this.#block ?? []).join('\n').replace(/\s*(\*\/)?\s*;;/g, ' ;;');
    this.#objects.add(this.#kindOfBlock(body), ...this.#settings, body);
    this.#block = undefined;
    this.#settings = [];
  }

  #kindOfBlock(body: string): string {
    if (this.#section === 'events') return 'event';
    if (this.#section !== 'routines') return 'trigger';
    const kind = /^CREATE .*?\b(PROCEDURE|FUNCTION|PACKAGE BODY|PACKAGE)\b/m.exec(body)?.[1];
    return (kind ?? 'routine').toLowerCase();
  }
}

function reportOf({ hash, rows, engine }: Table): TableDigest {
  return { ...(engine === undefined ? {} : { engine }), rows, digest: hash.digest('hex') };
}
