/** One YAML file: its data, and where each part of it was written. */
import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type YAMLMap,
} from 'yaml';
import type { Diagnostic, Location } from './diagnostic.js';
import type { Lines } from './lines.js';
import type { Path, Problem } from './problem.js';

export interface Source {
  /** Path relative to the inventory's root. */
  path: string;
  /** Plain data, aliases expanded. */
  data: unknown;
  /** Position of the value at `path`, or of its key; of the nearest parent when it is absent. */
  locate(path: Path, on?: 'key' | 'value'): Location;
  /** Whether the file itself says something at `path`. */
  has(path: Path): boolean;
  /** The characters of a scalar as they stand in the file, e.g. `1.10`. */
  written(path: Path): string | undefined;
}

interface Found {
  pair?: Pair;
  node?: Node;
}

export function createSource(
  file: { path: string; text: string },
  document: Document,
  lines: Lines,
  data: unknown,
): Source {
  const pairs = new WeakMap<YAMLMap, Map<string, Pair>>();
  const find = (path: Path) => findNode(document, path, pairs);
  return {
    path: file.path,
    data,
    has: (path) => find(path) !== undefined,
    written(path) {
      const node = find(path)?.node;
      return isScalar(node) ? node.source : undefined;
    },
    locate(path, on = 'value') {
      for (let depth = path.length; depth >= 0; depth -= 1) {
        const found = find(path.slice(0, depth));
        const range = found && rangeOf(found, depth < path.length ? 'key' : on);
        if (range !== undefined) return locationAt(file, lines, range);
      }
      return locationAt(file, lines, [0, 0]);
    },
  };
}

/** Gives a problem its position. */
export function diagnose(source: Source, problem: Problem): Diagnostic {
  const { code, suggestion, severity = 'error' } = problem;
  const written = code === 'INV016' ? source.written(problem.path) : undefined;
  const args = written === undefined ? problem.args : { ...problem.args, written };
  const at = source.locate(problem.path, problem.on);
  return { code, severity, args, at, ...(suggestion === undefined ? {} : { suggestion }) };
}

/** Pairs by key, made once a mapping: yaml's own search is linear in its size. */
type PairsOf = WeakMap<YAMLMap, Map<string, Pair>>;

function findNode(document: Document, path: Path, pairs: PairsOf): Found | undefined {
  let found: Found = document.contents === null ? {} : { node: document.contents as Node };
  for (const part of path) {
    const next = step(resolve(found.node, document), part, pairs);
    if (next === undefined) return undefined;
    found = next;
  }
  return found;
}

function resolve(node: Node | undefined, document: Document): Node | undefined {
  return isAlias(node) ? node.resolve(document) : node;
}

function step(node: Node | undefined, part: string | number, pairs: PairsOf): Found | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(part)];
    return item === undefined ? undefined : { node: item as Node };
  }
  if (!isMap(node)) return undefined;
  const known = pairs.get(node) ?? indexOf(node);
  pairs.set(node, known);
  const pair = known.get(String(part));
  if (pair === undefined) return undefined;
  return { pair, node: (pair.value ?? undefined) as Node | undefined };
}

/** Of a key that is there twice, plain data has the last value. */
function indexOf(map: YAMLMap): Map<string, Pair> {
  return new Map(
    map.items.flatMap((pair) => (isScalar(pair.key) ? [[String(pair.key.value), pair]] : [])),
  );
}

/** An empty value has no width to point at: its key stands for it. */
function rangeOf({ pair, node }: Found, on: 'key' | 'value'): [number, number] | undefined {
  const key = (pair?.key as Node | undefined)?.range;
  const value = node?.range;
  const isEmpty = value === undefined || value === null || value[0] === value[1];
  const range = on === 'key' || isEmpty ? (key ?? value) : value;
  return range ? [range[0], range[1]] : undefined;
}

/** Position of a range of offsets, cut at the end of its first line. */
export function locationAt(
  file: { path: string; text: string },
  lines: Lines,
  [from, to]: [number, number],
): Location {
  const start = Math.min(from, file.text.length);
  const rest = file.text.slice(start, Math.max(start, to));
  const length = rest.search(/[\r\n]/);
  return {
    file: file.path,
    ...lines.positionOf(start),
    length: length === -1 ? rest.length : length,
  };
}
