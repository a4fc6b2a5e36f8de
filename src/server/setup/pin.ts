/** Writes an accepted host key into site.yaml, and nothing else: the file is the operator's. */
import { readFile } from 'node:fs/promises';
import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { Fault } from '../../fault.js';
import { replaceSite } from './replace-site.js';

/**
 * Puts `hostKey` into the entry of a server in site.yaml; comments and layout stay.
 * @throws Fault SRV076 when the file has no such server.
 */
export async function pinHostKey(path: string, server: string, fingerprint: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const pinned = withHostKey(text, server, fingerprint);
  if (pinned === undefined) {
    throw new Fault('SRV076', { server, file: path, fingerprint });
  }
  await replaceSite(path, pinned);
}

/** The text with the pin in it; undefined when there is no such server or it did not work out. */
export function withHostKey(text: string, server: string, fingerprint: string): string | undefined {
  const entry = parseDocument(text).getIn(['servers', server], true);
  const edited = isMap(entry) ? insert(text, entry, `"${fingerprint}"`) : undefined;
  if (edited === undefined) {
    return undefined;
  }
  const check = parseDocument(edited);
  const isRight = check.getIn(['servers', server, 'hostKey']) === fingerprint;
  return isRight && check.errors.length === 0 ? edited : undefined;
}

/** Edits the text, not the document: printing a document moves comments and line breaks. */
function insert(text: string, entry: YAMLMap, value: string): string | undefined {
  const present = entry.get('hostKey', true);
  if (isScalar(present) && present.range) {
    const [start, end] = present.range;
    return splice(text, start, end, value);
  }
  const address = entry.items.find((pair) => isKey(pair, 'address')) ?? entry.items.at(-1);
  const place = address && rangeOf(address);
  if (place === undefined) {
    return undefined;
  }
  if (entry.flow) {
    return splice(text, place.end, place.end, `, hostKey: ${value}`);
  }
  const lineStart = text.lastIndexOf('\n', place.start - 1) + 1;
  const lineBreak = text.indexOf('\n', place.end);
  const lineEnd = lineBreak === -1 ? text.length : lineBreak;
  const indent = ' '.repeat(place.start - lineStart);
  return splice(text, lineEnd, lineEnd, `\n${indent}hostKey: ${value}`);
}

function isKey(pair: Pair, name: string): boolean {
  return isScalar(pair.key) && pair.key.value === name;
}

function rangeOf(pair: Pair): { start: number; end: number } | undefined {
  const start = isScalar(pair.key) ? pair.key.range?.[0] : undefined;
  const end = isScalar(pair.value) ? pair.value.range?.[1] : undefined;
  return start === undefined || end === undefined ? undefined : { start, end };
}

function splice(text: string, start: number, end: number, inserted: string): string {
  return text.slice(0, start) + inserted + text.slice(end);
}
