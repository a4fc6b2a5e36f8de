/** As much of PHP's grammar as settings files use: strings, names, variables and signs. */

export interface Token {
  kind: 'text' | 'name' | 'variable' | 'number' | 'sign';
  value: string;
}

const pattern = new RegExp(
  [
    /\/\*[\s\S]*?(?:\*\/|$)/, // comment
    /(?:\/\/|#(?!\[))[^\n]*?(?=\?>|\n|$)/, // comment of a line
    /'((?:\\[\s\S]|[^'\\])*)'/,
    /"((?:\\[\s\S]|[^"\\])*)"/,
    /\$(\w+)/,
    /([A-Za-z_\\][\w\\]*)/,
    /(\d[\w.]*)/,
    /(=>|->|::|\?->|[^\s\w])/,
  ]
    .map((part) => part.source)
    .join('|'),
  'g',
);

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r' };

/** Tokens of a PHP file, comments and text outside of it included as names nobody looks for. */
export function phpTokens(text: string): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(pattern)) {
    const [, single, double, variable, name, number, sign] = match;
    if (single !== undefined) {
      tokens.push({ kind: 'text', value: single.replace(/\\(['\\])/g, '$1') });
    } else if (double !== undefined) {
      const value = double.replace(/\\([\\$"ntr])/g, (_, char: string) => escapes[char] ?? char);
      tokens.push({ kind: 'text', value });
    } else if (variable !== undefined) tokens.push({ kind: 'variable', value: variable });
    else if (name !== undefined) tokens.push({ kind: 'name', value: name });
    else if (number !== undefined) tokens.push({ kind: 'number', value: number });
    else if (sign !== undefined) tokens.push({ kind: 'sign', value: sign });
  }
  return tokens;
}
