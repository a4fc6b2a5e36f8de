import { describe, expect, it } from 'vitest';
import { withApp } from '../../src/scaffold/agency-file.js';

const entry = ['title: Izin', 'runtime:', '  node: "20"'];

const lines = (indent: string) =>
  ['izin:', ...entry.map((line) => `  ${line}`)].map((line) => `${indent}${line}\n`).join('');

describe('a new app in an agency’s file', () => {
  it.each([
    [
      'comes after the last, comments and order kept',
      '# kepala\nopd: dinkes # singkat\nname: Dinas\napps:\n  # pertama\n  satu:\n    runtime: {static: true}   # di sini\n  # sisa\n',
      (text: string) => text.replace('  # sisa', `${lines('  ')}  # sisa`),
    ],
    [
      'takes the indentation of the others',
      'opd: a\napps:\n    satu: {title: X}\n',
      (text: string) => `${text}${lines('    ')}`,
    ],
    [
      'stands before what follows the apps',
      'apps:\n  satu:\n    title: |\n      dua\n      baris\nopd: a\n',
      (text: string) => text.replace('opd: a', `${lines('  ')}opd: a`),
    ],
    [
      'begins a list that is empty, above its example',
      'opd: a\napps:\n  # contoh:\n  #   title: X\n',
      (text: string) => text.replace('  # contoh', `${lines('  ')}  # contoh`),
    ],
    ['replaces empty braces', 'opd: a\napps: {}\n', () => `opd: a\napps:\n${lines('  ')}`],
    ['begins the list', 'opd: a', () => `opd: a\napps:\n${lines('  ')}`],
    [
      'ends a file without a line break',
      'apps:\n  satu: {title: X}',
      (text: string) => `${text}\n${lines('  ')}`,
    ],
  ])('%s', (_, text, expected) => {
    expect(withApp(text, 'izin', entry)).toBe(expected(text));
  });

  it.each([
    ['apps in braces', 'apps: {satu: {title: X}}\n'],
    ['no mapping', '- a\n'],
    ['a name that is there', 'apps:\n  izin: {title: X}\n'],
  ])('is refused where it is not safe: %s', (_, text) => {
    expect(withApp(text, 'izin', entry)).toBeUndefined();
  });
});
