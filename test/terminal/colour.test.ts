import { describe, expect, it } from 'vitest';
import { hasColour, paint } from '../../src/terminal/colour.js';

describe('hasColour', () => {
  it.each([
    ['a terminal', true, {}, true],
    ['a pipe', false, {}, false],
    ['NO_COLOR', true, { NO_COLOR: '1' }, false],
    ['NO_COLOR over FORCE_COLOR', true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['empty NO_COLOR', true, { NO_COLOR: '' }, true],
    ['FORCE_COLOR on a pipe', false, { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0 on a terminal', true, { FORCE_COLOR: '0' }, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
  ])('%s', (_, isTTY, env, expected) => {
    expect(hasColour({ isTTY }, env)).toBe(expected);
  });
});

describe('paint', () => {
  it('leaves text alone when off', () => {
    expect(paint(false).red('no')).toBe('no');
  });

  it('closes what it opens', () => {
    expect(paint(true).red('no')).toBe('\u001B[31mno\u001B[39m');
  });
});
