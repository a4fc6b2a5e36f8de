/** A new app in the text of an agency's inventory file. */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';

/**
 * Adds an app after the last one. The text is edited, not the document: printing a document
 * moves comments and line breaks.
 * @param entry lines of the app's keys, not indented
 * @returns undefined when the file has a form this does not know (apps in braces)
 */
export function withApp(text: string, name: string, entry: string[]): string | undefined {
  const before = parseDocument(text);
  const edited = insert(text, before.contents, name, entry);
  if (edited === undefined) return undefined;
  const after = parseDocument(edited);
  // nothing else may have changed
  const { [name]: added, ...others } = (after.toJS()?.apps ?? {}) as Record<string, unknown>;
  const isRight =
    after.errors.length === 0 &&
    added !== undefined &&
    isDeepStrictEqual(
      { ...after.toJS(), apps: others },
      { ...before.toJS(), apps: before.toJS()?.apps ?? {} },
    );
  return isRight ? edited : undefined;
}

function insert(text: string, root: unknown, name: string, entry: string[]): string | undefined {
  if (!isMap(root)) return undefined;
  const apps = root.items.find(({ key }) => isScalar(key) && key.value === 'apps');
  const block = (indent: string) =>
    [`${indent}${name}:`, ...entry.map((line) => `${indent}  ${line}`)].join('\n');
  if (apps === undefined) return `${withLineBreak(text)}apps:\n${block('  ')}\n`;
  const { value } = apps;
  if (isMap(value) && value.flow !== true && value.items.length > 0) {
    return afterLast(text, value, block);
  }
  const isEmpty = value === null || (isScalar(value) && value.value === null) || isEmptyMap(value);
  return isEmpty ? afterKey(text, apps, block) : undefined;
}

function isEmptyMap(value: unknown): boolean {
  return isMap(value) && value.items.length === 0;
}

function afterLast(
  text: string,
  apps: YAMLMap,
  block: (indent: string) => string,
): string | undefined {
  const first = startOf(apps.items[0]);
  const last = apps.items.at(-1);
  const end = (last?.value as { range?: [number, number, number] } | null)?.range?.[1];
  if (first === undefined || end === undefined) return undefined;
  const indent = ' '.repeat(first - (text.lastIndexOf('\n', first - 1) + 1));
  return insertLine(text, end, block(indent));
}

/** `apps:` without a value, or with `{}`. */
function afterKey(text: string, apps: Pair, block: (indent: string) => string): string | undefined {
  const start = startOf(apps);
  if (start === undefined) return undefined;
  const range = (apps.value as { range?: [number, number, number] } | null)?.range;
  const isWritten = isEmptyMap(apps.value) && range !== undefined;
  const cleaned = isWritten ? text.slice(0, range[0]).trimEnd() + text.slice(range[1]) : text;
  return insertLine(cleaned, start + 'apps:'.length, block('  '));
}

function startOf(pair: Pair | undefined): number | undefined {
  return isScalar(pair?.key) ? pair.key.range?.[0] : undefined;
}

/** Puts lines below the line that holds `position`, whose end may be the line's. */
function insertLine(text: string, position: number, lines: string): string {
  if (text[position - 1] === '\n') {
    return `${text.slice(0, position)}${lines}\n${text.slice(position)}`;
  }
  const found = text.indexOf('\n', position);
  const end = found === -1 ? text.length : found;
  return `${text.slice(0, end)}\n${lines}${found === -1 ? '\n' : text.slice(end)}`;
}

function withLineBreak(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`;
}
