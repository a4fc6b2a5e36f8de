/**
 * A plain PostgreSQL dump as it streams by: its statements told apart as psql does, each judged,
 * rows counted and digested. psql's own commands, which could run programs, are never given on.
 */
import { DumpContents, type ReadOptions, refusedStatement } from './contents.js';
import { type DumpFacts, Refusal, RowHash, type RowSum } from './facts.js';
import { connected, judgeStatement, madeBy } from './postgres-statement.js';
import { Text } from './text.js';

const longest = 64 << 20;

type State = 'code' | 'string' | 'escape' | 'name' | 'dollar' | 'line' | 'block' | 'command';

interface Copying {
  sum: RowSum;
  row: RowHash;
  /** Beginning and bytes of the row at hand. */
  head: string;
  length: number;
}

export class PostgresDump {
  readonly #emit: (bytes: Buffer) => void;
  readonly #text = new Text();
  readonly #seen = new DumpContents();
  #line = 1;
  #begun = 1;
  #state: State = 'code';
  #depth = 0;
  #commentAt = 0;
  #tag = '';
  #escaped = false;
  #previous = 0;
  #copy: Copying | undefined;
  #awaitsLine = false;
  #tool = '';
  #from = '';
  #isWhole = false;

  constructor({ emit = () => {} }: ReadOptions = {}) {
    this.#emit = emit;
  }

  /** @throws Refusal at the first statement that no dump has */
  write(chunk: Buffer): void {
    this.#seen.pass(chunk);
    for (let at = 0; at < chunk.length; ) {
      if (this.#copy !== undefined && !this.#awaitsLine) at = this.#rows(chunk, at, this.#copy);
      else {
        this.#take(chunk[at] as number);
        at += 1;
      }
    }
  }

  /** @throws Refusal when it ended before its end */
  finish(): DumpFacts {
    if (this.#state === 'line') this.#endComment();
    const isOpen = this.#copy !== undefined || this.#text.toString().trim() !== '';
    if (isOpen || this.#state !== 'code' || !this.#isWhole) {
      throw new Refusal(isOpen || this.#tool !== '' ? 'MIG310' : 'MIG311', { line: this.#line });
    }
    return {
      kind: 'postgres',
      form: 'plain',
      tool: this.#tool,
      from: this.#from,
      ...this.#seen.facts(),
      definers: [],
      collations: [],
      charset: 'utf8',
      utc: true,
    };
  }

  #take(value: number): void {
    if (value === 0x0a) this.#line += 1;
    if (this.#awaitsLine) {
      // Rows begin on the line after their statement.
      if (value === 0x0a) this.#awaitsLine = false;
      else if (value > 0x20) throw this.#refused('COPY');
      return;
    }
    if (this.#text.length === 0 && value <= 0x20 && this.#state === 'code') return;
    if (this.#text.length === 0) this.#begun = this.#line;
    this.#text.push(value);
    if (this.#text.length > longest) throw this.#refused();
    this.#step(value);
  }

  #step(value: number): void {
    const before = this.#previous;
    this.#previous = value;
    const state = this.#state;
    if (state === 'code') this.#code(value, before);
    else if (state === 'escape') this.#inEscape(value);
    else if (state === 'block') this.#inBlock(value, before);
    else if (state === 'string' || state === 'name') {
      if (value === (state === 'string' ? 0x27 : 0x22)) this.#state = 'code';
    } else if (state === 'dollar') {
      if (value !== 0x24 || this.#text.tail(this.#tag.length) !== this.#tag) return;
      this.#state = 'code';
      this.#previous = 0;
    } else if (value === 0x0a) {
      if (state === 'line') this.#endComment();
      else this.#command();
    }
  }

  /** E'…', where a backslash means something. */
  #inEscape(value: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (value === 0x5c) this.#escaped = true;
    else if (value === 0x27) this.#state = 'code';
  }

  #code(value: number, before: number): void {
    if (value === 0x3b) this.#statement();
    else if (value === 0x27)
      this.#state = /(?:^|[^\w$"])[eE]'$/.test(this.#text.tail(3)) ? 'escape' : 'string';
    else if (value === 0x22) this.#state = 'name';
    else if (value === 0x24) this.#dollar();
    else if (value === 0x2d && before === 0x2d) this.#comment('line');
    else if (value === 0x2a && before === 0x2f) {
      this.#depth = 1;
      this.#comment('block');
    } else if (value === 0x5c) {
      // Anywhere but at the beginning psql would obey it as well, and no dump has it there.
      if (this.#text.length !== 1) throw this.#refused();
      this.#state = 'command';
    }
  }

  #inBlock(value: number, before: number): void {
    if (value === 0x2a && before === 0x2f) this.#depth += 1;
    else if (value === 0x2f && before === 0x2a) this.#depth -= 1;
    else return;
    this.#previous = 0;
    if (this.#depth === 0) this.#endComment();
  }

  /** A body between two of the same tags, within which nothing means anything. */
  #dollar(): void {
    const tail = this.#text.tail(66);
    const tag = /(?:^|[^\w$\x80-\xff])(\$(?:[A-Za-z_\x80-\xff][\w\x80-\xff]*)?\$)$/.exec(tail)?.[1];
    if (tag === undefined) return;
    this.#tag = tag;
    this.#state = 'dollar';
  }

  #comment(state: 'line' | 'block'): void {
    this.#state = state;
    this.#commentAt = this.#text.length - 2;
    this.#previous = 0;
  }

  #endComment(): void {
    this.#state = 'code';
    this.#previous = 0;
    if (this.#commentAt > 0) return;
    const text = this.#text.head(300).trim();
    if (/^-- PostgreSQL database dump$/.test(text)) this.#tool ||= 'pg_dump';
    const [, version] = /^-- Dumped by pg_dump version (\S+)/.exec(text) ?? [];
    if (version !== undefined) this.#tool = `pg_dump ${version}`;
    this.#from ||= /^-- Dumped from database version (\S+)/.exec(text)?.[1] ?? '';
    if (/^-- PostgreSQL database dump complete/.test(text)) this.#isWhole = true;
    this.#text.clear();
  }

  #command(): void {
    const line = this.#text.toString().trim();
    this.#text.clear();
    this.#state = 'code';
    this.#previous = 0;
    const database = connected(line);
    if (database !== undefined) this.#seen.databases.add(database);
    else if (!/^\\(?:un)?restrict \w+$/.test(line)) throw this.#refused(line);
    else return;
    this.#seen.dropped.add('CONNECT');
  }

  #statement(): void {
    const all = this.#text.toString();
    const text = all.slice(0, -1);
    // The body of an SQL function may be statements of its own, told by words alone.
    if (/^CREATE (?:OR REPLACE )?(?:FUNCTION|PROCEDURE)\b/i.test(text) && isInBody(text)) return;
    this.#text.clear();
    this.#previous = 0;
    const judged = judgeStatement(text);
    if (judged.act === 'refuse') throw this.#refused(text);
    if (judged.act === 'drop') {
      if (judged.as !== '') this.#seen.dropped.add(judged.as);
      if (judged.database !== undefined) this.#seen.databases.add(judged.database);
      return;
    }
    this.#isWhole = false;
    this.#notice(text);
    this.#emit(Buffer.from(`${all}\n`, 'latin1'));
    if (judged.act !== 'copy') return;
    const sum = this.#seen.rowsOf(judged.table);
    this.#copy = { sum, row: new RowHash(), head: '', length: 0 };
    this.#awaitsLine = true;
  }

