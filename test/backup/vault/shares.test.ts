import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  combineShares,
  groupsOf,
  isEnough,
  readShare,
  shareTexts,
  splitKey,
  splitOf,
} from '../../../src/backup/vault/shares.js';
import { faultOf, newIdentity } from '../../secrets/workplace.js';

async function shares(threshold: number, total: number) {
  const { key } = await newIdentity();
  return { key: key.reveal(), texts: await splitKey(key, { threshold, total }) };
}

const alphabet = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

describe('shares', () => {
  it('give the key back from every three of five, in any order', async () => {
    const { key, texts } = await shares(3, 5);
    const read = texts.map((text) => readShare(text));
    expect(read.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5]);
    for (const [a, b, c] of [
      [0, 1, 2],
      [4, 2, 0],
      [3, 1, 4],
      [2, 3, 1],
    ] as const) {
      const three = [read[a], read[b], read[c]].filter((share) => share !== undefined);
      expect((await combineShares(three)).reveal()).toBe(key);
    }
    expect((await combineShares(read)).reveal()).toBe(key);
  });

  it('are read as they are printed, in groups and lines, with remarks and capitals', async () => {
    const { key, texts } = await shares(2, 2);
    const paper = texts.map((text, i) => `# Share ${i + 1} of 2\n${groupsOf(text).join('\n')}\n`);
    const read = shareTexts(paper.join('\n').toUpperCase()).map((text) => readShare(text));
    expect((await combineShares(read)).reveal()).toBe(key);
    expect(
      Math.max(
        ...paper
          .join('\n')
          .split('\n')
          .map((line) => line.length),
      ),
    ).toBeLessThan(40);
  });

  it('tell a mistake in any place, and where it is', async () => {
    const { texts } = await shares(2, 3);
    const [text = ''] = texts;
    const head = text.lastIndexOf('1') + 1;
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: head, max: text.length - 1 }),
        fc.constantFrom(...alphabet, 'b', 'o', 'i'),
        async (at, char) => {
          fc.pre(text[at] !== char);
          const wrong = text.slice(0, at) + char + text.slice(at + 1);
          const { code, args } = await faultOf(() => readShare(wrong, 2));
          const group = Math.floor((at - head) / 4);
          const reads = text.slice(head + group * 4, head + group * 4 + 4);
          expect({ code, args }).toEqual({
            code: 'BAK070',
            args: { place: 2, group: group + 1, reads },
          });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('tell two swapped groups, a missing character and a text that is none', async () => {
    const { texts } = await shares(2, 3);
    const [text = ''] = texts;
    const groups = text.slice(11).match(/.{1,4}/g) ?? [];
    [groups[3], groups[4]] = [groups[4] ?? '', groups[3] ?? ''];
    expect((await faultOf(() => readShare(`indukshare1${groups.join('')}`))).code).toBe('BAK070');
    const short = await faultOf(() => readShare(text.slice(0, -1), 3));
    expect([short.code, short.args]).toEqual(['BAK071', { place: 3, given: 71, wanted: 72 }]);
    expect((await faultOf(() => readShare('AGE-SECRET-KEY-1'))).code).toBe('BAK071');
    expect((await faultOf(() => readShare(''))).code).toBe('BAK071');
  });

  it('are refused when too few, even the same one three times', async () => {
    const { texts } = await shares(3, 5);
    const read = texts.map((text) => readShare(text));
    expect(isEnough(read.slice(0, 2))).toBe(false);
    const few = await faultOf(() => combineShares(read.slice(0, 2)));
    expect([few.code, few.args]).toEqual(['BAK073', { given: 2, needed: 3 }]);
    const [one] = read;
    const same = await faultOf(() => combineShares(one ? [one, one, one] : []));
    expect([same.code, same.args]).toEqual(['BAK073', { given: 1, needed: 3 }]);
    expect((await faultOf(() => combineShares([]))).code).toBe('BAK073');
  });

  it('are refused when they are of two keys', async () => {
    const [one, other] = [await shares(2, 2), await shares(2, 2)];
    const mixed = [one.texts[0], other.texts[1]].map((text) => readShare(text ?? ''));
    expect((await faultOf(() => combineShares(mixed))).code).toBe('BAK072');
  });

  it('are as many as a person may ask for', async () => {
    expect(splitOf('3/5')).toEqual({ threshold: 3, total: 5 });
    for (const text of ['1/5', '6/5', '3/21', '3', '3 of 5', '-3/5', '3/5/7', '']) {
      expect((await faultOf(() => splitOf(text))).code, text).toBe('BAK075');
    }
  });
});
