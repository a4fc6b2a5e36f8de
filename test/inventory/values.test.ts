import { generateIdentity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isAgeRecipient } from '../../src/inventory/bech32.js';
import { isAddress, normaliseDomain } from '../../src/inventory/domain.js';
import { insideFault, normaliseInside, overlaps } from '../../src/inventory/paths.js';
import { suggest } from '../../src/inventory/suggest.js';
import { isTimezone } from '../../src/inventory/timezone.js';
import { formatBytes, parseBytes, parseDuration } from '../../src/inventory/units.js';

describe('units', () => {
  test.each([
    ['512MiB', 536_870_912],
    ['1.5GiB', 1_610_612_736],
    ['10GB', 1e10],
    ['64 KiB', 65_536],
    ['7B', 7],
    ['2TiB', 2 ** 41],
    ['1kB', 1000],
    ['512', undefined],
    ['1 gigabyte', undefined],
    ['-1GiB', undefined],
    ['', undefined],
  ])('%s', (text, bytes) => expect(parseBytes(text)).toBe(bytes));

  test('formatBytes is read back by parseBytes', () => {
    fc.assert(
      fc.property(fc.nat(999_999_999), fc.constantFrom(1, 2 ** 10, 2 ** 20, 2 ** 30), (n, unit) => {
        expect(parseBytes(formatBytes(n * unit))).toBe(n * unit);
      }),
    );
  });

  test.each([
    ['5s', 5],
    ['2m', 120],
    ['1h', 3600],
    ['250ms', 0.25],
    ['5', undefined],
    ['1d', undefined],
  ])('%s', (text, seconds) => expect(parseDuration(text)).toBe(seconds));
});

describe('age recipients', () => {
  test('keys that age makes, and none with a character changed', async () => {
    const key = await identityToRecipient(await generateIdentity());
    expect(isAgeRecipient(key)).toBe(true);
    for (const at of [4, 20, 61]) {
      const other = key[at] === 'q' ? 'p' : 'q';
      expect(isAgeRecipient(key.slice(0, at) + other + key.slice(at + 1))).toBe(false);
    }
    expect(isAgeRecipient(key.slice(0, -1))).toBe(false);
    expect(isAgeRecipient('')).toBe(false);
  });
});

describe('domains', () => {
  test('normalising twice changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.domain(), fc.string(), fc.webAuthority()), (text) => {
        const once = normaliseDomain(text);
        if (once === undefined) return;
        expect(once).toMatch(/^[a-z0-9.-]+$/);
        expect(normaliseDomain(once)).toBe(once);
      }),
    );
  });

  test('no Unicode can smuggle in a separator', () => {
    for (const text of ['a．go.id/x', 'é@b.id', 'é b.id', 'é%2e.id', '１２７.0.0.1', 'é[.id']) {
      expect([undefined, expect.stringMatching(/^[a-z0-9.-]+$/)]).toContainEqual(
        normaliseDomain(text),
      );
    }
    expect(normaliseDomain('１２７.0.0.1')).toBeUndefined();
  });
});

test('an address is told from a name, and a wrong one is none', () => {
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => isAddress(text)));
  fc.assert(fc.property(fc.domain(), (text) => !isAddress(text)));
  const wrong = ['010.0.0.1', '1.2.3', '1.2.3.4.5', '256.1.1.1', 'fe80::1%eth0', '::1::2', ''];
  expect(wrong.filter(isAddress)).toEqual([]);
});

test('paths that are inside stay inside when normalised', () => {
  const part = fc.constantFrom('..', '.', '', 'a', 'b-c');
  fc.assert(
    fc.property(fc.array(part, { minLength: 1 }), (parts) => {
      const path = parts.join('/');
      if (insideFault(path) !== undefined) return;
      expect(normaliseInside(path)).toMatch(/^(\.|(a|b-c)(\/(a|b-c))*)$/);
    }),
  );
  expect(normaliseInside('../x/../y')).toBe('../y');
  expect(overlaps('/a/b', '/a/bc')).toBe(false);
});

test('time zones', () => {
  expect(['Asia/Jakarta', 'Europe/Rome', 'Asia/Jakata', '../etc', 'UTC'].map(isTimezone)).toEqual([
    true,
    true,
    false,
    false,
    true,
  ]);
});

test('suggestions are near, or none', () => {
  expect(suggest('tsl', ['tls', 'http'])).toBe('tls');
  expect(suggest('domian', ['domain', 'title'])).toBe('domain');
  expect(suggest('zzz', ['tls', 'http'])).toBeUndefined();
  expect(suggest('', ['a'])).toBeUndefined();
  expect(suggest('a', [])).toBeUndefined();
});
