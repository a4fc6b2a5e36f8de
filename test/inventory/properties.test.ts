import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Diagnostic } from '../../src/inventory/diagnostic.js';
import { parseInventory } from '../../src/inventory/parse.js';
import { renderDiagnostics } from '../../src/terminal/diagnostics.js';
import { readExample } from './read-example.js';

const example = readExample();

/** Pieces of YAML that are likely to upset a parser, strung together at random. */
const yamlish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'opd: dishub\n',
        'name: x\n',
        'apps:\n',
        '  parkir:\n',
        '    runtime: {php: "8.2"}\n',
        '    source: apps/x\n',
        '- ',
        ': ',
        '? ',
        '{',
        '}',
        '[',
        ']',
        '"',
        "'",
        '|\n',
        '>\n',
        '\t',
        '&a ',
        '*a ',
        '!!',
        '---\n',
        '...\n',
        '%YAML 1.1\n',
        '\r\n',
        '\u2028',
        '\u0000',
        '__proto__: 1\n',
        'constructor: {}\n',
        '<<: *a\n',
        'servers:\n',
        '# ',
        '\ud800',
        '1.10',
        '~',
        '🏛️',
      ),
      fc.string({ maxLength: 8, unit: 'binary' }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

/** One of the example's files with a stretch replaced by something else. */
const damaged = fc
  .record({
    file: fc.nat(example.length - 1),
    at: fc.nat(2000),
    cut: fc.nat(40),
    put: fc.oneof(yamlish, fc.string({ maxLength: 20 })),
  })
  .map(({ file, at, cut, put }) =>
    example.map((each, i) => {
      if (i !== file) return each;
      const start = at % each.text.length;
      return { ...each, text: each.text.slice(0, start) + put + each.text.slice(start + cut) };
    }),
  );

const inventories = fc.oneof(
  damaged,
  fc.tuple(yamlish, yamlish).map(([site, opd]) => [
    { path: 'site.yaml', text: site },
    { path: 'opd/dishub.yaml', text: opd },
  ]),
);

describe('parseInventory, on any text', () => {
  test('never throws, points inside the files, and says nothing of a broken rule twice', () => {
    fc.assert(
      fc.property(inventories, (files) => {
        const { diagnostics, inventory } = parseInventory(files);
        for (const each of diagnostics) expectInside(each, files);
        const hasErrors = diagnostics.some(({ severity }) => severity === 'error');
        expect(inventory === undefined).toBe(hasErrors);
        const keys = diagnostics.map((each) => JSON.stringify(each));
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 400 },
    );
  });

  test('can be rendered without control characters', () => {
    fc.assert(
      fc.property(inventories, fc.boolean(), (files, colour) => {
        const { diagnostics } = parseInventory(files);
        const text = renderDiagnostics(diagnostics, files, { lang: 'en', colour });
        // biome-ignore lint/suspicious/noControlCharactersInRegex: only line breaks and colour may be there
        expect(text.replace(/\u001b\[\d+m/g, '')).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
      }),
      { numRuns: 150 },
    );
  });

  test('gives the same result whatever the order of the files', () => {
    fc.assert(
      fc.property(inventories, fc.gen(), (files, pick) => {
        const order = pick(fc.shuffledSubarray, files, {
          minLength: files.length,
          maxLength: files.length,
        });
        const { origins: _, ...once } = parseInventory(files);
        const { origins: __, ...again } = parseInventory(order);
        expect(JSON.stringify(again)).toBe(JSON.stringify(once));
      }),
      { numRuns: 150 },
    );
  });
});

function expectInside({ code, at }: Diagnostic, files: { path: string; text: string }[]): void {
  if (at === undefined) {
    expect(code).toBe('INV010');
    return;
  }
  const text = files.find(({ path }) => path === at.file)?.text ?? '';
  const line = text.split('\n')[at.line - 1];
  expect(line, `${code} line ${at.line}`).toBeDefined();
  expect(at.column).toBeGreaterThan(0);
  expect(at.column - 1 + at.length, code).toBeLessThanOrEqual((line ?? '').length);
}
