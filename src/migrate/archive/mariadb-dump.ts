/**
 * A MariaDB or MySQL dump as it streams by: its statements told apart as the server's client does,
 * each judged, rows counted and digested. What may be loaded is given on; nothing else is.
 */
import { DumpContents, type ReadOptions, refusedStatement } from './contents.js';
import { type DumpFacts, type ObjectKind, Refusal } from './facts.js';
import { MariadbRows } from './mariadb-rows.js';
import { droppedTable, judgeStatement, plain } from './mariadb-statement.js';
import { Text } from './text.js';

/** Bytes of a statement that is no INSERT; views and routines are far smaller. */
const longest = 64 << 20;

type State = 'code' | 'string' | 'dashes' | 'line' | 'opening' | 'openingM' | 'block';

export class MariadbDump {
  readonly #emit: (bytes: Buffer) => void;
  readonly #maps: ReadonlyMap<string, string>;
  readonly #text = new Text();
  /** Names of each table's columns, in its order. */
  readonly #columns = new Map<string, string>();
  readonly #definers = new Set<string>();
  readonly #collations = new Set<string>();
  readonly #seen = new DumpContents();
  #line = 1;
  #begun = 1;
  #state: State = 'code';
  #quote = 0;
  #escaped = false;
  #previous = 0;
  #commentAt = 0;
  #delimiter = ';';
  #matched = 0;
  #rows: MariadbRows | undefined;
  #tool = '';
  #from = '';
  #end: 'none' | 'marked' | 'restored' | 'committed' = 'none';
  #charset = 'utf8mb4';
  #utc = false;

  constructor({ maps = new Map(), emit = () => {} }: ReadOptions = {}) {
    this.#maps = maps;
    this.#emit = emit;
  }

