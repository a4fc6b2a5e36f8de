/** The entry of one app in the text of an agency's inventory file. */
import { isDeepStrictEqual } from 'node:util';
import { isMap, isNode, isPair, isScalar, isSeq, parseDocument } from 'yaml';

/**
 * @returns lines of the app's keys as they are written, comments included, not indented; undefined
 *   when they stand in braces, or with comments further out than the keys
 */
export function entryIn(text: string, name: string): string[] | undefined {
  const place = placeOf(text, name);
  if (place === undefined) return undefined;
  const { from, to, indent } = place;
  const lines = text.slice(from, to).split('\n');
  const isInside = lines.every((line) => line.trim() === '' || line.startsWith(' '.repeat(indent)));
  return isInside ? lines.map((line) => line.slice(indent)) : undefined;
}

/**
 * The text with other lines in the app's place; nothing else changes.
 * @param entry as `entryIn` gives them
 * @returns undefined when that cannot be done safely
 */
export function withEntry(text: string, name: string, entry: string[]): string | undefined {
  const place = placeOf(text, name);
  if (place === undefined) return undefined;
  const { from, to, indent } = place;
  const lines = entry.map((line) => (line.trim() === '' ? line : ' '.repeat(indent) + line));
  const edited = `${text.slice(0, from)}${lines.join('\n')}${text.slice(to)}`;
  const [before, after] = [text, edited].map((each) => parseDocument(each));
  const isRight =
    after?.errors.length === 0 &&
    isDeepStrictEqual(without(before?.toJS(), name), without(after.toJS(), name));
  return isRight ? edited : undefined;
}

function without(data: { apps: Record<string, unknown> }, name: string) {
  const { [name]: _, ...others } = data.apps;
  return { ...data, apps: others };
}

/** Offsets of the lines from the app's first key to its last value, and how far they are in. */
function placeOf(text: string, name: string) {
  const { contents, errors } = parseDocument(text);
  if (errors.length > 0 || !isMap(contents)) return undefined;
  const app = contents.getIn(['apps', name]);
  if (!isMap(app) || app.flow === true) return undefined;
  const [first] = app.items;
  const start = isScalar(first?.key) ? first.key.range?.[0] : undefined;
  const end = endOf(app);
  if (start === undefined || end === undefined) return undefined;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const isBlock = /^ *$/.test(text.slice(from, start));
  return isBlock ? { from, to: lineEnd(text, end), indent: start - from } : undefined;
}

/** Where the last value within a node ends; a collection's own end has the comments below in it. */
function endOf(node: unknown): number | undefined {
  if ((isMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0) {
    const last: unknown = node.items.at(-1);
    return isPair(last) ? endOf(last.value ?? last.key) : endOf(last);
  }
  return isNode(node) ? node.range?.[1] : undefined;
}

/** End of the line that holds the character before `position`, without its line break. */
function lineEnd(text: string, position: number): number {
  const found = text.indexOf('\n', Math.max(0, position - 1));
  return found === -1 ? text.length : found;
}
