import { describe, expect, it } from 'vitest';
import type { Head } from '../../src/audit/record.js';
import { type Anchor, hashOf, verify } from '../../src/audit/verify.js';
import { record } from './workplace.js';

/** A genuine log of so many lines. */
function logOf(count: number, from: string[] = []): string[] {
  const lines = [...from];
  while (lines.length < count) {
    const last = lines.at(-1);
    const link = {
      seq: lines.length + 1,
      prev: last === undefined ? '0'.repeat(64) : hashOf(last),
    };
    lines.push(JSON.stringify({ ...link, ...record({ action: `act ${lines.length}` }) }));
  }
  return lines;
}

const text = (lines: string[]) => lines.map((line) => `${line}\n`).join('');
const genuine = logOf(6);
const headAt = (seq: number, lines = genuine): Head => ({
  seq,
  hash: hashOf(lines[seq - 1] ?? ''),
});
const edit = (seq: number, lines = genuine) =>
  lines.map((line, index) => (index === seq - 1 ? line.replace('sari', 'budi') : line));
const without = (...numbers: number[]) =>
  genuine.filter((_, index) => !numbers.includes(index + 1));
/** Links everything from a line on anew, as a forger would. */
function relinked(lines: string[]): string[] {
  const done: string[] = [];
  for (const line of lines) {
    const last = done.at(-1);
    const prev = last === undefined ? '0'.repeat(64) : hashOf(last);
    done.push(JSON.stringify({ ...JSON.parse(line), seq: done.length + 1, prev }));
  }
  return done;
}
const swapped = genuine.map((line, index) => genuine[{ 2: 3, 3: 2 }[index] ?? index] ?? line);

const cases: [string, string[], Anchor, { line: number; flaw: string } | undefined][] = [
  ['genuine', genuine, headAt(6), undefined],
  ['genuine, the anchor one behind', genuine, headAt(5), undefined],
  ['genuine, without a Swarm', genuine, 'unavailable', undefined],
  ['the first line, before its anchor', genuine.slice(0, 1), 'none', undefined],
  ['empty', [], 'none', undefined],
  ['edited in the middle', edit(3), headAt(6), { line: 3, flaw: 'edited' }],
  ['edited in the middle, without a Swarm', edit(3), 'unavailable', { line: 3, flaw: 'edited' }],
  ['first line edited', edit(1), headAt(6), { line: 1, flaw: 'edited' }],
  ['last line but one edited', edit(5), headAt(6), { line: 5, flaw: 'edited' }],
  ['last line edited', edit(6), headAt(6), { line: 6, flaw: 'rewritten' }],
  [
    'not JSON',
    [...genuine.slice(0, 2), 'x', ...genuine.slice(3)],
    headAt(6),
    { line: 3, flaw: 'edited' },
  ],
  [
    'a blank line',
    [...genuine.slice(0, 2), '', ...genuine.slice(2)],
    headAt(6),
    { line: 3, flaw: 'edited' },
  ],
  ['one line removed', without(3), headAt(6), { line: 3, flaw: 'removed' }],
  ['two lines removed', without(3, 4), headAt(6), { line: 3, flaw: 'removed' }],
  ['the beginning removed', without(1, 2), headAt(6), { line: 1, flaw: 'removed' }],
  ['two lines swapped', swapped, headAt(6), { line: 3, flaw: 'reordered' }],
  [
    'a line repeated',
    [...genuine.slice(0, 3), ...genuine.slice(2)],
    headAt(6),
    { line: 4, flaw: 'reordered' },
  ],
  ['the last line cut', without(6), headAt(6), { line: 6, flaw: 'truncated' }],
  ['all cut', [], headAt(6), { line: 1, flaw: 'truncated' }],
  ['edited and linked anew', relinked(edit(3)), headAt(6), { line: 6, flaw: 'rewritten' }],
  ['removed and linked anew', relinked(without(3)), headAt(6), { line: 6, flaw: 'truncated' }],
  ['two lines after the anchor', genuine, headAt(4), { line: 5, flaw: 'unanchored' }],
  ['the anchor removed', genuine, 'none', { line: 1, flaw: 'unanchored' }],
];

describe('verify', () => {
  it.each(cases)('%s', (_, lines, anchor, broken) => {
    const verdict = verify(text(lines), anchor);
    expect(verdict.broken).toEqual(broken);
    expect(verdict.lines).toBe(lines.length);
    expect(verdict.anchored).toBe(typeof anchor === 'object');
  });

  it('finds every single changed character', () => {
    const whole = text(genuine);
    const positions = Array.from({ length: 40 }, (_, index) =>
      Math.floor((index / 40) * (whole.length - 1)),
    );
    for (const at of positions) {
      const changed = `${whole.slice(0, at)}${whole[at] === 'x' ? 'y' : 'x'}${whole.slice(at + 1)}`;
      expect(verify(changed, headAt(6)).broken, `at ${at}`).toBeDefined();
    }
  });

  it('shows an unfinished line without calling it tampering', () => {
    const verdict = verify(`${text(genuine)}{"seq":7`, headAt(6));
    expect(verdict).toMatchObject({ lines: 6, unfinished: true, head: headAt(6) });
    expect(verdict.broken).toBeUndefined();
  });
});
