import { describe, expect, it } from 'vitest';
import { fill } from '../../src/scaffold/fill.js';

const words = {
  title: 'Izin <b> "cepat"',
  owner: '',
  isOpen: true,
  services: [
    { name: 'satu', documents: [{ label: 'KTP' }, { label: 'KK' }] },
    { name: 'dua', documents: [] },
  ],
  tags: ['a', 'b'],
};

function filled(text: string, path = 'a.md', parts: Record<string, string> = {}) {
  const known = Object.entries(parts).map(
    ([name, part]) => [name, { path: `parts/${name}`, text: part }] as const,
  );
  return fill(text, { path, words, parts: new Map(known) });
}

const codes = (text: string, parts = {}) =>
  filled(text, 'a.md', parts).diagnostics.map(
    ({ code, at }) => `${code} ${at?.file}:${at?.line}:${at?.column}`,
  );

describe('a template’s text', () => {
  it.each([
    ['words', 'a {{ title }} z', 'a Izin <b> "cepat" z'],
    ['a block, which takes its lines with it', '{{#if isOpen}}\nya\n{{/if}}\nz', 'ya\nz'],
    ['what else', '{{#if owner}}a{{else}}b{{/if}}', 'b'],
    [
      'lists in lists, and words from around them',
      '{{#each services}}\n{{name}}:{{#each documents}} {{label}}{{#if isLast}}.{{/if}}{{/each}}{{#if isOpen}}!{{/if}}\n{{/each}}',
      'satu: KTP KK.!\ndua:!\n',
    ],
    ['whether a list has anything', '{{#each services}}{{#if documents}}x{{/if}}{{/each}}', 'x'],
    ['lists of texts', '{{#each tags}}<{{this}}>{{/each}}', '<a><b>'],
  ])('says %s', (_, text, expected) => {
    expect(filled(text)).toEqual({ text: expected, diagnostics: [] });
  });

  it('takes parts in', () => {
    const parts = { 'kepala.md': '# {{title}}\n{{> kaki.md}}', 'kaki.md': '--\n' };
    expect(filled('{{> kepala.md}}\nisi', 'a.md', parts).text).toBe('# Izin <b> "cepat"\n--\nisi');
  });

  it.each([
    ['a.html', 'Izin &#60;b&#62; &#34;cepat&#34;'],
    ['a.json', 'Izin <b> \\"cepat\\"'],
    ['a.csv', 'Izin <b> ""cepat""'],
    ['a.txt', 'Izin <b> "cepat"'],
  ])('is escaped as %s needs it', (path, expected) => {
    expect(filled('{{title}}', path).text).toBe(expected);
  });

  it.each([
    ['an unknown word', 'x\n  {{titel}}', ['NEW081 project/a.md:2:3']],
    [
      'it once, however often a loop comes by',
      '{{#each tags}}{{x}}{{/each}}',
      ['NEW081 project/a.md:1:15'],
    ],
    [
      'it where nothing is said today, too',
      '{{#if owner}}{{x}}{{/if}}',
      ['NEW081 project/a.md:1:14'],
    ],
    ['a list as a word', '{{services}}', ['NEW081 project/a.md:1:1']],
    ['a word as a list', '{{#each title}}{{/each}}', ['NEW085 project/a.md:1:1']],
    ['a block without an end', 'a\n{{#if title}}b', ['NEW082 project/a.md:2:1']],
    ['an end without a block', '{{/each}}', ['NEW083 project/a.md:1:1']],
    [
      'the wrong end',
      '{{#if title}}{{/each}}',
      ['NEW082 project/a.md:1:1', 'NEW083 project/a.md:1:14'],
    ],
    ['an unknown part', '{{> ../rahasia}}', ['NEW086 project/a.md:1:1']],
    [
      'names every object has',
      '{{constructor}} {{__proto__}}',
      ['NEW081 project/a.md:1:1', 'NEW081 project/a.md:1:17'],
    ],
  ])('is told of %s', (_, text, expected) => expect(codes(text)).toEqual(expected));

  it('is told of a part that contains itself, and of what is wrong in a part', () => {
    expect(codes('{{> a}}', { a: '{{> b}}', b: '{{> a}}' })).toEqual(['NEW086 parts/b:1:1']);
    expect(codes('{{> a}}', { a: 'x\n{{y}}' })).toEqual(['NEW081 parts/a:2:1']);
  });

  it('suggests the word that was meant', () => {
    expect(filled('{{titel}}').diagnostics[0]?.suggestion).toBe('title');
  });
});
