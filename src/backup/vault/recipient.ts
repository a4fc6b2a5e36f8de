/** Writes the recipient of the key in the safe into site.yaml, and nothing else. */
import { readFile } from 'node:fs/promises';
import { isMap, isScalar, type Pair, parseDocument, type YAMLMap } from 'yaml';
import { Fault } from '../../fault.js';
import { replaceSite } from '../../server/setup/replace-site.js';

/**
 * Puts `backup.recipient` into site.yaml; comments and layout stay.
 * @throws Fault BAK063 when the file has no `backup:` that it could be put into.
 */
export async function writeRecipient(path: string, recipient: string): Promise<void> {
  const edited = withRecipient(await readFile(path, 'utf8'), recipient);
  if (edited === undefined) throw new Fault('BAK063', { file: path, recipient });
  await replaceSite(path, edited);
}

/** The recipient that the text of a site.yaml has. */
export function recipientIn(text: string): string | undefined {
  const found = parseDocument(text).getIn(['backup', 'recipient']);
  return typeof found === 'string' ? found : undefined;
}

/** The text with the recipient in it; undefined when there is no place for it. */
export function withRecipient(text: string, recipient: string): string | undefined {
  const backup = parseDocument(text).get('backup', true);
  const edited = isMap(backup) ? insert(text, backup, recipient) : undefined;
  if (edited === undefined) return undefined;
  const check = parseDocument(edited);
  const isRight = check.getIn(['backup', 'recipient']) === recipient;
  return isRight && check.errors.length === 0 ? edited : undefined;
}

/** Edits the text, not the document: printing a document moves comments and line breaks. */
function insert(text: string, backup: YAMLMap, recipient: string): string | undefined {
  const present = backup.get('recipient', true);
  if (isScalar(present) && present.range) {
    const [start, end] = present.range;
    return text.slice(0, start) + recipient + text.slice(end);
  }
  const first = backup.items.find((pair) => isKey(pair, 'vault')) ?? backup.items[0];
  const start = first && isScalar(first.key) ? first.key.range?.[0] : undefined;
  const end = (first?.value as { range?: [number, number, number] } | null)?.range?.[1];
  if (start === undefined || end === undefined) return undefined;
  if (backup.flow) return `${text.slice(0, end)}, recipient: ${recipient}${text.slice(end)}`;
  // Before the first entry: what ends it may be a block of its own, with comments behind it.
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const indent = ' '.repeat(start - lineStart);
  return `${text.slice(0, start)}recipient: ${recipient}\n${indent}${text.slice(start)}`;
}

function isKey(pair: Pair, name: string): boolean {
  return isScalar(pair.key) && pair.key.value === name;
}
