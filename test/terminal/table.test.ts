import { describe, expect, it } from 'vitest';
import { paint } from '../../src/terminal/colour.js';
import { type Column, csv, table } from '../../src/terminal/table.js';
import { displayWidth, truncate } from '../../src/terminal/width.js';

interface Row {
  app: string;
  title: string;
  size: string;
}

const columns: Column<Row>[] = [
  { title: 'APP', value: (row) => row.app },
  { title: 'TITLE', value: (row) => row.title, flexible: true },
  { title: 'SIZE', value: (row) => row.size, align: 'right' },
];

const rows: Row[] = [
  { app: 'dishub/parkir', title: 'Aplikasi Parkir Kota', size: '10GiB' },
  { app: 'dispar/wisata', title: '観光', size: '9MiB' },
];

const plain = paint(false);

describe('table', () => {
  it('aligns by what is seen, wide characters and colour included', () => {
    const coloured = [...rows, { app: paint(true).red('a/b'), title: '', size: '1B' }];
    expect(table(coloured, columns, { paint: plain })).toBe(
      [
        'APP            TITLE                  SIZE',
        'dishub/parkir  Aplikasi Parkir Kota  10GiB',
        'dispar/wisata  観光                   9MiB',
        '\u001B[31ma/b\u001B[39m                                     1B',
      ].join('\n'),
    );
  });

  it('cuts the flexible column to the terminal', () => {
    const text = table(rows, columns, { paint: plain, width: 36 });
    expect(
      text
        .split('\n')
        .map(displayWidth)
        .every((width) => width <= 36),
    ).toBe(true);
    expect(text).toContain('Aplikasi Park…');
  });

  it('cuts nothing when the width is unknown', () => {
    expect(table(rows, columns, { paint: plain })).not.toContain('…');
  });

  it('keeps a cell on its line', () => {
    const broken = [{ app: 'a/b', title: 'one\ntwo', size: '' }];
    expect(table(broken, columns, { paint: plain }).split('\n')).toHaveLength(2);
  });
});

describe('csv', () => {
  it('follows RFC 4180', () => {
    const odd = [{ app: 'a/b', title: 'says "hi", twice\nover', size: paint(true).red('1') }];
    expect(csv(odd, columns)).toBe('APP,TITLE,SIZE\r\na/b,"says ""hi"", twice\nover",1');
  });
});

it('measures emoji, accents and flags by what the terminal shows', () => {
  expect(displayWidth('e\u0301')).toBe(1);
  expect(displayWidth('🏛️')).toBe(2);
  expect(displayWidth('🇮🇩')).toBe(2);
  expect(truncate('🇮🇩🇮🇩🇮🇩', 5)).toBe('🇮🇩🇮🇩…');
});
