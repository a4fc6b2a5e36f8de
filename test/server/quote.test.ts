import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quote } from '../../src/server/quote.js';

const word = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom(...'\'"\\`$!*?[]{}()<>|&;#~= \t\n-aé') }),
);

/** Strings an argv can carry: no NUL. */
const argument = word.filter((text) => !text.includes('\0'));

test.each(['sh', 'bash'])('%s sees exactly the words that were quoted', (shell) => {
  fc.assert(
    fc.property(fc.array(argument, { minLength: 1, maxLength: 40 }), (words) => {
      const command = quote(['printf', '%s\\0', ...words]);
      const seen = execFileSync(shell, ['-c', command], { encoding: 'utf8' });
      expect(seen).toBe(`${words.join('\0')}\0`);
    }),
    { numRuns: 150 },
  );
});

test('harmless words stay readable', () => {
  expect(quote(['docker', 'ps', '--format=x'])).toBe('docker ps --format=x');
});

test('a program name with an equals sign is no assignment', () => {
  expect(quote(['A=b', 'C=d'])).toBe("'A=b' C=d");
});

test('an empty word stays a word', () => {
  expect(quote(['echo', ''])).toBe("echo ''");
});

test('a NUL byte is refused', () => {
  expect(() => quote(['a\0b'])).toThrow(TypeError);
});
