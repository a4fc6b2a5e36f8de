import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { isPrepared, type MoverOptions, moversOf } from '../../src/migrate/movers.js';
import { faultOf } from '../server/fault.js';

const { signal } = new AbortController();

/** Movers that note what they are asked, and answer what the test says. */
function recorded(change: Partial<MoverOptions> = {}, answers: Record<string, unknown> = {}) {
  const asked: string[] = [];
  const movers = moversOf(
    async (what, options) => {
      const given = Object.entries(options).map(([name, value]) => ` ${name}=${value}`);
      asked.push(`${what}${given.join('')}`);
      const [proof, objects] = [{ equal: true }, { equal: true }];
      return answers[what] ?? { equal: true, from: 99, proof, objects, undo: { of: what } };
    },
    {
      ...{ method: 'follow', database: 'mariadb', hasFiles: true, digests: false },
      enableLog: false,
      ...{ signal, leave: async () => {} },
      ...change,
    },
  );
  return { asked, movers };
}

describe('movers', () => {
  it('follow there and back', async () => {
    const { asked, movers } = recorded({ enableLog: true });
    const prepared = await movers.prepare(signal);
    const seeded = await movers.seed(signal);
    await movers.follow(signal);
    await movers.verify(signal, seeded);
    const reversed = await movers.reverse(signal);
    await movers.open();
    await movers.carryBack(signal);
    await movers.close(signal, undefined);
    await movers.unreverse(reversed);
    await movers.unfollow();
    await movers.unprepare(prepared);
    expect(asked).toEqual([
      'enable-log',
      'grant-replication',
      'hold',
      'seed-files',
      'verify-files',
      'free',
      'seed-database position=true proof=true',
      'follow within=1',
      'hold',
      // Rows and files side by side.
      'catch-up within=60',
      'finish-files since=99',
      'reverse',
      'open',
      'free',
      'carry-back',
      'close',
      'hold',
      'catch-up-reverse within=60',
      'return-files',
      'stop-reverse undo={"of":"reverse"}',
      'forget',
      'revoke-replication undo={"of":"grant-replication"}',
      'disable-log undo={"of":"enable-log"}',
    ]);
  });

  it('know an old database that was prepared for a dump from one that can be followed', async () => {
    const follows = { method: 'follow', database: 'mariadb' } as const;
    const dumped = await recorded({ method: 'dump' }).movers.prepare(signal);
    expect(isPrepared(follows, dumped)).toBe(false);
    expect(isPrepared({ ...follows, method: 'dump' }, dumped)).toBe(true);
    expect(isPrepared({ method: 'follow' }, dumped)).toBe(true);
    expect(isPrepared(follows, await recorded().movers.prepare(signal))).toBe(true);
  });

  it.each(['mariadb', 'postgres'] as const)(
    'only read an owner’s old side: %s',
    async (database) => {
      const owners = { method: 'dump', database, hasFiles: true, byOwner: true } as const;
      const { asked, movers } = recorded(owners);
      expect(await movers.prepare(signal)).toEqual({});
      expect(await movers.reverse(signal)).toBeUndefined();
      await movers.open();
      await movers.carryBack(signal);
      await movers.close(signal, undefined);
      await movers.unreverse(undefined);
      await movers.unfollow();
      const forgotten = database === 'mariadb' ? ['forget'] : [];
      const back = ['note-opened', 'open', 'free', 'close', 'hold', 'unwritten', ...forgotten];
      expect(asked).toEqual(back);
      const left = recorded({ ...owners, leavesWrites: true });
      await left.movers.close(signal, undefined);
      expect(left.asked).toEqual(['close', 'hold']);
    },
  );

  it('look on the way back at files that have changed since the switch alone', async () => {
    const returned = async (verified: unknown): Promise<string | undefined> => {
      const { asked, movers } = recorded({ database: undefined });
      await movers.close(signal, verified);
      return asked.at(-1);
    };
    expect(await returned({ files: { from: 7, here: 8 } })).toBe('return-files since=7 here=8');
    // A switch of an earlier version noted no clock of this server.
    expect(await returned({ files: { from: 7 } })).toBe('return-files');
    expect(await returned(undefined)).toBe('return-files');
  });

  it('have the pages that were compared before it in the proof', async () => {
    const pages = [{ path: '/', status: 200, title: 'Beranda' }];
    const { movers } = recorded({ pages, hasFiles: false });
    expect(await movers.verify(signal, undefined)).toMatchObject({ pages });
    expect(await recorded({ hasFiles: false }).movers.verify(signal, undefined)).not.toHaveProperty(
      'pages',
    );
  });

  it('dump again in the freeze and compare all, and bring back what was written since', async () => {
    const { asked, movers } = recorded({ method: 'dump', hasFiles: false });
    await movers.prepare(signal);
    await movers.verify(signal, undefined);
    expect(asked).toEqual(['hold', 'seed-database frozen=true', 'verify-database']);
    const reversed = await movers.reverse(signal);
    await movers.close(signal, undefined);
    await movers.unreverse(reversed);
    await movers.unfollow();
    expect(asked.slice(3)).toEqual([
      ...['reverse', 'close', 'hold', 'catch-up-reverse within=60'],
      ...['stop-reverse undo={"of":"reverse"}', 'forget'],
    ]);
  });

  it('bring a database back as a whole where nothing can follow it', async () => {
    const dump = { method: 'dump', database: 'postgres', hasFiles: false } as const;
    const { asked, movers } = recorded(dump);
    expect(await movers.reverse(signal)).toBeUndefined();
    await movers.close(signal, undefined);
    await movers.unreverse(undefined);
    await movers.unfollow();
    expect(asked).toEqual(['close', 'hold', 'return-database', 'forget-return']);
    // The old data stays: what a way back that was given up has brought there does not.
    await movers.commit({});
    expect(asked.at(-1)).toBe('withdraw-return');
  });

  it('try a write on the new side, which is closed again at once when that fails', async () => {
    const failing = async () => {
      throw new Error('500');
    };
    const { asked, movers } = recorded({ hasFiles: false, tryWrite: failing });
    await expect(movers.verify(signal, undefined)).rejects.toThrow('500');
    expect(asked.slice(-4)).toEqual(['free', 'note-alone', 'open', 'close']);
    await movers.unverify(false);
    // Its row is on one side alone, so that nothing can follow any more.
    expect(asked.slice(-2)).toEqual(['close', 'part']);
    await movers.unverify(true);
    expect(asked.at(-1)).toBe('close');
  });

  it('note where the log of a new MariaDB stood before a write is tried there', async () => {
    const tryWrite = async () => ({ status: 200 });
    const caught = { gtid: '0-1-7', logged: '0-1-7,33-33-2', objects: { equal: true } };
    const followed = recorded({ hasFiles: false, tryWrite }, { 'catch-up': caught });
    await followed.movers.verify(signal, undefined);
    expect(followed.asked).toContain('note-alone logged=0-1-7,33-33-2');
    const maria = recorded({ method: 'dump', hasFiles: false, tryWrite });
    await maria.movers.verify(signal, undefined);
    expect(maria.asked.slice(-3)).toEqual(['free', 'note-alone', 'open']);
    await maria.movers.reverse(signal);
    expect(maria.asked.slice(-2)).toEqual(['close', 'reverse']);
    const postgres = { method: 'dump', database: 'postgres', hasFiles: false } as const;
    const other = recorded({ ...postgres, tryWrite });
    await other.movers.verify(signal, undefined);
    expect(other.asked.slice(-2)).toEqual(['free', 'open']);
    await other.movers.reverse(signal);
    expect(other.asked.at(-1)).toBe('close');
    const owners = recorded({ ...postgres, tryWrite, byOwner: true });
    await owners.movers.reverse(signal);
    expect(owners.asked).toEqual(['close', 'note-opened']);
  });

  it('let the old side come to its end when the new one cannot be closed', async () => {
    const asked: string[] = [];
    const act = async (what: string): Promise<unknown> => {
      asked.push(what);
      if (what === 'close') throw new Error('gone');
      await setImmediate();
      asked.push('turned');
      return { undo: 1 };
    };
    const movers = moversOf(act, {
      ...{ method: 'follow', database: 'mariadb', hasFiles: false, digests: false },
      ...{ enableLog: false, signal, leave: async () => {}, tryWrite: async () => ({}) },
    });
    await expect(movers.reverse(signal)).rejects.toThrow('gone');
    expect(asked).toEqual(['close', 'reverse', 'turned']);
  });

  it.each([{}, { database: undefined }])(
    'note from when on the old data may go',
    async (change) => {
      const settlement = { erasable: '2026-04-01' };
      const { movers } = recorded({ ...change, settlement });
      expect(await movers.commit({})).toEqual(settlement);
    },
  );

  it.each([
    ['mariadb', ['forget']],
    ['postgres', []],
  ] as const)('end without an old host that is gone: %s', async (database, told) => {
    const settlement = { oldHostGone: 'rented until June' };
    const { asked, movers } = recorded({ database, settlement });
    const undos = { account: { log: { file: 'x' }, replication: 1 }, reverse: 2 };
    expect(await movers.commit(undos)).toEqual(settlement);
    expect(asked).toEqual(told);
  });

  it('end with nothing left on the old database that knows of the new one', async () => {
    const { asked, movers } = recorded();
    await movers.commit({ account: { log: { file: 'x' }, replication: 1 }, reverse: 2 });
    expect(asked).toEqual([
      ...['stop-reverse undo=2', 'revoke-replication undo=1'],
      ...['leave-log undo={"file":"x"}', 'forget'],
    ]);
  });

  it('let the files come to their end when the rows do not', async () => {
    const ended: string[] = [];
    let finish = () => {};
    const finished = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const movers = moversOf(
      async (what) => {
        if (what === 'catch-up') throw new Error('apart');
        if (what === 'finish-files') await finished;
        ended.push(what);
        return { equal: true, from: 99 };
      },
      {
        ...{ method: 'follow', database: 'mariadb', hasFiles: true, digests: false },
        ...{ enableLog: false, signal, leave: async () => {} },
      },
    );
    const verified = movers.verify(signal, undefined).catch(({ message }) => ended.push(message));
    await setImmediate();
    expect(ended).toEqual(['hold']);
    finish();
    await verified;
    expect(ended).toEqual(['hold', 'finish-files', 'apart']);
  });

  it('prove jobs beside rows and files, and nothing without them', async () => {
    let finish = () => {};
    const asked: string[] = [];
    const jobs = { equal: true, off: 1, ready: 1, left: [] };
    const proveJobs = async () => {
      asked.push('jobs');
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return jobs;
    };
    const others = recorded({ proveJobs });
    const verified = others.movers.verify(signal, undefined);
    await setImmediate();
    expect([...asked, ...others.asked]).toEqual([
      ...['jobs', 'hold', 'catch-up within=60', 'finish-files'],
    ]);
    finish();
    expect(await verified).toMatchObject({ files: { equal: true }, jobs });
    const running = async () => {
      throw new Error('a job runs');
    };
    const { movers } = recorded({ proveJobs: running });
    await expect(movers.verify(signal, undefined)).rejects.toThrow('a job runs');
  });

  it('hash all files in the freeze when they differed before', async () => {
    const { asked, movers } = recorded({ database: undefined });
    await movers.verify(signal, { files: { proof: {} } });
    expect(asked).toEqual(['hold', 'finish-files']);
  });

  it('do not follow what differs from what was copied', async () => {
    const proof = { equal: false, differences: [{ name: 'pegawai' }] };
    const { movers } = recorded({ hasFiles: false }, { 'seed-database': { proof } });
    expect((await faultOf(movers.seed(signal))).args.first).toBe('pegawai');
  });

  it.each([
    [
      'catch-up',
      { objects: { equal: false, differences: [{ name: "view 'v'" }] } },
      'objects',
      "view 'v'",
    ],
    [
      'verify-database',
      { equal: false, differences: [{ name: 'pegawai' }] },
      'database',
      'pegawai',
    ],
    ['finish-files', { equal: false, differences: [{ path: 'a/b' }] }, 'files', 'a/b'],
    ['finish-files', {}, 'files', '-'],
    [
      'finish-files',
      { equal: false, problems: [{ kind: 'vanished', path: '/srv/a', reason: 'vanished' }] },
      'files',
      '/srv/a',
    ],
  ])('prove nothing by %s answering %j', async (what, answer, part, first) => {
    const { movers } = recorded({ digests: true }, { [what]: answer });
    const { code, args } = await faultOf(movers.verify(signal, undefined));
    expect({ code, part: args.part, first: args.first }).toEqual({ code: 'MIG208', part, first });
  });

  it('name the file that the old host does not let be read, and not that it is missing here', async () => {
    const { movers } = recorded(
      {},
      {
        'finish-files': {
          equal: false,
          differences: [{ path: 'rahasia', what: 'missing' }],
          problems: [
            { kind: 'vanished', path: '/srv/lewat', reason: 'vanished' },
            { kind: 'unreadable', path: '/srv/rahasia', reason: 'Permission denied' },
          ],
          problemCount: 250,
        },
      },
    );
    const { code, args } = await faultOf(movers.verify(signal, undefined));
    expect({ code, args }).toEqual({
      code: 'MIG058',
      args: { count: 249, first: '/srv/rahasia', reason: 'Permission denied' },
    });
  });
});
