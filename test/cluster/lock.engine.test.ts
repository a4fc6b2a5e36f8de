import type Docker from 'dockerode';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, breakLock, readLock, takeLock } from '../../src/cluster/lock.js';
import { initLocalSwarm } from '../../src/cluster/swarm.js';
import type { Connection } from '../../src/server/connection.js';
import { connectLocal } from '../../src/server/local.js';
import { withSiteLock } from '../../src/session/locked.js';
import type { Site } from '../../src/session/site.js';

const site = `uji-${process.pid}`;
let docker: Docker;
let connection: Connection;

const asker = (name: string, rest: Partial<Asker> = {}): Asker => ({
  holder: `${name}@laptop-${name}`,
  reason: `apply by ${name}`,
  host: `laptop-${name}`,
  pid: 4242,
  now: () => new Date('2030-01-02T03:04:05Z'),
  isAlive: () => true,
  ...rest,
});

beforeAll(async () => {
  connection = await connectLocal('lokal');
  docker = connection.docker;
  await initLocalSwarm(docker);
});

afterEach(async () => {
  await breakLock(docker, site);
});

/** The manager's clock, seconds ahead of the last heartbeat, for so many looks at it. */
function later(seconds: number, looks = Number.POSITIVE_INFINITY): Docker {
  let left = looks;
  const modem = Object.create(docker.modem) as Docker['modem'];
  modem.dial = (options, done) =>
    docker.modem.dial(options, (error, data) => {
      const isInfo = options.path === '/info' && left-- > 0;
      done?.(error, isInfo ? ahead(data, seconds) : data);
    });
  return Object.assign(Object.create(docker) as Docker, { modem });
}

function ahead(info: unknown, seconds: number): object {
  const { SystemTime } = info as { SystemTime: string };
  const time = new Date(Date.parse(SystemTime) + seconds * 1000);
  return { SystemTime: time.toISOString() };
}

describe('the lock', () => {
  it('goes to one of two who ask at once; the other is told who has it', async () => {
    const both = await Promise.allSettled([
      takeLock(docker, site, asker('ani')),
      takeLock(docker, site, asker('budi')),
    ]);
    const winners = both.filter((result) => result.status === 'fulfilled');
    const [loser] = both.filter((result) => result.status === 'rejected');
    expect(winners).toHaveLength(1);
    const holder = (await readLock(docker, site))?.holder;
    expect(loser?.reason).toMatchObject({
      code: 'CLU030',
      exit: 75,
      args: { holder, started: '2030-01-02T03:04:05.000Z', silent: expect.any(Number) },
    });
    await winners[0]?.value.release();
    expect(await readLock(docker, site)).toBeUndefined();
  });

  it('goes to one of many', async () => {
    const names = Array.from({ length: 8 }, (_, i) => `n${i}`);
    const all = await Promise.allSettled(names.map((name) => takeLock(docker, site, asker(name))));
    expect(all.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('is for one site; another has its own', async () => {
    const ours = await takeLock(docker, site, asker('ani'));
    const theirs = await takeLock(docker, `${site}-lain`, asker('budi'));
    await Promise.all([ours.release(), theirs.release()]);
  });

  it('is taken over after a minute of silence, and says from whom', async () => {
    const dead = await takeLock(docker, site, asker('ani'));
    await expect(takeLock(later(50), site, asker('budi'))).rejects.toMatchObject({ exit: 75 });
    const lock = await takeLock(later(61), site, asker('budi'));
    expect(lock.tookOver).toMatchObject({ holder: 'ani@laptop-ani', reason: 'apply by ani' });
    expect(lock.tookOver?.silent).toBeGreaterThanOrEqual(61);
    // The silent one wakes up: what it lets go is not the new one's.
    await dead.release();
    expect((await readLock(docker, site))?.holder).toBe('budi@laptop-budi');
    await lock.release();
  });

  it('goes to one of two who both find it stale', async () => {
    await takeLock(docker, site, asker('ani'));
    const both = await Promise.allSettled([
      takeLock(later(61, 1), site, asker('budi')),
      takeLock(later(61, 1), site, asker('citra')),
    ]);
    const winners = both.filter((result) => result.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    expect(winners[0]?.value.tookOver?.holder).toBe('ani@laptop-ani');
    expect(both.find((result) => result.status === 'rejected')?.reason.code).toBe('CLU030');
  });

  it('is taken over at once from a process of the same machine that is gone', async () => {
    await takeLock(docker, site, asker('ani'));
    const asks = (pid: number) => asker('ani', { isAlive: (asked) => asked !== pid });
    await expect(takeLock(docker, site, asks(1))).rejects.toMatchObject({ code: 'CLU030' });
    const lock = await takeLock(docker, site, asks(4242));
    expect(lock.tookOver?.pid).toBe(4242);
    await lock.release();
  });

  it('is not taken from another machine for want of a process here', async () => {
    await takeLock(docker, site, asker('ani'));
    const stranger = asker('budi', { isAlive: () => false });
    await expect(takeLock(docker, site, stranger)).rejects.toMatchObject({ code: 'CLU030' });
  });

  it('can be broken, and says whose it was', async () => {
    await takeLock(docker, site, asker('ani'));
    expect(await breakLock(docker, site)).toMatchObject({ holder: 'ani@laptop-ani' });
    expect(await breakLock(docker, site)).toBeUndefined();
  });
});

describe('work under the lock', () => {
  const ours = { inventory: { site: { name: site } } } as Site;

  it('releases it after success and after an error', async () => {
    const seen = await withSiteLock(ours, connection, 'uji', { onTakeOver: () => {} }, () =>
      readLock(docker, site),
    );
    expect(seen).toMatchObject({ reason: 'uji', pid: process.pid });
    expect(await readLock(docker, site)).toBeUndefined();
    const fails = withSiteLock(ours, connection, 'uji', { onTakeOver: () => {} }, () => {
      throw new Error('putus');
    });
    await expect(fails).rejects.toThrow('putus');
    expect(await readLock(docker, site)).toBeUndefined();
  });

  it('tells whose lock it took over', async () => {
    await takeLock(
      docker,
      site,
      asker('ani', { host: (await import('node:os')).hostname(), pid: 2 ** 22 - 1 }),
    );
    const told: string[] = [];
    await withSiteLock(
      ours,
      connection,
      'uji',
      { onTakeOver: (from) => told.push(from.holder) },
      async () => {},
    );
    expect(told).toEqual(['ani@laptop-ani']);
  });
});
