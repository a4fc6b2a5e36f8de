/**
 * The text inside a secrets file: one `KEY="value"` after another.
 *
 * Written form (the subset): double quotes around every value, line breaks as they
 * are, and a backslash before `"`, `\`, `$` and backtick, which is what POSIX sh
 * prescribes for double quotes, so that `set -a; . file` reads it; a carriage return
 * is written `\r` because editors and Git rewrite bare ones.
 * Read in addition: comments, `export `, unquoted and single-quoted values, and the
 * escapes `\n`, `\r` and `\t` that other dotenv tools write.
 */

/** A key becomes an environment variable and a file below /run/secrets. */
export const keyPattern = /^[A-Z_][A-Z0-9_]*$/;

export type DotenvFlaw = 'key' | 'duplicate' | 'equals' | 'unclosed' | 'trailing' | 'nul';

/** Says where the text is wrong, never what it holds. */
export class DotenvError extends Error {
  constructor(
    /** 1-based. */
    readonly line: number,
    readonly flaw: DotenvFlaw,
  ) {
    super(`line ${line}: ${flaw}`);
  }
}

/** Writes entries in their order; `parseDotenv` reads back exactly the same. */
export function formatDotenv(entries: Iterable<readonly [string, string]>): string {
  let text = '';
  for (const [key, value] of entries) {
    const escaped = value.replace(/["\\$`]/g, '\\$&').replaceAll('\r', '\\r');
    text += `${key}="${escaped}"\n`;
  }
  return text;
}

/**
 * Reads the written form and what other tools write.
 * @throws DotenvError with the line of the first flaw.
 */
export function parseDotenv(text: string): Map<string, string> {
  const entries = new Map<string, string>();
  const reader = new Reader(text.replaceAll('\r\n', '\n').replace(/^\uFEFF/, ''));
  for (let entry = reader.next(); entry; entry = reader.next()) {
    const [key, value, line] = entry;
    if (entries.has(key)) throw new DotenvError(line, 'duplicate');
    if (value.includes('\0')) throw new DotenvError(line, 'nul');
    entries.set(key, value);
  }
  return entries;
}

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t' };

class Reader {
  #at = 0;

  constructor(readonly text: string) {}

  /** The next key, value and line of the key; undefined at the end. */
  next(): [string, string, number] | undefined {
    this.#take(/(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*(?:#[^\n]*$)?/y);
    if (this.#at >= this.text.length) return undefined;
    const line = this.#line();
    this.#take(/export[ \t]+/y);
    const key = this.#take(/[^\s="'#]*/y);
    if (!keyPattern.test(key)) throw new DotenvError(line, 'key');
    if (!this.#take(/[ \t]*=[ \t]*/y)) throw new DotenvError(line, 'equals');
    return [key, this.#value(line), line];
  }

  #value(line: number): string {
    const quote = this.text[this.#at];
    if (quote !== '"' && quote !== "'") {
      return this.#take(/[^\n]*/y).replace(/\s+#.*$|\s+$/, '');
    }
    const body = this.#take(quote === '"' ? /"[^"\\]*(?:\\.[^"\\]*)*"/sy : /'[^']*'/y);
    if (!body) throw new DotenvError(line, 'unclosed');
    this.#take(/[ \t]*(?:#[^\n]*)?/y);
    const after = this.text[this.#at] ?? '\n';
    if (after !== '\n') throw new DotenvError(this.#line(), 'trailing');
    const inner = body.slice(1, -1);
    return quote === '"' ? inner.replace(/\\(.)/gs, unescaped) : inner;
  }

  #line(): number {
    return this.text.slice(0, this.#at).split('\n').length;
  }

  #take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }
}

function unescaped(whole: string, character: string): string {
  if ('"\\$`'.includes(character)) return character;
  return escapes[character] ?? whole;
}
