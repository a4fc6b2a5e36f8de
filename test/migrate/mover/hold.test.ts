import type Docker from 'dockerode';
import { describe, expect, it } from 'vitest';
import { setPaused } from '../../../src/migrate/mover/hold.js';

interface Fake {
  Id: string;
  /** What the container itself says; undefined: it is gone. */
  state?: { Running: boolean; Paused: boolean };
}

/** An engine that lists all containers of every service, whatever they say themselves. */
function engine(found: Fake[]) {
  const told: string[] = [];
  const wanted: unknown[] = [];
  const docker = {
    listContainers: async ({ filters }: { filters: { label: string[]; status: string[] } }) => {
      wanted.push(filters.status);
      return filters.label[0]?.endsWith('=pasar-retribusi') ? found : [];
    },
    getContainer: (id: string) => ({
      inspect: async () => {
        const state = found.find(({ Id }) => Id === id)?.state;
        if (state === undefined) throw Object.assign(new Error('no such'), { statusCode: 404 });
        return { State: state };
      },
      pause: async () => void told.push(`pause ${id}`),
      unpause: async () => void told.push(`unpause ${id}`),
    }),
  } as unknown as Docker;
  return { docker, told, wanted };
}

const at = (Id: string, Running: boolean, Paused: boolean): Fake => ({
  Id,
  state: { Running, Paused },
});

describe('containers of an app that is held', () => {
  it.each([
    [true, ['pause runs']],
    [false, ['unpause stands']],
  ])('are told what they are not already, and no other: %s', async (paused, expected) => {
    const found = [
      at('runs', true, false),
      at('stands', true, true),
      at('ended', false, false),
      { Id: 'gone' },
    ];
    const { docker, told, wanted } = engine(found);
    await setPaused(docker, 'pasar-retribusi', paused);
    expect(told).toEqual(expected);
    // A list that is wrong about that hides none.
    expect(wanted).toEqual(Array(3).fill(['running', 'paused']));
  });

  it('are not taken for held when the engine cannot', async () => {
    const { docker } = engine([at('runs', true, false)]);
    const failing = {
      ...docker,
      getContainer: () => ({
        inspect: async () => {
          throw Object.assign(new Error('no disk'), { statusCode: 500 });
        },
      }),
    } as unknown as Docker;
    await expect(setPaused(failing, 'pasar-retribusi', true)).rejects.toThrow('no disk');
  });
});
