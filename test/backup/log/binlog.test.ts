import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BinlogReader } from '../../../src/backup/log/binlog.js';

function event(type: number, time: number, body: Buffer): Buffer {
  const header = Buffer.alloc(19);
  header.writeUInt32LE(time, 0);
  header[4] = type;
  header.writeUInt32LE(19 + body.length, 9);
  return Buffer.concat([header, body]);
}

const magic = Buffer.from([0xfe, 0x62, 0x69, 0x6e]);
const begin = (time: number): Buffer => event(162, time, Buffer.alloc(23));
const rows = (bytes: number): Buffer => event(23, 5, Buffer.alloc(bytes, 0xa2));
const rotate = (name: string): Buffer =>
  event(4, 0, Buffer.concat([Buffer.alloc(8), Buffer.from(`${name}8123`)]));
const file = Buffer.concat([
  ...[magic, event(15, 1, Buffer.alloc(50))],
  ...[begin(10), rows(300), begin(20), rows(5000), begin(19), rows(1), begin(30), rows(10)],
  rotate('binlog.000008'),
]);
const first = 4 + 69;

function read(content: Buffer, sizes: number[], start: number, stop: number) {
  const reader = new BinlogReader(7, start, stop);
  const passed: Buffer[] = [];
  for (let at = 0, turn = 0; at < content.length; turn += 1) {
    const size = sizes[turn % sizes.length] as number;
    passed.push(Buffer.from(reader.read(content.subarray(at, at + size))));
    at += size;
  }
  return { passed: Buffer.concat(passed), report: reader.finish() };
}

describe('a binary log', () => {
  it('stops before the first transaction of an instant, however it is cut', () => {
    const end = file.length - rotate('binlog.000008').length - begin(30).length - rows(10).length;
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1 }), (sizes) => {
        const { passed, report } = read(file, sizes, first, 30);
        expect(report).toEqual({ end, stopped: true, transactions: 3, lastAt: 19 });
        expect(passed.equals(file.subarray(0, end))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('is passed on whole when nothing is later', () => {
    const { passed, report } = read(file, [100], first, 99);
    expect([report.stopped, report.end]).toEqual([false, file.length]);
    expect(passed.equals(file)).toBe(true);
  });

  it('does not count what lies before the start', () => {
    const start = first + begin(10).length + rows(300).length;
    expect(read(file, [1000], start, 99).report.transactions).toBe(3);
  });

  it('leaves a piece of an event away', () => {
    const cut = file.subarray(0, first + 10);
    expect(read(cut, [7], first, 99).passed).toHaveLength(first);
  });

  it('is damaged when no event begins at the start, or another file follows', () => {
    const damaged = expect.objectContaining({ code: 'BAK167' });
    expect(() => read(file, [100], first + 1, 99)).toThrow(damaged);
    const other = Buffer.concat([magic, rotate('binlog.000009')]);
    expect(() => read(other, [100], 4, 99)).toThrow(damaged);
    expect(() => read(Buffer.from('bukan log'), [100], 4, 99)).toThrow(damaged);
  });
});
