import { describe, expect, it } from 'vitest';
import { enoughRounds, type Round } from '../../../src/migrate/files/rounds.js';

const round = (more: Partial<Round>): Round => ({
  seconds: 60,
  files: 100,
  received: 1e9,
  deleted: 0,
  ...more,
});
const first = round({});

describe('rounds of copying files', () => {
  it.each([
    ['go on when nothing was done yet', [], undefined],
    ['go on after the first, that brought something', [first], undefined],
    ['end when there was nothing at all', [round({ files: 0 })], 'still'],
    ['go on when only something was deleted', [round({ files: 0, deleted: 1 })], undefined],
    ['end when the second found nothing', [first, round({ files: 0, seconds: 9 })], 'still'],
    ['end when the last was short', [first, round({ seconds: 2 })], 'short'],
    ['go on while each brings less than half', [first, round({ received: 4e8 })], undefined],
    ['end when as much comes in meanwhile', [first, round({ received: 6e8 })], 'steady'],
  ])('%s', (_, rounds, enough) => {
    expect(enoughRounds(rounds)).toBe(enough);
  });

  it('end at the number that is allowed', () => {
    expect(enoughRounds([first], { short: 3, most: 1 })).toBe('most');
  });

  it('end for any figures', () => {
    const shrinking = (n: number) => round({ received: 1e9 / 3 ** n });
    const rounds = Array.from({ length: 6 }, (_, n) => shrinking(n));
    expect(enoughRounds(rounds)).toBe('most');
  });
});
