/** Passwords and tokens on a command line of a shell: where they stand, and the line without them. Pure. */

export interface HiddenWord {
  start: number;
  end: number;
  /** The quotes it stands in. */
  quote: '' | "'" | '"';
  /** What the shell makes of it; absent: only the shell can tell. */
  value?: string;
}

export const hiddenMark = '***';

/** The line with a mark for each of them; told again, it stays as it is. */
export const redacted = (command: string): string =>
  replaced(command, secretsIn(command), () => hiddenMark);

/** The line with variables of the environment in their place, in the order of the words. */
export function withVariables(
  command: string,
  words: readonly HiddenWord[],
  names: readonly string[],
): string {
  return replaced(command, words, ({ quote }, index) => {
    const variable = `\${${names[index] ?? ''}}`;
    if (quote === '"') return variable;
    return quote === "'" ? `'"${variable}"'` : `"${variable}"`;
  });
}

function replaced(
  command: string,
  words: readonly HiddenWord[],
  by: (word: HiddenWord, index: number) => string,
): string {
  let [text, at] = ['', 0];
  for (const [index, word] of words.entries()) {
    text += command.slice(at, word.start) + by(word, index);
    at = word.end;
  }
  return text + command.slice(at);
}

/** A secret begins where one of these ends; bounded, since a line may be as long as a file. */
const leading: RegExp[] = [
  // --password=…, TOKEN=…, ?token=…, -d 'user=a&sandi=…'
  /(?<=^|[\s'"?&;,({`-])(?<name>[A-Za-z][\w-]{0,60})=['"]?/g,
  // --password …, but not the next option
  /(?<=^|\s)(?:--(?=\w)|-(?=(?:pass|token|secret)))(?<name>[A-Za-z][\w-]{1,60})\s+(?=[^\s-])['"]?/g,
  // {"token": "…"}
  /\\?"(?<name>[\w-]{1,60})\\?"\s*:\s*\\?"/g,
  /(?<=^|[\s'"])(?:authorization|cookie|x-[\w-]{0,40}(?:key|token|secret|auth)[\w-]{0,40})\s*:\s*(?:(?:bearer|basic|token)\s+)?(?<header>)/gi,
  /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}:\/\/[^\s'"/@:]*:(?=[^\s'"/@]+@)(?<address>)/gi,
  /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,30}:\/\/(?=[^\s'"/@:]{16,}@)(?<address>)/gi,
];

/** Options that mean a password to some programs alone. */
const ofPrograms: [RegExp, RegExp][] = [
  [/^(mysql\w*|mariadb[\w-]*|7z\w?|rar|unrar)$/, /(?<=\s)-p['"]?(?=[^\s'"])/g],
  [/^sshpass$/, /(?<=\s)-p\s*['"]?(?=[^\s'"])/g],
  [/^(zip|unzip)$/, /(?<=\s)-P\s*['"]?(?=[^\s'"])/g],
  [/^redis-cli$/, /(?<=\s)-a\s+['"]?/g],
  [/^ldap\w+$/, /(?<=\s)-w\s*['"]?(?=[^\s'"])/g],
  [/^curl$/, /(?<=\s)(?:-[uU]|--user|--proxy-user)[\s=]*['"]?[^\s:'"]+:/g],
  [/^(lftp|smbclient)$/, /(?<=\s)-[uU]\s*['"]?[^\s,%'"]+[,%]/g],
];

const named =
  /passw|passphrase|pwd|sandi|rahasia|secret|token|credential|(^|[_-]|db|user)pass$|(^|[_-])(auth|sig|signature|pw|kunci)$/i;
const keyNamed = /(^|[_-])(api)?key$|apikey$/i;
const ofFile = /(file|path|dir|field|url|name)$/i;

/** In their order, none within another. */
export function secretsIn(command: string): HiddenWord[] {
  const found = [
    ...leading.flatMap((pattern) => [...command.matchAll(pattern)]),
    ...ofPrograms.flatMap(([program, pattern]) =>
      [...command.matchAll(pattern)].filter(({ index }) => program.test(programAt(command, index))),
    ),
  ];
  const quotes = quotesOf(command);
  const words = found
    .flatMap((match) => wordAfter(command, match, quotes) ?? [])
    .sort((a, b) => a.start - b.start || b.end - a.end);
  const apart: HiddenWord[] = [];
  for (const word of words) {
    const last = apart.at(-1);
    if (last === undefined || word.start >= last.end) apart.push(word);
  }
  return apart;
}

/** Characters before an option among which its program is looked for. */
const nearby = 2048;

/** Name of the program that an option belongs to; one behind `sudo` or `nice` is found, too. */
function programAt(command: string, at: number): string {
  const before = command.slice(Math.max(0, at - nearby), at);
  const part = before.slice(
    Math.max(...['|', ';', '&', '('].map((sign) => before.lastIndexOf(sign))) + 1,
  );
  const words = part.split(/[\s'"]+/).map((word) => word.slice(word.lastIndexOf('/') + 1));
  return words.find((word) => ofPrograms.some(([program]) => program.test(word))) ?? '';
}

/** Characters after which a secret is taken to go on to the end of the line. */
const longest = 4096;

function wordAfter(
  command: string,
  match: RegExpExecArray,
  quotes: readonly HiddenWord['quote'][],
): HiddenWord | undefined {
  const { name, header, address } = match.groups ?? {};
  const start = match.index + match[0].length;
  const quote = quotes[start] ?? '';
  // Of an address or a form, only up to the next of its values.
  const isWhole =
    match.groups === undefined || header !== undefined || command[start - 1] === quote;
  const inQuotes = isWhole ? new RegExp(quote) : new RegExp(`[${quote}\\s&#;"]`);
  const ends = quote === '' ? /[\s'"&|;<>()]/ : inQuotes;
  const rest = command
    .slice(start, start + longest)
    .replaceAll(/\\./g, (pair) => (quote === "'" ? pair : 'xx'));
  const length = address === undefined ? rest.search(ends) : rest.search(/@/);
  const end = length < 0 ? command.length : start + length;
  const text = command.slice(start, end);
  if (text === '' || text === hiddenMark || isVariable(text)) return undefined;
  if (name !== undefined && !isSecret(name, text)) return undefined;
  // Glued to a quoted part: only the shell can tell what all of it is.
  const isGlued = quote === '' && /['"]/.test(command[end] ?? '');
  const close = isGlued ? command.indexOf(command[end] as string, end + 1) : -1;
  if (isGlued) return { start, end: close < 0 ? command.length : close + 1, quote };
  const value = meaningOf(text, quote);
  return { start, end, quote, ...(value === undefined ? {} : { value }) };
}

function isSecret(name: string, text: string): boolean {
  if (ofFile.test(name)) return false;
  return named.test(name) || (keyNamed.test(name) && !/^[/.]/.test(text));
}

const isVariable = (text: string): boolean =>
  /^(\$\w+|\$\{\w+\}|\$\([^)]*\)?|`[^`]*`?)$/.test(text);

/** In which quotes each character stands, and what would follow the last. */
function quotesOf(command: string): HiddenWord['quote'][] {
  const quotes: HiddenWord['quote'][] = [];
  let quote: HiddenWord['quote'] = '';
  for (let index = 0; index <= command.length; index += 1) {
    quotes.push(quote);
    const sign = command[index];
    if (sign === '\\' && quote !== "'") {
      quotes.push(quote);
      index += 1;
    } else if (quote === '' && (sign === "'" || sign === '"')) quote = sign;
    else if (sign === quote) quote = '';
  }
  return quotes;
}

/** In a crontab `\%` is a percent sign, before any shell sees it. */
function meaningOf(text: string, quote: HiddenWord['quote']): string | undefined {
  const plain = text.replaceAll('\\%', '%');
  if (quote === "'") return plain;
  if (quote === '"') {
    return /(^|[^\\])[$`]/.test(plain) ? undefined : plain.replaceAll(/\\(["\\$`])/g, '$1');
  }
  return /(^|[^\\])[$`*?[{~]/.test(plain) ? undefined : plain.replaceAll(/\\(.)/g, '$1');
}
