/** Plain data as PHP arrays, laid out as a person would. */

const width = 120;

/**
 * @param value strings, numbers, booleans, lists and mappings; undefined keys are left out
 * @param prefix what stands before it on its line, indentation included
 * @returns the literal; its further lines are indented below `prefix`
 */
export function phpLiteral(value: unknown, prefix: string): string {
  const line = inline(value);
  const isList = Array.isArray(value) && value.some((item) => typeof item === 'object');
  if (!isList && prefix.length + line.length + 1 <= width) return line;
  if (typeof value !== 'object' || value === null) return line;
  const indent = ' '.repeat(prefix.length - prefix.trimStart().length + 4);
  const lines = entriesOf(value).map(([key, child]) => {
    const own = Array.isArray(value) ? indent : `${indent}${quoted(key)} => `;
    return `${own}${phpLiteral(child, own)},\n`;
  });
  return lines.length === 0 ? '[]' : `[\n${lines.join('')}${indent.slice(4)}]`;
}

function inline(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object' || value === null) return String(value);
  const items = entriesOf(value).map(([key, child]) =>
    Array.isArray(value) ? inline(child) : `${quoted(key)} => ${inline(child)}`,
  );
  return `[${items.join(', ')}]`;
}

function entriesOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([, child]) => child !== undefined);
}

/** Single quotes know two escapes only; what they cannot say goes into double ones. */
function quoted(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  if (!/[\u0000-\u001f\u007f\u2028\u2029]/.test(text)) {
    return `'${text.replace(/[\\']/g, '\\$&')}'`;
  }
  const escaped = text.replace(/[\\"$]/g, '\\$&').replaceAll('\n', '\\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  return `"${escaped.replace(/[\u0000-\u001f\u007f\u2028\u2029]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)}"`;
}
