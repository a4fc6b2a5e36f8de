import type Docker from 'dockerode';
import { expect, it } from 'vitest';
import { takeLock } from '../../src/cluster/lock.js';
import { Fault } from '../../src/fault.js';

const who = {
  holder: 'budi@laptop',
  reason: 'induk apply',
  ...{ host: 'laptop', pid: 7, now: () => new Date(), isAlive: () => true },
};

/** An engine whose answers to the first removals are broken off. */
function engine(broken: number) {
  const removed: string[] = [];
  const docker = {
    createConfig: async () => ({ id: 'satu' }),
    getConfig: (id: string) => ({
      remove: async () => {
        removed.push(id);
        if (removed.length <= broken)
          throw new Fault('SRV033', { server: 'pusat', reason: 'reset' });
      },
    }),
  } as unknown as Docker;
  return { docker, removed };
}

it('is let go although the answer to that was broken off', async () => {
  const { docker, removed } = engine(1);
  const lock = await takeLock(docker, 'kota', who);
  await lock.release();
  expect(removed).toEqual(['satu', 'satu']);
});

it('is not let go for ever', async () => {
  const { docker } = engine(2);
  const lock = await takeLock(docker, 'kota', who);
  await expect(lock.release()).rejects.toMatchObject({ code: 'SRV033' });
});
