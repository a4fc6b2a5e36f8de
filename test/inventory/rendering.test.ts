import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/inventory/diagnostic.js';
import { parseInventory } from '../../src/inventory/parse.js';
import { renderDiagnostics } from '../../src/terminal/diagnostics.js';
import { excerptOf } from '../../src/terminal/excerpt.js';

const files = [
  { path: 'site.yaml', text: 'site: kota\ndomian: a.id\nservers: {s1: {address: a}}\n' },
];
const { diagnostics } = parseInventory(files);

describe('renderDiagnostics', () => {
  test('English', () => {
    expect(
      renderDiagnostics(diagnostics, files, { lang: 'en', colour: false, folder: 'inventory' }),
    ).toBe(
      `INV017 inventory/site.yaml:1:1 "domain" is missing
  1 │ site: kota
    │ ^^^^^^^^^^

INV014 inventory/site.yaml:2:1 unknown key "domian"
  2 │ domian: a.id
    │ ^^^^^^
  Did you mean "domain"?`,
    );
  });

  test('Indonesian, in colour', () => {
    const text = renderDiagnostics(diagnostics.slice(1), files, { lang: 'id', colour: true });
    expect(text).toContain('kunci tidak dikenal "domian"');
    expect(text).toContain('Maksud Anda "domain"?');
    expect(text).toContain('\u001b[31m^^^^^^\u001b[39m');
  });

  test('a warning, without position', () => {
    const warning: Diagnostic = { code: 'INV010', severity: 'warning', args: { file: 'x' } };
    expect(renderDiagnostics([warning], [], { lang: 'en', colour: false })).toMatch(
      /^INV010 warning: there is no x/,
    );
  });
});

describe('excerpts', () => {
  const shown = (line: string, place: string) => {
    const { text, marker } = excerptOf(line, line.indexOf(place) + 1, place.length);
    return [text, text.slice(marker.indexOf('^'), marker.length)];
  };

  test('secrets are hidden, and the place still marked', () => {
    expect(shown('env: {A_PASSWORD: "x, y", mode: z}', 'mode')).toEqual([
      'env: {A_PASSWORD: ***, mode: z}',
      'mode',
    ]);
    expect(shown('  API_TOKEN: hunter2, really', 'API_TOKEN')[0]).toBe('  API_TOKEN: ***');
    expect(shown("  sandi: 'it''s'", 'sandi')[0]).toBe('  sandi: ***');
    expect(shown('U: mysql://u:hunter2@h/x', 'mysql')[0]).toBe('U: mysql://u:***@h/x');
    expect(shown('secrets: [SMTP_PASSWORD, smtp]', 'smtp')).toEqual([
      'secrets: [SMTP_PASSWORD, smtp]',
      'smtp',
    ]);
    expect(shown('hostKey: "SHA256:abc"', '"SHA256:abc"')[1]).toBe('"SHA256:abc"');
  });

  test('a long line is cut around the place', () => {
    const [text = '', marked] = shown(`${'a'.repeat(500)}HERE${'b'.repeat(500)}`, 'HERE');
    expect(marked).toBe('HERE');
    expect(text.length).toBeLessThan(110);
  });

  test('nothing of a line can act on the terminal', () => {
    expect(shown('a\u001b[2J: \u202e\tX', 'X')[0]).toBe('a�[2J: �  X');
  });
});
