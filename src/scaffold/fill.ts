/**
 * Fills words into a text: `{{title}}`, `{{#each entities}} … {{/each}}`, `{{#if owner}} … {{else}} …
 * {{/if}}`, and `{{> head.html}}` for a part that several files share. It knows nothing else, so that
 * a template stays a text that people read; what it does not know is an error with its place.
 */
import type { Diagnostic } from '../inventory/diagnostic.js';
import { linesOf } from '../inventory/lines.js';
import { suggest } from '../inventory/suggest.js';
import { type Node, parseTags, type Tag } from './fill-syntax.js';

/** What a text may name; lists of words for `each`. */
export interface Words {
  [name: string]:
    | string
    | number
    | boolean
    | undefined
    | Words
    | readonly Words[]
    | readonly string[];
}

export interface Filled {
  text: string;
  /** In order of their places in each file. */
  diagnostics: Diagnostic[];
}

export interface FillOptions {
  /** Relative to the project; its ending decides how words are escaped. */
  path: string;
  words: Words;
  /** Texts that `{{> name}}` stands for. */
  parts: Map<string, { path: string; text: string }>;
}

/** Parts within parts; more is a circle. */
const maxDepth = 8;

export function fill(text: string, options: FillOptions): Filled {
  const diagnostics: Diagnostic[] = [];
  const source = `project/${options.path}`;
  const filled = writeFile({ ...options, source, text, depth: 0, diagnostics }, [options.words]);
  return { text: filled, diagnostics: diagnostics.sort(byPlace) };
}

interface File extends FillOptions {
  /** Of the text itself: a part has another than the file it is in. */
  source: string;
  text: string;
  depth: number;
  diagnostics: Diagnostic[];
}

function writeFile(file: File, scopes: Words[]): string {
  const { nodes, problems } = parseTags(file.text);
  for (const { code, args, tag } of problems) report(file, tag, code, args);
  return write(nodes, scopes, file);
}

function write(nodes: Node[], scopes: Words[], file: File): string {
  return nodes.map((node) => writeNode(node, scopes, file)).join('');
}

function writeNode(node: Node, scopes: Words[], file: File): string {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'part') return writePart(node, scopes, file);
  const value = lookUp(node, scopes, file);
  if (node.kind === 'each') return writeEach(node, node.inner, value, scopes, file);
  if (node.kind === 'if') {
    // both, so that what is wrong in the other is not found by the next request only
    const [yes, no] = [write(node.inner, scopes, file), write(node.other, scopes, file)];
    return (Array.isArray(value) ? value.length > 0 : Boolean(value)) ? yes : no;
  }
  if (typeof value !== 'object') return escaped(file.path, String(value ?? ''));
  report(file, node, 'NEW081', { tag: node.name, known: namesIn(scopes).join(', ') });
  return '';
}

function writeEach(tag: Tag, inner: Node[], value: unknown, scopes: Words[], file: File): string {
  if (!Array.isArray(value)) {
    if (value !== undefined) report(file, tag, 'NEW085', { tag: tag.name });
    return '';
  }
  const items = value as (Words | string)[];
  return items
    .map((item, i) => {
      const own = typeof item === 'string' ? { this: item } : item;
      return write(inner, [{ ...own, isLast: i === items.length - 1 }, ...scopes], file);
    })
    .join('');
}

function writePart(tag: Tag, scopes: Words[], file: File): string {
  const part = file.parts.get(tag.name);
  if (part === undefined || file.depth >= maxDepth) {
    const known = [...file.parts.keys()].join(', ') || '–';
    report(file, tag, 'NEW086', { tag: tag.name, known });
    return '';
  }
  const { path: source, text } = part;
  return writeFile({ ...file, source, text, depth: file.depth + 1 }, scopes);
}

const missing = Symbol('no such word');

/** `a.b` from the nearest scope that has `a`. */
function lookUp(tag: Tag, scopes: Words[], file: File): Words[string] {
  const [first = '', ...rest] = tag.name.split('.');
  const scope = scopes.find((words) => Object.hasOwn(words, first));
  const value = rest.reduce<unknown>(member, member(scope, first));
  if (value !== missing) return value as Words[string];
  const names = namesIn(scopes);
  const args = { tag: tag.name, known: names.join(', ') };
  report(file, tag, 'NEW081', args, suggest(tag.name, names));
  return undefined;
}

function member(found: unknown, key: string): unknown {
  const has = typeof found === 'object' && found !== null && Object.hasOwn(found, key);
  return has ? (found as Words)[key] : missing;
}

function namesIn(scopes: Words[]): string[] {
  return [...new Set(scopes.flatMap((words) => Object.keys(words)))].sort();
}

function report(
  { source, text, diagnostics }: File,
  { at, length }: Tag,
  code: string,
  args: Diagnostic['args'],
  suggestion?: string,
): void {
  const place = { file: source, ...linesOf(text).positionOf(at), length };
  // a loop comes by a wrong word many times
  const isKnown = diagnostics.some(
    (each) =>
      each.at?.file === source && each.at.line === place.line && each.at.column === place.column,
  );
  const more = suggestion === undefined ? {} : { suggestion };
  if (!isKnown) diagnostics.push({ code, severity: 'error', args, at: place, ...more });
}

function byPlace({ at: a }: Diagnostic, { at: b }: Diagnostic): number {
  if (a === undefined || b === undefined || a.file !== b.file) return 0;
  return a.line - b.line || a.column - b.column;
}

/** As the inside of a string in JSON, as text in HTML, doubled quotes in CSV; else as it is. */
function escaped(path: string, text: string): string {
  if (path.endsWith('.json')) return JSON.stringify(text).slice(1, -1);
  if (path.endsWith('.csv')) return text.replaceAll('"', '""');
  if (!/\.(html|svg|xml)$/.test(path)) return text;
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