  /** @throws Refusal at the first statement that no dump has */
  write(chunk: Buffer): void {
    this.#seen.pass(chunk);
    for (let at = 0; at < chunk.length; ) {
      if (this.#rows !== undefined) at = this.#takeRows(chunk, at, this.#rows);
      else {
        this.#take(chunk[at] as number);
        at += 1;
      }
    }
  }

  /** @throws Refusal when it ended before its end */
  finish(): DumpFacts {
    if (this.#state === 'line') this.#endComment();
    const isOpen = this.#rows !== undefined || this.#text.toString().trim() !== '';
    if (isOpen || this.#state !== 'code' || !this.#isWhole) {
      throw new Refusal(isOpen || this.#tool !== '' ? 'MIG310' : 'MIG311', { line: this.#line });
    }
    return {
      kind: 'mariadb',
      form: 'plain',
      tool: this.#tool,
      from: this.#from,
      ...this.#seen.facts(),
      definers: [...this.#definers].sort(),
      collations: [...this.#collations].sort(),
      charset: this.#charset,
      utc: this.#utc,
    };
  }

  /** Programs say in different ways that they came to the end; each is held to its own. */
  get #isWhole(): boolean {
    if (this.#end === 'none') return false;
    if (/^(?:MariaDB|MySQL) dump/.test(this.#tool)) return this.#end === 'marked';
    return this.#end !== 'committed' || this.#tool.startsWith('phpMyAdmin');
  }

  #take(value: number): void {
    if (value === 0x0a) this.#line += 1;
    if (this.#text.length === 0 && value <= 0x20 && this.#state === 'code') return;
    if (this.#text.length === 0) this.#begun = this.#line;
    this.#text.push(value);
    if (this.#text.length > longest) throw this.#refused();
    this.#step(value);
  }

  #step(value: number): void {
    const state = this.#state;
    if (state === 'code') this.#code(value);
    else if (state === 'string') this.#string(value);
    else if (state === 'dashes') {
      this.#state = value <= 0x20 ? 'line' : 'code';
      this.#step(value);
    } else if (state === 'line') {
      if (value === 0x0a) this.#endComment();
    } else if (state === 'opening' || state === 'openingM') this.#opening(value);
    else {
      if (value === 0x2f && this.#previous === 0x2a) this.#endComment();
      else this.#previous = value;
    }
  }

  /** `/*!` and `/*M!` begin what the server obeys, and not a comment. */
  #opening(value: number): void {
    const mayBeM = this.#state === 'opening' && value === 0x4d;
    this.#state = value === 0x21 ? 'code' : mayBeM ? 'openingM' : 'block';
    if (this.#state === 'block') this.#step(value);
  }

  #code(value: number): void {
    const before = this.#previous;
    this.#previous = value;
    if (this.#isDelimiter(value)) this.#statement();
    else if (value === 0x27 || value === 0x22 || value === 0x60) {
      this.#quote = value;
      this.#state = 'string';
    } else if (value === 0x23) this.#comment('line', 1);
    else if (value === 0x2d && before === 0x2d) this.#comment('dashes', 2);
    else if (value === 0x2a && before === 0x2f) this.#comment('opening', 2);
    else if (value === 0x0a) this.#endLine();
    else if (value === 0x28 && this.#text.length < 1 << 20) this.#mayBeRows();
  }

  #string(value: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (value === 0x5c && this.#quote !== 0x60) this.#escaped = true;
    else if (value === this.#quote) this.#state = 'code';
  }

  #comment(state: State, length: number): void {
    this.#state = state;
    this.#commentAt = this.#text.length - length;
    this.#previous = 0;
  }

  /** Between statements a comment is nothing; the dump's own words stand there. */
  #endComment(): void {
    this.#state = 'code';
    this.#previous = 0;
    if (this.#commentAt > 0) return;
    this.#remark(this.#text.head(300));
    this.#text.clear();
  }

  #remark(text: string): void {
    if (/^-- (?:MariaDB|MySQL) dump |^-- phpMyAdmin|^-- Adminer|^-- HeidiSQL/.test(text)) {
      this.#tool ||= text.slice(3).trim().slice(0, 80);
    }
    this.#from ||= /^-- Server version:?\s+(\S+)/i.exec(text)?.[1] ?? '';
    if (/^-- Dump completed/.test(text)) this.#end = 'marked';
  }

  /** The client's own words end with their line. */
  #endLine(): void {
    if (this.#text.length > 200) return;
    const text = this.#text.toString().trim();
    const [, delimiter] = /^DELIMITER\s+(\S{1,8})$/i.exec(text) ?? [];
    if (delimiter !== undefined) {
      this.#delimiter = delimiter;
      this.#emit(Buffer.from(`DELIMITER ${delimiter}\n`, 'latin1'));
    } else if (!/^\/\*M?!999999\\-[^*]*\*\/$/.test(text)) return;
    this.#text.clear();
  }

  #isDelimiter(value: number): boolean {
    const wanted = this.#delimiter.charCodeAt(this.#matched);
    if (value === wanted) this.#matched += 1;
    else this.#matched = value === this.#delimiter.charCodeAt(0) ? 1 : 0;
    if (this.#matched < this.#delimiter.length) return false;
    this.#matched = 0;
    return !/^delimiter\s/i.test(this.#text.head(10));
  }

  #statement(): void {
    const all = this.#text.toString();
    const text = all.slice(0, all.length - this.#delimiter.length);
    this.#text.clear();
    this.#previous = 0;
    const judged = judgeStatement(text, this.#maps, ({ definer, collations }) => {
      if (definer !== undefined && !/^CURRENT_USER/i.test(definer)) this.#definers.add(definer);
      for (const collation of collations) this.#collations.add(collation);
    });
    if (judged.act === 'refuse') throw this.#refused(text);
    if (judged.act === 'drop') {
      if (judged.as !== '') this.#seen.dropped.add(judged.as);
      if (judged.database !== undefined) this.#seen.databases.add(judged.database);
      if (judged.instead === undefined) return;
      this.#emit(Buffer.from(`${judged.instead}${this.#delimiter}\n`, 'latin1'));
      return;
    }
    this.#notice(text, judged.makes);
    this.#emit(Buffer.from(`${judged.text}${this.#delimiter}\n`, 'latin1'));
  }

  #notice(text: string, makes: { kind: ObjectKind | 'table'; name: string } | undefined): void {
    if (makes !== undefined) this.#seen.made(makes);
    if (makes?.kind === 'table') {
      const columns = text.match(/^\s*`(?:``|[^`])+`/gm) ?? [];
      this.#columns.set(makes.name, squeezed(columns.join(',')));
    }
    const gone = droppedTable(text);
    if (gone !== undefined) this.#seen.tables.delete(gone);
    const isRestored = /=\s*@OLD_\w+/i.test(text);
    this.#end = isRestored ? 'restored' : /^COMMIT\b/i.test(text) ? 'committed' : 'none';
    const names = /\bSET (?:NAMES|character_set_client\s*=)\s*'?(\w+)/i.exec(text)?.[1];
    if (names !== undefined && this.#seen.tables.size === 0) this.#charset = names.toLowerCase();
    if (/\btime_zone\s*=\s*['"]\+00:00/i.test(text)) this.#utc = true;
  }

  /** What stands behind VALUES may be of any size, and is never kept. */
  #mayBeRows(): void {
    if (this.#delimiter !== ';' || !/^(?:insert|replac)/i.test(this.#text.head(6))) return;
    if (!/\bVALUES?\s*\($/i.test(this.#text.tail(40))) return;
    const head = this.#text.toString();
    const [, first, second] = insert.exec(head) ?? [];
    if (first === undefined) throw this.#refused(head);
    if (second !== undefined) this.#seen.databases.add(plain(first));
    const name = plain(second ?? first);
    const sum = this.#seen.rowsOf(name);
    const [, named = ''] = /\(([^()]*)\)\s*VALUES?\s*\($/i.exec(head) ?? [];
    const columns = squeezed(named);
    sum.of(columns === this.#columns.get(name) ? '' : columns);
    this.#end = 'none';
    this.#rows = new MariadbRows(sum);
    this.#rows.take(Buffer.from('('), 0);
    const own = second === undefined ? head : head.replace(qualified, '$1');
    this.#emit(Buffer.from(own, 'latin1'));
    this.#text.clear();
    this.#previous = 0;
  }

  #takeRows(chunk: Buffer, from: number, rows: MariadbRows): number {
    let at = from;
    while (at < chunk.length) {
      if (!rows.inString && chunk[at] === 0x3b) {
        this.#rows = undefined;
        this.#emit(chunk.subarray(from, at + 1));
        this.#emit(newline);
        return at + 1;
      }
      at = rows.take(chunk, at);
    }
    this.#emit(chunk.subarray(from, at));
    return at;
  }

  #refused(text = this.#text.head(200)): Refusal {
    return refusedStatement(this.#begun, text);
  }
}

const squeezed = (columns: string): string => columns.replaceAll(/\s+/g, '');
const newline = Buffer.from('\n');
const name = '(`(?:``|[^`])+`|"[^"]+"|[\\w$\\x80-\\xff]+)';
const insert = new RegExp(
  `^(?:INSERT|REPLACE)\\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE)\\s+)*(?:INTO\\s+)?${name}(?:\\s*\\.\\s*${name})?`,
  'i',
);
const qualified = new RegExp(`${name}\\s*\\.\\s*(?=[\`"\\w])`);
