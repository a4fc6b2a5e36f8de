import { expect, test } from 'vitest';
import { withHostKey } from '../../src/server/setup/pin.js';

const key = 'SHA256:6VZEJBr4mng9UTAkTeBaQvNuqhxrx3JWqpL748+bVAo';

test('a block entry gets a line of its own, everything else stays', () => {
  const text = `# yaml-language-server: $schema=x
site: kota        # the site
team:   [ ]
servers:
    # the first
    pusat-1:
        address: 10.0.0.1     # in the rack
        user: induk
    pusat-2: { address: 10.0.0.2 }
`;
  const added = `        hostKey: "${key}"\n        user`;
  expect(withHostKey(text, 'pusat-1', key)).toBe(text.replace('        user', added));
});

test('a flow entry gets it inside the braces', () => {
  const text = 'servers:\n  a: {address: 10.0.0.1, user: induk}   # note\n';
  expect(withHostKey(text, 'a', key)).toBe(
    `servers:\n  a: {address: 10.0.0.1, hostKey: "${key}", user: induk}   # note\n`,
  );
});

test('a pin that is there is replaced', () => {
  const text = `servers:\n  a:\n    hostKey: 'SHA256:old' # once\n    address: x\n`;
  expect(withHostKey(text, 'a', key)).toBe(text.replace(`'SHA256:old'`, `"${key}"`));
});

test('the last line may lack its line break', () => {
  expect(withHostKey('servers:\n  a:\n    address: x', 'a', key)).toBe(
    `servers:\n  a:\n    address: x\n    hostKey: "${key}"`,
  );
});

test('a server that is not there, or not written as a map', () => {
  expect(withHostKey('servers:\n  a: {address: x}\n', 'b', key)).toBeUndefined();
  expect(withHostKey('servers:\n  a:\n', 'a', key)).toBeUndefined();
});
