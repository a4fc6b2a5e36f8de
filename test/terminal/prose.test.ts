import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/terminal/prose/catalogue.js';
import { areas, phrase } from '../../src/terminal/prose/index.js';

const names = Object.keys(areas.en) as (keyof typeof areas.en)[];

function placeholders(text = ''): string[] {
  return [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string))].sort();
}

describe.each(names)('prose of %s', (area) => {
  const en: Catalogue = areas.en[area];
  const id: Catalogue = areas.id[area];

  it('has the same codes in both languages', () => {
    expect(Object.keys(id).sort()).toEqual(Object.keys(en).sort());
  });

  it('knows in Indonesian only what English is given', () => {
    const differing = Object.keys(en).filter((code) => {
      const known = [...placeholders(en[code]?.text), ...placeholders(en[code]?.next)];
      const used = [...placeholders(id[code]?.text), ...placeholders(id[code]?.next)];
      const hasNext = [en[code]?.next, id[code]?.next].map((next) => next !== undefined);
      return used.some((name) => !known.includes(name)) || hasNext[0] !== hasNext[1];
    });
    expect(differing).toEqual([]);
  });
});

it('has each code in one area only', () => {
  const codes = names.flatMap((area) => Object.keys(areas.en[area]));
  expect(codes.filter((code, at) => codes.indexOf(code) !== at)).toEqual([]);
});

describe('phrase', () => {
  it('fills in arguments and leaves unknown placeholders visible', () => {
    expect(phrase('CLI008', { given: 'x {y}' }).text).toBe('unknown command "x {y}"');
    expect(phrase('CLI008').text).toBe('unknown command "{given}"');
  });

  it('speaks Indonesian', () => {
    expect(phrase('CLI005', {}, 'id').text).toBe('tidak dikonfirmasi; tidak ada yang diubah');
  });

  it('loses nothing of a code it does not know', () => {
    expect(phrase('ZZZ999', { a: 1 }).text).toBe('ZZZ999 a=1');
  });

  it('is not fooled by names every object has', () => {
    expect(phrase('constructor', { toString: 1 }).text).toBe('constructor toString=1');
  });
});
