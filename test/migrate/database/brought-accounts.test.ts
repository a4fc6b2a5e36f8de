import { describe, expect, it } from 'vitest';
import { choose } from '../../../src/migrate/database/accounts.js';
import { hasOther, withoutGone } from '../../../src/migrate/database/brought-accounts.js';

const [one, other, third] = ['1', '2', '3'].map((digit) => `*${digit.repeat(40)}`) as string[];

describe('accounts that were brought', () => {
  it('go when the old server has them no more', () => {
    const none = choose([], { database: 'app', user: 'app' });
    const known = { ...none, names: ['`a`@`%`', '`peran`', '`b`@`localhost`'] };
    const now = { ...none, names: ['`b`@`localhost`'] };
    expect(withoutGone(known, now)).toBe(
      'DROP USER IF EXISTS `a`@`%`;\nDROP ROLE IF EXISTS `peran`;\n',
    );
    expect(withoutGone(undefined, now)).toBe('');
  });

  it.each([
    ['the same as ever', [one], [one], one, false],
    ['the same as ever, which was another one here', [one], [one], other, false],
    ['changed on the old server alone', [other], [one], one, true],
    ['changed on both', [other], [one], other, false],
    ['changed for one of its hosts', [one, other], [one, one], one, false],
    ['changed for all of its hosts', [third, other], [one, one], one, true],
    ['proven in a way that tells nothing here', [], [one], one, false],
    ['proven here in such a way', [other], [one], '', false],
  ])('of the app have another password when it was %s', (_, now, before, here, is) => {
    expect(hasOther(now as string[], before as string[], here as string)).toBe(is);
  });
});
