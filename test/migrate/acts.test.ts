import { describe, expect, it } from 'vitest';
import { actsOf, type Movers } from '../../src/migrate/acts.js';
import type { ActContext } from '../../src/migrate/advance.js';
import type { Holder } from '../../src/migrate/host/owners-word.js';

const { signal } = new AbortController();
const context: ActContext = { turn: 9, epoch: 9, goal: 'ready', found: {}, undos: {}, signal };

/** A freeze whose two sides note what they were told; one of them may fail. */
function freezing(failing?: 'fence' | 'still') {
  const told: string[] = [];
  const note = (what: string) => async () => {
    told.push(what);
    if (what === failing) throw new Error(what);
    told.push(`${what} ended`);
  };
  const agent = { fence: note('fence'), unfence: note('unfence') } as unknown as Holder;
  const movers = { still: note('still'), wake: note('wake') } as unknown as Movers;
  const options = { budget: 30_000, keyUndo: {}, plan: async () => ({}) as never };
  return { told, freeze: actsOf(agent, movers, options).freeze };
}

describe('a freeze', () => {
  it('holds both sides at once', async () => {
    const { told, freeze } = freezing();
    await freeze.do(context);
    expect(told).toEqual(['fence', 'fence ended', 'still', 'still ended']);
  });

  it.each([
    ['fence', ['fence', 'still', 'still ended']],
    ['still', ['fence', 'fence ended', 'still']],
  ] as const)('that fails at one side has ended at the other: %s', async (failing, expected) => {
    const { told, freeze } = freezing(failing);
    await expect(freeze.do(context)).rejects.toThrow(failing);
    expect(told).toEqual(expected);
  });

  it.each([
    ['ready', ['unfence', 'unfence ended', 'wake', 'wake ended']],
    ['back', ['unfence', 'unfence ended']],
  ] as const)('that is over lets go the new side, where it stays: %s', async (goal, expected) => {
    const { told, freeze } = freezing();
    await freeze.undo({ ...context, goal });
    expect(told).toEqual(expected);
  });
});
