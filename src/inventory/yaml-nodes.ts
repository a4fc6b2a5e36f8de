/** Checks on the syntax tree that its plain data no longer shows. */
import {
  type Alias,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  type Node,
  type Pair,
} from 'yaml';
import { maxDepth } from './limits.js';

export interface NodeFinding {
  code: string;
  args: Record<string, string | number>;
  range: [number, number];
}

/** Control characters that only an escape (`"\0"`) can bring into a value. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

export interface NodeReport {
  findings: NodeFinding[];
  /** Where the last alias is, if any. */
  alias?: [number, number];
}

interface Walk extends NodeReport {
  anchors: Set<string>;
}

/** Duplicate keys, control characters, aliases of nothing, nesting beyond `maxDepth`. */
export function inspectNodes(document: Document): NodeReport {
  const report: Walk = { findings: [], anchors: new Set() };
  walk(document.contents, 0, report);
  return report;
}

function walk(node: unknown, depth: number, report: Walk): void {
  const { findings } = report;
  if (isAlias(node)) checkAlias(node, report);
  if ((isScalar(node) || isCollection(node)) && node.anchor) report.anchors.add(node.anchor);
  if (isScalar(node)) checkScalar(node, findings);
  if (!isCollection(node)) return;
  if (depth >= maxDepth) {
    findings.push({ code: 'INV008', args: { depth: maxDepth }, range: rangeOf(node) });
    return;
  }
  if (isMap(node)) checkKeys(node.items, findings);
  for (const item of node.items) {
    if (!isPair(item)) walk(item, depth + 1, report);
    else {
      walk(item.key, depth + 1, report);
      walk(item.value, depth + 1, report);
    }
  }
}

/** An anchor must stand before its alias; the name is not repeated: it could be a secret. */
function checkAlias(node: Alias, report: Walk): void {
  report.alias = rangeOf(node);
  if (report.anchors.has(node.source)) return;
  report.findings.push({ code: 'INV013', args: {}, range: report.alias });
}

function checkKeys(pairs: Pair[], findings: NodeFinding[]): void {
  const seen = new Set<string>();
  for (const { key } of pairs) {
    const name = isScalar(key) ? String(key.value) : undefined;
    if (name === undefined) continue;
    if (seen.has(name)) {
      findings.push({ code: 'INV002', args: { key: name }, range: rangeOf(key as Node) });
    }
    // would be lost on the way to plain data
    if (name === '__proto__') {
      findings.push({ code: 'INV014', args: { key: name }, range: rangeOf(key as Node) });
    }
    seen.add(name);
  }
}

function checkScalar(node: Node & { value?: unknown }, findings: NodeFinding[]): void {
  const { value } = node;
  const found = typeof value === 'string' ? control.exec(value) : null;
  if (found === null) return;
  const code = found[0].charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  findings.push({ code: 'INV005', args: { character: `U+${code}` }, range: rangeOf(node) });
}

function rangeOf(node: Node): [number, number] {
  return node.range ? [node.range[0], node.range[1]] : [0, 0];
}
