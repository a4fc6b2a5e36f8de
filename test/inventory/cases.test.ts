import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Diagnostic } from '../../src/inventory/diagnostic.js';
import { parseInventory } from '../../src/inventory/parse.js';
import { renderDiagnostics } from '../../src/terminal/diagnostics.js';
import { phrase } from '../../src/terminal/prose/index.js';

/**
 * Each file of cases/ is one inventory and what must be said about it, as
 * `CODE file:line:column key=value… ? suggestion`. An inventory without findings must resolve.
 */
interface Case {
  /** By path; a site.yaml that is not given is this one, null leaves it out. */
  files?: Record<string, string | null>;
  expect: string[];
}

const folder = join(import.meta.dirname, 'cases');
const site = `site: kota-contoh
domain: contoh.go.id
servers:
  pusat-1: {address: 10.20.0.11}
`;

describe.each(readdirSync(folder))('%s', (name) => {
  const text = readFileSync(join(folder, name), 'utf8');
  const { files: given = {}, expect: expected } = parse(text) as Case;
  const files = Object.entries({ 'site.yaml': site, ...given }).flatMap(([path, content]) =>
    content === null ? [] : [{ path, text: content }],
  );
  const { diagnostics, inventory } = parseInventory(files);

  test('finds exactly this', () => {
    expect(diagnostics.map(summary)).toEqual(expected);
    expect(inventory === undefined).toBe(expected.length > 0);
  });

  test.each(['en', 'id'] as const)('can be told in %s', (lang) => {
    for (const { code, args } of diagnostics) {
      const { text, next = '' } = phrase(code, args, lang);
      expect(`${text} ${next}`, code).not.toMatch(new RegExp(`\\{\\w+\\}|undefined|^${code}`));
    }
    expect(renderDiagnostics(diagnostics, files, { lang, colour: false })).not.toMatch(/hunter2/);
  });
});

function summary({ code, at, args, suggestion }: Diagnostic): string {
  const where = at === undefined ? '-' : `${at.file}:${at.line}:${at.column}+${at.length}`;
  const data = Object.entries(args).map(([key, value]) => `${key}=${value}`);
  return [code, where, ...data, ...(suggestion === undefined ? [] : ['?', suggestion])].join(' ');
}
