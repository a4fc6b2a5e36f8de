import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, digestOf, shortDigest } from '../../src/desired/digest.js';

/** The same data with the keys of every object in another order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, inner]) => [key, turned(inner)]));
}

describe('canonical JSON', () => {
  it('is the same for equal data, whatever the order of keys', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonicalJson(turned(value))).toBe(canonicalJson(value));
      }),
    );
  });

  it('holds all of the data', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('is what it always was, since what runs is compared by it', () => {
    expect(canonicalJson({ b: [2, { d: 1, c: null }], a: 'x', 10: 1, 9: 2 })).toBe(
      '{"10":1,"9":2,"a":"x","b":[2,{"c":null,"d":1}]}',
    );
    expect(digestOf({ a: 1 })).toBe(
      '015abd7f5cc57a2dd94b7590f04ad8084273905ee33ec5cebeae62276a97f862',
    );
    expect(shortDigest({ a: 1 })).toBe('015abd7f5cc5');
  });
});
