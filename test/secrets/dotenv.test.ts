import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DotenvError, formatDotenv, parseDotenv } from '../../src/secrets/dotenv.js';

const keys = fc.stringMatching(/^[A-Z_][A-Z0-9_]{0,12}$/);
const values = fc
  .oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({
      unit: fc.constantFrom('"', "'", '\\', '$', '`', '\n', '\r', '#', ' ', '=', 'n', 'r'),
    }),
  )
  .map((value) => value.replaceAll('\0', ''));
const entries = fc.uniqueArray(fc.tuple(keys, values), { selector: ([key]) => key });

describe('dotenv', () => {
  it('reads back every value it writes, in order', () => {
    fc.assert(
      fc.property(entries, (list) => {
        expect([...parseDotenv(formatDotenv(list))]).toEqual(list);
      }),
      { numRuns: 500 },
    );
  });

  it('is read the same by sh, as long as there is no carriage return', () => {
    fc.assert(
      fc.property(values, (value) => {
        const plain = value.replaceAll('\r', '');
        const script = `${formatDotenv([['VALUE', plain]])}printf %s. "$VALUE"`;
        expect(execFileSync('sh', { input: script, encoding: 'utf8' })).toBe(`${plain}.`);
      }),
      { numRuns: 40 },
    );
  });

  it('keeps a PEM with several lines, with either line ending', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nMC4CAQAw\n+/==\n-----END PRIVATE KEY-----\n';
    for (const value of [pem, pem.replaceAll('\n', '\r\n')]) {
      expect(parseDotenv(formatDotenv([['TLS_KEY', value]])).get('TLS_KEY')).toBe(value);
    }
  });

  it('reads long values without running out of stack', () => {
    const value = 'x"\\\n'.repeat(300_000);
    expect(parseDotenv(formatDotenv([['LONG', value]])).get('LONG')).toBe(value);
  });

  it.each([
    ['comments and blank lines', '# a\n\n  # b\nA="1"\n#c', { A: '1' }],
    ['export', 'export A="1"', { A: '1' }],
    ['unquoted with a comment', 'A=one two  # three\nB=#x', { A: 'one two', B: '#x' }],
    ['single quotes, raw', "A='a\\n$b\nc'", { A: 'a\\n$b\nc' }],
    ['escapes of other tools', 'A="a\\nb\\tc\\rd\\qe"', { A: 'a\nb\tc\rd\\qe' }],
    ['spaces around the equals sign', 'A = "1" # x', { A: '1' }],
    ['CRLF files with a byte order mark', '\uFEFFA="1"\r\nB=2\r\n', { A: '1', B: '2' }],
    ['empty values', 'A=\nB=""', { A: '', B: '' }],
    ['nothing', '', {}],
  ])('reads %s', (_, text, expected) => {
    expect(Object.fromEntries(parseDotenv(text))).toEqual(expected);
  });

  it.each([
    ['A="1"\nb="2"', 2, 'key'],
    ['A="1"\n\nA="2"', 3, 'duplicate'],
    ['A "1"', 1, 'equals'],
    ['A="1\n2', 1, 'unclosed'],
    ["A='1", 1, 'unclosed'],
    ['A="1\n2"x', 2, 'trailing'],
    ['A="\0"', 1, 'nul'],
  ])('refuses %j', (text, line, flaw) => {
    const error = caught(() => parseDotenv(text));
    expect(error).toBeInstanceOf(DotenvError);
    expect(error).toMatchObject({ line, flaw });
  });

  it('never quotes the text in an error', () => {
    expect(String(caught(() => parseDotenv('A="hunter2')))).not.toContain('hunter2');
  });
});

function caught(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  return undefined;
}
