import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DumpReport } from '../../../src/backup/database/digest.js';
import { PostgresDigester } from '../../../src/backup/database/postgres-digester.js';

const number = (value: number): Buffer => {
  const bytes = Buffer.alloc(5);
  bytes[0] = value < 0 ? 1 : 0;
  bytes.writeUInt32LE(Math.abs(value), 1);
  return bytes;
};
const text = (value: string | undefined): Buffer =>
  value === undefined
    ? number(-1)
    : Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)]);

interface Entry {
  id: number;
  kind: string;
  name: string;
  definition?: string;
  data?: boolean;
}

/** An archive as pg_backup_archiver.c writes it. */
function archive(
  version: 14 | 15 | 16,
  entries: Entry[],
  blocks: Buffer[],
  compression = 0,
): Buffer {
  return Buffer.concat([
    Buffer.from('PGDMP'),
    Buffer.from([1, version, 0, 4, 8, 1]),
    version >= 15 ? Buffer.from([compression]) : number(compression),
    ...[1, 2, 3, 4, 5, 126, 0].map(number),
    ...['uji', '17.1', '17.1'].map(text),
    number(entries.length),
    ...entries.flatMap(({ id, kind, name, definition, data = false }) => [
      ...[number(id), number(data ? 1 : 0), text('0'), text('0'), text(name), text(kind)],
      ...[number(2), text(definition), text(undefined), text(undefined), text('public')],
      ...[text(undefined), text('heap')],
      ...(version >= 16 ? [number(114)] : []),
      ...[text('uji'), text('false'), text('12'), text(undefined), Buffer.alloc(9)],
    ]),
    ...blocks,
  ]);
}

const piece = (content: string): Buffer =>
  Buffer.concat([number(Buffer.byteLength(content)), Buffer.from(content)]);
const rows = (id: number, lines: string[]): Buffer =>
  Buffer.concat([
    Buffer.from([1]),
    number(id),
    ...[...lines.map((line) => `${line}\n`), '\\.\n\n\n'].map(piece),
    number(0),
  ]);
const largeObject = (id: number, content: string): Buffer =>
  Buffer.concat([
    Buffer.from([3]),
    number(id),
    number(16400),
    piece(content),
    number(0),
    number(0),
  ]);

const entries: Entry[] = [
  { id: 1, kind: 'ENCODING', name: 'ENCODING', definition: "SET client_encoding = 'UTF8';" },
  { id: 2, kind: 'TABLE', name: 'warga', definition: 'CREATE TABLE warga ();' },
  { id: 3, kind: 'FUNCTION', name: 'f()', definition: 'CREATE FUNCTION f();' },
  { id: 4, kind: 'TABLE DATA', name: 'warga', data: true },
  { id: 5, kind: 'BLOBS', name: 'BLOBS', data: true },
  { id: 6, kind: 'DATABASE PROPERTIES', name: 'uji', definition: 'ALTER DATABASE uji SET x;\n' },
];
const blocks = [rows(4, ['1\tSiti', '2\tBudi']), largeObject(5, 'isi')];
const whole = archive(16, entries, blocks);

function digest(bytes: Buffer, cuts: number[] = []): DumpReport {
  const digester = new PostgresDigester();
  const places = [0, ...cuts.map((cut) => cut % bytes.length).sort((a, b) => a - b), bytes.length];
  for (const [index, end] of places.entries()) {
    digester.write(Buffer.from(bytes.subarray(places[index - 1] ?? 0, end)));
  }
  return digester.finish();
}

describe('the digests of a PostgreSQL archive', () => {
  const report = digest(whole);

  it('counts rows, objects and bytes', () => {
    expect(report.bytes).toBe(whole.length);
    expect(report.tables).toMatchObject({ 'public.warga': { rows: 2 } });
    expect(report.objects).toMatchObject({
      table: { count: 1 },
      function: { count: 1 },
      'large object content': { count: 1 },
    });
    expect(report.objects.encoding).toBeUndefined();
  });

  it('keeps what a restore into a database that is there leaves out', () => {
    expect(report.after).toBe('ALTER DATABASE uji SET x;\n');
  });

  it('are the same wherever the stream is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 60 }), (cuts) => {
        expect(digest(whole, cuts)).toEqual(report);
      }),
    );
  });

  it.each([14, 15, 16] as const)('are the same in archives of version 1.%i', (version) => {
    expect(digest(archive(version, entries, blocks)).tables).toEqual(report.tables);
  });

  it('differ by a row, a function and a large object', () => {
    const row = digest(
      archive(16, entries, [rows(4, ['1\tSiti', '2\tBudo']), blocks[1] as Buffer]),
    );
    expect(row.tables).not.toEqual(report.tables);
    const object = digest(archive(16, entries, [blocks[0] as Buffer, largeObject(5, 'Isi')]));
    expect(object.objects).not.toEqual(report.objects);
  });

  it('refuse an archive that ended early', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: whole.length - 1 }), (length) => {
        expect(() => digest(whole.subarray(0, length))).toThrow(/BAK031/);
      }),
    );
  });

  it.each([
    ['a compressed one', archive(16, entries, blocks, 1)],
    ['a plain dump', Buffer.from('-- PostgreSQL database dump')],
    ['an unknown block', archive(16, entries, [Buffer.from([9])])],
  ])('refuse %s', (_, bytes) => {
    expect(() => digest(bytes)).toThrow(/BAK032/);
  });
});
