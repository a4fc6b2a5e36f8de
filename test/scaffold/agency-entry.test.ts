import { describe, expect, it } from 'vitest';
import { entryIn, withEntry } from '../../src/scaffold/agency-entry.js';

const file = `# kepala
opd: dinkes # singkat
apps:
  satu: {title: Satu}
  # izin kami
  izin:
    # judul
    title: Izin   # resmi
    runtime:
      node: "20"

    spbe:
      personalData: false # belum
    # sampai sini
  # lalu
  dua:
    title: |
      Dua
      baris
name: Dinas
`;

describe('the entry of one app', () => {
  it('is read as it is written, without its indentation', () => {
    expect(entryIn(file, 'izin')).toEqual([
      'title: Izin   # resmi',
      'runtime:',
      '  node: "20"',
      '',
      'spbe:',
      '  personalData: false # belum',
    ]);
    expect(entryIn(file, 'dua')).toEqual(['title: |', '  Dua', '  baris']);
  });

  it('is replaced, and nothing else', () => {
    const lines = (entryIn(file, 'izin') ?? []).map((line) => line.replace('false', 'true'));
    const more = [...lines, '  retention: 5 tahun'];
    expect(withEntry(file, 'izin', more)).toBe(
      file.replace('false # belum', 'true # belum\n      retention: 5 tahun'),
    );
    expect(withEntry(file, 'dua', ['title: Dua'])).toBe(
      file.replace('title: |\n      Dua\n      baris', 'title: Dua'),
    );
  });

  it.each([
    ['in braces', file, 'satu'],
    ['that is not there', file, 'tiga'],
    ['with a comment further out', 'apps:\n  izin:\n    title: A\n# x\n    function: b\n', 'izin'],
    ['in a broken file', 'apps:\n  izin:\n    title: [\n', 'izin'],
  ])('is left alone %s', (_, text, name) => {
    expect(entryIn(text, name)).toBeUndefined();
  });

  it('is not replaced by what would change others', () => {
    expect(withEntry(file, 'izin', ['title: A', '}'])).toBeUndefined();
    expect(withEntry(file, 'satu', ['title: A'])).toBeUndefined();
  });
});
