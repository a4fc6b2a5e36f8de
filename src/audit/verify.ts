import { createHash } from 'node:crypto';
import type { AuditEntry, Head } from './record.js';

export type Flaw = 'edited' | 'removed' | 'reordered' | 'truncated' | 'rewritten' | 'unanchored';

/** What the Swarm remembers: a head, nothing yet, or no Swarm to ask. */
export type Anchor = Head | 'none' | 'unavailable';

export interface Verdict {
  /** Complete lines. */
  lines: number;
  /** The last complete line; absent in an empty log. Note it down elsewhere to compare. */
  head?: Head;
  /** The first thing that is wrong; `line` is 1-based. */
  broken?: { line: number; flaw: Flaw };
  /** Number of lines the Swarm remembers. */
  expected?: number;
  /** Whether the end was compared with what the Swarm remembers. */
  anchored: boolean;
  /** Whether a last line stands there unfinished: an append that was interrupted. */
  unfinished: boolean;
}

const start = '0'.repeat(64);

/** SHA-256 of a line with its line break: what `sed -n 5p audit.jsonl | sha256sum` prints. */
export function hashOf(line: string): string {
  return createHash('sha256').update(`${line}\n`).digest('hex');
}

/**
 * Checks the chain and its end.
 *
 * The anchor is written after the line, so a crash between the two leaves it one line
 * behind; exactly that is accepted.
 * @param text the whole log.
 */
export function verify(text: string, anchor: Anchor): Verdict {
  const { lines, unfinished } = splitLines(text);
  const last = lines.at(-1);
  const broken = brokenLink(lines, anchor) ?? brokenEnd(lines, anchor);
  return {
    lines: lines.length,
    ...(last === undefined ? {} : { head: { seq: lines.length, hash: hashOf(last) } }),
    ...(broken ? { broken } : {}),
    ...(typeof anchor === 'object' ? { expected: anchor.seq } : {}),
    anchored: typeof anchor === 'object',
    unfinished,
  };
}

/** The complete lines; what follows the last line break was never acknowledged. */
export function splitLines(text: string): { lines: string[]; unfinished: boolean } {
  const lines = text.split('\n');
  const rest = lines.pop();
  return { lines, unfinished: rest !== '' };
}

/** The line as an entry; undefined when it is none. */
export function parseLine(line: string): AuditEntry | undefined {
  try {
    const entry = JSON.parse(line) as Partial<AuditEntry> | null;
    const isEntry = Number.isInteger(entry?.seq) && typeof entry?.prev === 'string';
    return isEntry ? (entry as AuditEntry) : undefined;
  } catch {
    return undefined;
  }
}

function brokenLink(lines: string[], anchor: Anchor): Verdict['broken'] {
  let prev = start;
  for (const [index, line] of lines.entries()) {
    const entry = parseLine(line);
    const seq = index + 1;
    if (!entry) return { line: seq, flaw: 'edited' };
    if (entry.prev !== prev || entry.seq !== seq) {
      return explain(lines, index, { entry, isLinked: entry.prev === prev, anchor });
    }
    prev = hashOf(line);
  }
  return undefined;
}

function explain(
  lines: string[],
  index: number,
  at: { entry: AuditEntry; isLinked: boolean; anchor: Anchor },
): Verdict['broken'] {
  const seq = index + 1;
  if (at.isLinked) return { line: seq, flaw: 'edited' };
  if (at.entry.seq < seq) return { line: seq, flaw: 'reordered' };
  if (at.entry.seq > seq) {
    const isElsewhere = lines.slice(seq).some((line) => parseLine(line)?.seq === seq);
    return { line: seq, flaw: isElsewhere ? 'reordered' : 'removed' };
  }
  // The link between two lines is broken: the one vouched for by its successor is genuine.
  const isGenuine = isConfirmed(lines, index, at.anchor);
  return { line: isGenuine && index > 0 ? index : seq, flaw: 'edited' };
}

function isConfirmed(lines: string[], index: number, anchor: Anchor): boolean {
  const hash = hashOf(lines[index] ?? '');
  const next = lines[index + 1];
  if (next !== undefined) return parseLine(next)?.prev === hash;
  return typeof anchor === 'object' && anchor.hash === hash;
}

function brokenEnd(lines: string[], anchor: Anchor): Verdict['broken'] {
  if (anchor === 'unavailable') return undefined;
  const { seq, hash } = anchor === 'none' ? { seq: 0, hash: start } : anchor;
  if (seq > lines.length) return { line: lines.length + 1, flaw: 'truncated' };
  const line = lines[seq - 1];
  if (line !== undefined && hashOf(line) !== hash) return { line: seq, flaw: 'rewritten' };
  return lines.length - seq > 1 ? { line: seq + 1, flaw: 'unanchored' } : undefined;
}
