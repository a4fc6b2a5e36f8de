/** Entries put into an agency's YAML file; what people wrote there stays as it is. */
import {
  Document,
  isCollection,
  isMap,
  isScalar,
  parseDocument,
  visit,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { modeline } from '../../inventory/json-schema.js';
import type { AppInput } from '../../inventory/schema.js';

export interface DraftEntry {
  name: string;
  entry: AppInput;
  /** Lines above it in the file. */
  comment: string[];
}

/** Most characters of a collection that is written on one line. */
const oneLine = 84;

/** Keys whose value may be on one line. */
const flowing = new Set(['runtime', 'database', 'storage', 'health', 'size', 'domains', 'ini']);

/** The entries as they stand under `apps:`, each line indented by so many spaces. */
export function entriesText(entries: readonly DraftEntry[], indent: number): string {
  return entries.map((one) => indented(entryText(one), indent)).join('\n');
}

function entryText({ name, entry, comment }: DraftEntry): string {
  const document = new Document({ [name]: entry }, { aliasDuplicateObjects: false });
  visit(document, {
    Pair(_, pair, path) {
      const depth = path.filter((node) => isMap(node)).length;
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const isEntry = depth === 2 && flowing.has(key);
      const isLegacy = depth === 3 && ['database', 'domains', 'ini', 'size'].includes(key);
      if ((isEntry || isLegacy || key === 'extensions') && isShort(pair.value)) {
        pair.value.flow = true;
      }
    },
    Seq(_, node) {
      for (const item of node.items) if (isShort(item)) item.flow = true;
    },
  });
  const text = document.toString({ lineWidth: 100, flowCollectionPadding: false });
  return `${comment.map((line) => `# ${line}\n`).join('')}${text}`;
}

const isShort = (node: unknown): node is YAMLMap | YAMLSeq =>
  isCollection(node) && JSON.stringify(node.toJSON()).length <= oneLine;

const indented = (text: string, indent: number) => text.replace(/^(?=[^\n])/gm, ' '.repeat(indent));

/** A new agency's file. */
export function newAgencyText(opd: string, entries: readonly DraftEntry[]): string {
  return `${modeline('opd', '../.schema')}
opd: ${opd}
name: ${new Document(opd.toUpperCase()).toString().trim()}   # its full name
type: dinas

apps:
${entriesText(entries, 2)}`;
}

/**
 * The text with the entries behind the last app. Text is inserted rather than the document printed
 * anew, which would move comments and line breaks; only where `apps:` is empty or written in braces it is.
 * @returns undefined when the text is no agency's file
 */
export function extendedText(text: string, entries: readonly DraftEntry[]): string | undefined {
  const document = parseDocument(text);
  if (document.errors.length > 0 || !isMap(document.contents)) return undefined;
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const native = (added: string) => added.replace(/\n/g, eol);
  const apps = document.get('apps', true);
  if (isMap(apps) && !apps.flow && apps.items.length > 0 && apps.range) {
    const first = apps.range[0];
    const indent = first - (text.lastIndexOf('\n', first - 1) + 1);
    const end = lineEnd(text, apps.range[2]);
    const head = trimmedEnd(text.slice(0, end));
    return `${head}${eol}${eol}${native(entriesText(entries, indent))}${text.slice(end).replace(/^\s*\n/, '')}`;
  }
  if (!document.has('apps')) {
    return `${trimmedEnd(text)}${eol}${eol}${native(`apps:\n${entriesText(entries, 2)}`)}`;
  }
  if (!isMap(apps)) document.set('apps', document.createNode({}));
  for (const { name, entry } of entries) document.setIn(['apps', name], document.createNode(entry));
  return native(document.toString({ lineWidth: 100 }).replace(/\r\n/g, '\n'));
}

const trimmedEnd = (text: string) => text.replace(/\s+$/, '');

/** Behind the line that a value ends in, so that a comment after it stays with it. */
function lineEnd(text: string, at: number): number {
  if (text[at - 1] === '\n') return at;
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end + 1;
}
