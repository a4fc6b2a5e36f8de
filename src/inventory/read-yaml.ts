/** Text of one file → data with positions, refusing what YAML allows but nobody needs. */
import { type Document, parseDocument, type YAMLError } from 'yaml';
import type { Diagnostic } from './diagnostic.js';
import { maxAliases, maxBrackets, maxFileBytes } from './limits.js';
import { linesOf } from './lines.js';
import { createSource, locationAt, type Source } from './source.js';
import { inspectNodes } from './yaml-nodes.js';

export interface InventoryFile {
  /** Relative to the inventory's root. */
  path: string;
  text: string;
}

export interface ReadYaml {
  /** Absent when the file cannot be understood at all. */
  source?: Source;
  diagnostics: Diagnostic[];
}

export function readYaml(file: InventoryFile): ReadYaml {
  const refused = refuse(file);
  if (refused !== undefined) return { diagnostics: [refused] };
  const lines = linesOf(file.text);
  const document = parse(file);
  if (document === undefined) return { diagnostics: [whole(file, 'INV008', {})] };
  const at = (range: [number, number]) => locationAt(file, lines, range);
  const faults = [...document.errors, ...document.warnings];
  if (faults.some(isExhausted)) return { diagnostics: [whole(file, 'INV008', {})] };
  const syntax = faults.map((error) => ({
    ...fromYaml(error),
    at: at(visible(file.text, error.pos)),
  }));
  if (syntax.length > 0) return { diagnostics: syntax };
  const nodes = inspectNodes(document);
  const findings = nodes.findings.map(({ range, ...finding }) => ({
    severity: 'error' as const,
    ...finding,
    at: at(range),
  }));
  if (findings.some(({ code }) => hopeless.includes(code))) return { diagnostics: findings };
  const data = toData(document);
  if (data === bomb) {
    const place = nodes.alias === undefined ? {} : { at: at(nodes.alias) };
    return { diagnostics: [...findings, { ...whole(file, 'INV004', {}), ...place }] };
  }
  if (!isMapping(data)) return { diagnostics: [...findings, whole(file, 'INV007', {})] };
  return { source: createSource(file, document, lines, data), diagnostics: findings };
}

/** Findings after which the file has no data worth checking. */
const hopeless = ['INV008', 'INV013'];

/** Whether a value is a mapping: what every file of the inventory is. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Control characters have no use; those that reorder text can make a file read as what it is not. */
const forbidden =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/;

function refuse(file: InventoryFile): Diagnostic | undefined {
  const bytes = Buffer.byteLength(file.text);
  if (bytes > maxFileBytes) return whole(file, 'INV003', { bytes, limit: maxFileBytes });
  if (openBrackets(file.text) > maxBrackets) return whole(file, 'INV008', {});
  const offset = file.text.search(forbidden);
  if (offset === -1) return undefined;
  const code = file.text.charCodeAt(offset).toString(16).toUpperCase().padStart(4, '0');
  return {
    ...whole(file, 'INV005', { character: `U+${code}` }),
    at: locationAt(file, linesOf(file.text), [offset, offset + 1]),
  };
}

/** Most brackets open at once, those in texts and comments included. */
function openBrackets(text: string): number {
  let open = 0;
  let most = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    open = bracket === '[' || bracket === '{' ? open + 1 : Math.max(0, open - 1);
    most = Math.max(most, open);
  }
  return most;
}

/** @returns undefined when the nesting is too deep for the parser's stack */
function parse(file: InventoryFile): Document | undefined {
  try {
    // duplicates are found by `inspectNodes`: yaml's own check takes quadratic time
    return parseDocument(file.text, {
      prettyErrors: false,
      uniqueKeys: false,
      stringKeys: true,
      logLevel: 'error',
    });
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** Messages of yaml end in the offending text after a colon; that could be a secret. */
function fromYaml(error: YAMLError): Diagnostic {
  if (error.code === 'MULTIPLE_DOCS') return { code: 'INV006', severity: 'error', args: {} };
  if (error.code === 'TAG_RESOLVE_FAILED') return { code: 'INV009', severity: 'error', args: {} };
  const problem = error.message
    .replace(/["']quote$/, 'quote')
    .replace(/(: |["'`]).*$/s, '')
    .trim();
  return { code: 'INV001', severity: 'error', args: { problem } };
}

/** The parser ran out of stack; where depends on the machine, so it is not told. */
function isExhausted({ code, message }: YAMLError): boolean {
  return code === 'RESOURCE_EXHAUSTION' || message.includes('call stack');
}

/** What is missing at the end is shown on the last line that says something. */
function visible(text: string, [from, to]: [number, number]): [number, number] {
  const end = text.trimEnd().length;
  return from < end || end === 0 ? [from, to] : [end - 1, end];
}

const bomb = Symbol('alias bomb');

function toData(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError) return bomb;
    throw error;
  }
}

function whole({ path }: InventoryFile, code: string, args: Diagnostic['args']): Diagnostic {
  return {
    code,
    severity: 'error',
    args,
    at: { file: path, line: 1, column: 1, length: 0 },
  };
}
