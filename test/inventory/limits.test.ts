import { describe, expect, test } from 'vitest';
import { maxFileBytes } from '../../src/inventory/limits.js';
import { parseInventory } from '../../src/inventory/parse.js';

const site = { path: 'site.yaml', text: 'site: kota\ndomain: a.id\nservers: {s1: {address: a}}\n' };
const findings = (text: string) =>
  parseInventory([site, { path: 'opd/dishub.yaml', text }]).diagnostics.map(
    ({ code, at }) => `${code} ${at?.line}:${at?.column}`,
  );

describe('hostile files', () => {
  test('too large, in bytes and not in characters', () => {
    const padding = '#'.repeat(maxFileBytes - 30);
    expect(findings(`opd: dishub\nname: x\n${padding}`)).toEqual([]);
    expect(findings(`opd: dishub\nname: x\n${padding}${'é'.repeat(30)}`)).toEqual(['INV003 1:1']);
  });

  test('control characters and characters that turn text around', () => {
    expect(findings('opd: dishub\nname: a\u0000b\n')).toEqual(['INV005 2:8']);
    expect(findings('opd: dishub\r\nname: a\u202eb\n')).toEqual(['INV005 2:8']);
    expect(findings('\ufeffopd: dishub\r\nname: "a\tb"\r\n')).toEqual(['INV022 2:7']);
  });

  test('a megabyte of open brackets', () => {
    expect(findings('['.repeat(maxFileBytes))).toEqual(['INV008 1:1']);
    expect(findings(`a: ${'{a: '.repeat(5000)}`)).toEqual(['INV008 1:1']);
    expect(
      findings(`${Array.from({ length: 1400 }, (_, i) => `${' '.repeat(i)}a:\n`).join('')}`)[0],
    ).toMatch(/^INV008 /);
  });

  test('ten thousand keys, all wrong, are cut short', () => {
    const keys = Array.from({ length: 10_000 }, (_, i) => `k${i}: 1\n`).join('');
    const found = findings(`opd: dishub\nname: x\n${keys}`);
    expect(found).toHaveLength(100);
    expect(found[0]).toBe('INV014 3:1');
  });

  test('names of Object’s own properties are names like others', () => {
    expect(findings('opd: dishub\nname: x\n__proto__: {polluted: 1}\nconstructor: 1\n')).toEqual([
      'INV014 3:1',
      'INV014 4:1',
    ]);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });
});
