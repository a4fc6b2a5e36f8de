/** What a PHP file sets: constants, variables and arrays, without running it. */
import { phpTokens, type Token } from './php-tokens.js';

/** `$db['default']['host'] = 'a'`, `define('DB_HOST', 'a')` or a key of an array, as a path. */
export interface Setting {
  path: string[];
  value: string;
}

/** A call of a function or constructor with the values of its arguments, as far as known. */
export interface Call {
  name: string;
  values: (string | undefined)[];
}

/** Settings in their order; a later one of the same path counts. Bounded by the text's length. */
export function phpSettings(text: string): Setting[] {
  return new Reader(phpTokens(text)).read();
}

/** The last value set at each path, joined by dots. */
export function settingsMap(text: string): Map<string, string> {
  return new Map(phpSettings(text).map(({ path, value }) => [path.join('.'), value]));
}

/** Calls of the named functions, with variables and constants of the same file put in. */
export function phpCalls(text: string, names: readonly string[]): Call[] {
  const tokens = phpTokens(text);
  const known = settingsMap(text);
  return tokens.flatMap((token, at) => {
    const isNamed = token.kind === 'name' && names.includes(token.value.replace(/^\\/, ''));
    if (!isNamed || tokens[at + 1]?.value !== '(') return [];
    return [{ name: token.value.replace(/^\\/, ''), values: argumentsAt(tokens, at + 2, known) }];
  });
}

function argumentsAt(
  tokens: Token[],
  start: number,
  known: ReadonlyMap<string, string>,
): (string | undefined)[] {
  const values: (string | undefined)[] = [];
  let one: Token[] = [];
  let depth = 0;
  for (const token of tokens.slice(start, start + 100)) {
    const { kind, value } = token;
    if (kind === 'sign' && depth === 0 && (value === ',' || value === ')')) {
      values.push(meaningOf(one, known));
      one = [];
      if (value === ')') return values;
      continue;
    }
    if (kind === 'sign' && '(['.includes(value)) depth += 1;
    if (kind === 'sign' && ')]'.includes(value)) depth -= 1;
    one.push(token);
  }
  return values;
}

/** A literal, a variable, an element of an array or a constant; joined by `.` when all are known. */
function meaningOf(tokens: Token[], known: ReadonlyMap<string, string>): string | undefined {
  const [first, ...rest] = tokens;
  if (first === undefined) return undefined;
  if (rest.length === 0 && (first.kind === 'text' || first.kind === 'number')) return first.value;
  const isIndexed = rest.every(({ kind, value }) => kind === 'text' || '[]'.includes(value));
  if ((first.kind === 'variable' || first.kind === 'name') && isIndexed) {
    const path = [first.value, ...rest.filter(({ kind }) => kind === 'text').map((t) => t.value)];
    return known.get(path.join('.'));
  }
  return undefined;
}

class Reader {
  #at = 0;
  readonly #found: Setting[] = [];

  constructor(private readonly tokens: Token[]) {}

  read(): Setting[] {
    while (this.#at < this.tokens.length) this.#statement();
    return this.#found;
  }

  #peek(offset = 0): Token | undefined {
    return this.tokens[this.#at + offset];
  }

  #isSign(value: string, offset = 0): boolean {
    const token = this.#peek(offset);
    return token?.kind === 'sign' && token.value === value;
  }

  #statement(): void {
    const token = this.#peek() as Token;
    const lower = token.value.toLowerCase();
    if (token.kind === 'name' && lower === 'define' && this.#isSign('(', 1)) {
      const name = this.#peek(2);
      this.#at += 3;
      if (name?.kind === 'text' && this.#isSign(',')) {
        this.#at += 1;
        this.#value([name.value]);
      }
    } else if (token.kind === 'name' && lower === 'const' && this.#isSign('=', 2)) {
      this.#at += 3;
      this.#value([this.#peek(-2)?.value ?? '']);
    } else if (token.kind === 'name' && lower === 'return') {
      this.#at += 1;
      this.#value([]);
    } else if (token.kind === 'variable') this.#assignment(token.value);
    else this.#at += 1;
  }

  /** `$a['b']->c = …`; anything else is passed over. */
  #assignment(name: string): void {
    const path = [name];
    this.#at += 1;
    for (;;) {
      if (this.#isSign('[') && this.#peek(1)?.kind !== 'sign' && this.#isSign(']', 2)) {
        path.push(this.#peek(1)?.value ?? '');
        this.#at += 3;
      } else if (this.#isSign('->') && this.#peek(1)?.kind === 'name') {
        path.push(this.#peek(1)?.value ?? '');
        this.#at += 2;
      } else break;
    }
    if (!this.#isSign('=') || this.#isSign('=', 1)) return;
    this.#at += 1;
    this.#value(path[0] === 'this' ? path.slice(1) : path);
  }

  #value(path: string[]): void {
    const token = this.#peek();
    if (token === undefined) return;
    if (token.kind === 'name' && token.value.toLowerCase() === 'array' && this.#isSign('(', 1)) {
      this.#at += 2;
      this.#array(path, ')');
    } else if (this.#isSign('[')) {
      this.#at += 1;
      this.#array(path, ']');
    } else {
      this.#scalar(path, token);
    }
  }

  #scalar(path: string[], token: Token): void {
    this.#at += 1;
    // Joined to something else, it is only a part of the value.
    if (this.#isSign('.') || this.#isSign('(')) return;
    const isWord = token.kind === 'name' && /^(true|false|null)$/i.test(token.value);
    if (path.length > 0 && (token.kind === 'text' || token.kind === 'number' || isWord)) {
      this.#found.push({ path, value: isWord ? token.value.toLowerCase() : token.value });
    }
  }

  #array(path: string[], end: string): void {
    let index = 0;
    while (this.#at < this.tokens.length && !this.#isSign(end)) {
      const before = this.#at;
      const key = this.#peek();
      if (key !== undefined && key.kind !== 'sign' && this.#isSign('=>', 1)) {
        this.#at += 2;
        this.#value([...path, key.value]);
      } else {
        this.#value([...path, String(index)]);
        index += 1;
      }
      this.#skipTo(end);
      if (this.#at === before) this.#at += 1;
    }
    this.#at += 1;
  }

  /** To the next element of the array, over what was not understood. */
  #skipTo(end: string): void {
    let depth = 0;
    for (; this.#at < this.tokens.length; this.#at += 1) {
      if (depth === 0 && this.#isSign(end)) return;
      if (depth === 0 && this.#isSign(',')) {
        this.#at += 1;
        return;
      }
      if (this.#isSign('(') || this.#isSign('[')) depth += 1;
      if (this.#isSign(')') || this.#isSign(']')) depth -= 1;
      if (depth < 0 || (depth === 0 && this.#isSign(';'))) return;
    }
  }
}