  #notice(text: string): void {
    const made = madeBy(text);
    if (made !== undefined) this.#seen.made(made);
    // Rows as statements are loaded as they are; how many they make only the server knows.
    const into = /^INSERT INTO ("(?:""|[^"])+"|\w+)\.("(?:""|[^"])+"|\w+)/i.exec(text);
    if (into === null) return;
    const bare = (name: string): string => name.replaceAll('"', '');
    const sum = this.#seen.rowsOf(`${bare(into[1] as string)}.${bare(into[2] as string)}`);
    sum.uncounted();
  }

  /** A row a line, to the one that ends them. */
  #rows(chunk: Buffer, from: number, copy: Copying): number {
    for (let at = from; at < chunk.length; ) {
      const end = chunk.indexOf(0x0a, at);
      const piece = chunk.subarray(at, end < 0 ? chunk.length : end);
      if (copy.length < 8) copy.head += piece.toString('latin1', 0, 8);
      copy.length += piece.length;
      copy.row.bytes(piece);
      if (end < 0) break;
      this.#line += 1;
      at = end + 1;
      const digest = copy.row.digest();
      const isEnd = copy.length <= 3 && copy.head.trimEnd() === '\\.';
      if (isEnd) {
        this.#emit(chunk.subarray(from, at));
        this.#copy = undefined;
        return at;
      }
      copy.sum.add(digest);
      copy.head = '';
      copy.length = 0;
    }
    this.#emit(chunk.subarray(from));
    return chunk.length;
  }

  #refused(text = this.#text.head(200)): Refusal {
    return refusedStatement(this.#begun, text);
  }
}

function isInBody(text: string): boolean {
  const bare = text.replaceAll(
    /\$([A-Za-z_]\w*)?\$[\s\S]*?\$\1\$|'(?:''|[^'])*'|"(?:""|[^"])*"/g,
    ' ',
  );
  if (!/\bBEGIN\s+ATOMIC\b/i.test(bare)) return false;
  const words = bare.match(/\b(?:BEGIN|CASE|END)\b/gi) ?? [];
  const depth = words.reduce((sum, word) => sum + (word.toUpperCase() === 'END' ? -1 : 1), 0);
  return depth > 0;
}
