/** Plain data as TypeScript, laid out as the formatter of the generated project would. */

const width = 100;

/**
 * @param value strings, numbers, booleans, lists and mappings; undefined keys are left out
 * @param prefix what stands before it on its line, indentation included
 * @returns the literal; its further lines are indented below `prefix`
 */
export function literal(value: unknown, prefix: string): string {
  const line = inline(value);
  if (line !== undefined && prefix.length + line.length + 1 <= width) return line;
  const indent = ' '.repeat(prefix.length - prefix.trimStart().length);
  if (Array.isArray(value)) {
    const items = value.map((item) => `${indent}  ${literal(item, `${indent}  `)},\n`);
    return `[\n${items.join('')}${indent}]`;
  }
  if (typeof value !== 'object' || value === null) return String(line);
  const lines = entriesOf(value).map(([key, child]) => property(key, child, `${indent}  `));
  return `{\n${lines.join('')}${indent}}`;
}

/** A text too long for its line goes on the next one, unless that gains nothing. */
function property(key: string, value: unknown, indent: string): string {
  const prefix = `${indent}${key}: `;
  const text = literal(value, prefix);
  const isLong = typeof value === 'string' && prefix.length + text.length + 1 > width;
  return isLong && key.length > 2
    ? `${indent}${key}:\n${indent}  ${text},\n`
    : `${prefix}${text},\n`;
}

/** On one line; undefined for what is always spread over several. */
function inline(value: unknown): string | undefined {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (Array.isArray(value)) {
    // the formatter puts mappings in a list on lines of their own
    if (value.length > 1 && value.some((item) => typeof item === 'object')) return undefined;
    const items = value.map(inline);
    return items.includes(undefined) ? undefined : `[${items.join(', ')}]`;
  }
  const items = entriesOf(value).map(([key, child]) => [key, inline(child)]);
  if (items.length === 0) return '{}';
  if (items.some(([, text]) => text === undefined)) return undefined;
  return `{ ${items.map(([key, text]) => `${key}: ${text}`).join(', ')} }`;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, child]) => child !== undefined);
}

/** Single quotes, unless double ones need fewer escapes. */
function quoted(text: string): string {
  const count = (quote: string) => text.split(quote).length;
  const quote = count("'") > count('"') ? '"' : "'";
  const escaped = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  const safe = escaped.replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
  return `${quote}${safe.replaceAll(quote, `\\${quote}`)}${quote}`;
}
