/**
 * Fills words into a text: `{{title}}`, `{{#each entities}} … {{/each}}`, `{{#if owner}} … {{else}} …
 * {{/if}}`, and `{{> head.html}}` for a part that several files share. It knows nothing else, so that
 * a template stays a text that people read; what it does not know is an error with its place.
 */
import type { Diagnostic, Location } from '../inventory/diagnostic.js';
import { linesOf } from '../inventory/lines.js';
import { suggest } from '../inventory/suggest.js';

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
  diagnostics: Diagnostic[];
}

/** Where a tag stands in its text, and what it names. */
interface Tag {
  name: string;
  at: number;
  length: number;
}

interface Block extends Tag {
  kind: 'each' | 'if';
  inner: Node[];
  /** After `else`. */
  other: Node[];
}

type Node =
  | { kind: 'text'; text: string }
  | ({ kind: 'word' } & Tag)
  | ({ kind: 'part' } & Tag)
  | Block;

export interface FillOptions {
  /** As a person knows it; its ending decides how words are escaped. */
  path: string;
  words: Words;
  /** Texts that `{{> name}}` stands for. */
  parts: Map<string, { path: string; text: string }>;
}

/** Parts within parts; more is a circle. */
const maxDepth = 8;

export function fill(text: string, options: FillOptions): Filled {
  const diagnostics: Diagnostic[] = [];
  const file: File = { ...options, source: `project/${options.path}`, text, depth: 0, diagnostics };
  const filled = write(parse(file), [options.words], file);
  return { text: filled, diagnostics: diagnostics.sort(byPlace) };
}

function byPlace({ at: a }: Diagnostic, { at: b }: Diagnostic): number {
  if (a === undefined || b === undefined || a.file !== b.file) return 0;
  return a.line - b.line || a.column - b.column;
}

interface File extends FillOptions {
  /** Of the text itself: a part has another than the file it is in. */
  source: string;
  text: string;
  depth: number;
  diagnostics: Diagnostic[];
}

const tag = /\{\{(#each|#if|\/each|\/if|else|>)?\s*([^{}]*?)\s*\}\}/g;

function parse(file: File): Node[] {
  const root: Node[] = [];
  const open: { node: Block; into: Node[] }[] = [];
  let into = root;
  let last = 0;
  for (const found of file.text.matchAll(tag)) {
    const [whole, sign, name = ''] = found;
    const [from, to] = extent(file.text, found.index, whole, sign !== undefined);
    into.push({ kind: 'text', text: file.text.slice(last, from) });
    last = to;
    const place = { name, at: found.index, length: whole.length };
    if (sign === '#each' || sign === '#if') {
      const kind = sign === '#each' ? 'each' : 'if';
      const node: Block = { kind, ...place, inner: [], other: [] };
      into.push(node);
      open.push({ node, into });
      into = node.inner;
    } else if (sign === 'else' && open.at(-1)?.node.kind === 'if') {
      into = open.at(-1)?.node.other ?? into;
    } else if (sign === '>' || sign === undefined) {
      into.push({ kind: sign === '>' ? 'part' : 'word', ...place });
    } else if (sign === `/${open.at(-1)?.node.kind}`) {
      into = open.pop()?.into ?? root;
    } else report(file, place, 'NEW083', { tag: whole });
  }
  into.push({ kind: 'text', text: file.text.slice(last) });
  for (const { node } of open)
    report(file, node, 'NEW082', { tag: `{{#${node.kind} ${node.name}}}` });
  return root;
}

/** A block's tag alone on its line takes the whole line with it. */
function extent(text: string, at: number, whole: string, isBlock: boolean): [number, number] {
  const end = at + whole.length;
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const isAlone = isBlock && text.slice(start, at).trim() === '' && /^(\n|$)/.test(text.slice(end));
  return isAlone ? [start, Math.min(end + 1, text.length)] : [at, end];
}

function write(nodes: Node[], scopes: Words[], file: File): string {
  return nodes.map((node) => writeNode(node, scopes, file)).join('');
}

function writeNode(node: Node, scopes: Words[], file: File): string {
  if (node.kind === 'text') return node.text;
  if (node.kind === 'part') return writePart(node, scopes, file);
  const value = lookUp(node, scopes, file);
  if (node.kind === 'word') {
    if (typeof value !== 'object') return escaped(file.path, String(value ?? ''));
    report(file, node, 'NEW081', { tag: node.name, known: known(scopes) });
    return '';
  }
  if (node.kind === 'if') {
    const isTrue = Array.isArray(value) ? value.length > 0 : Boolean(value);
    // both, so that what is wrong in the other is not found by the next request only
    const [yes, no] = [write(node.inner, scopes, file), write(node.other, scopes, file)];
    return isTrue ? yes : no;
  }
  if (!Array.isArray(value)) {
    if (value !== undefined) report(file, node, 'NEW085', { tag: node.name });
    return '';
  }
  const items = value as (Words | string)[];
  return items
    .map((item, i) => {
      const own = typeof item === 'string' ? { this: item } : item;
      return write(node.inner, [{ ...own, isLast: i === items.length - 1 }, ...scopes], file);
    })
    .join('');
}

function writePart(node: Tag, scopes: Words[], file: File): string {
  const part = file.parts.get(node.name);
  if (part === undefined || file.depth >= maxDepth) {
    report(file, node, 'NEW086', {
      tag: node.name,
      known: [...file.parts.keys()].join(', ') || '–',
    });
    return '';
  }
  const inner = { ...file, source: part.path, text: part.text, depth: file.depth + 1 };
  return write(parse(inner), scopes, inner);
}

/** `a.b` from the nearest scope that has `a`. */
function lookUp({ name, at, length }: Tag, scopes: Words[], file: File) {
  const [first = '', ...rest] = name.split('.');
  const scope = scopes.find((words) => Object.hasOwn(words, first));
  const value = rest.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, key)
        ? (found as Words)[key]
        : missing,
    scope === undefined ? missing : scope[first],
  );
  if (value !== missing) return value as Words[string];
  report(
    file,
    { at, length },
    'NEW081',
    { tag: name, known: known(scopes) },
    suggest(name, names(scopes)),
  );
  return undefined;
}

const missing = Symbol('no such word');

function names(scopes: Words[]): string[] {
  return [...new Set(scopes.flatMap((words) => Object.keys(words)))].sort();
}

function known(scopes: Words[]): string {
  return names(scopes).join(', ');
}

function report(
  { source, text, diagnostics }: File,
  { at, length }: { at: number; length: number },
  code: string,
  args: Diagnostic['args'],
  suggestion?: string,
): void {
  const place: Location = { file: source, ...linesOf(text).positionOf(at), length };
  const more = suggestion === undefined ? {} : { suggestion };
  const isKnown = diagnostics.some(
    (each) =>
      each.code === code &&
      each.at?.line === place.line &&
      each.at.column === place.column &&
      each.at.file === source,
  );
  // a loop comes by a wrong word many times
  if (!isKnown) diagnostics.push({ code, severity: 'error', args, at: place, ...more });
}

/** As the inside of a string in JSON, as text in HTML, doubled quotes in CSV; else as it is. */
function escaped(path: string, text: string): string {
  if (path.endsWith('.json')) return JSON.stringify(text).slice(1, -1);
  if (path.endsWith('.csv')) return text.replaceAll('"', '""');
  if (!/\.(html|svg|xml)$/.test(path)) return text;
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
