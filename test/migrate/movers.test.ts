import { describe, expect, it } from 'vitest';
import { type MoverOptions, moversOf } from '../../src/migrate/movers.js';
import { faultOf } from '../server/fault.js';

const { signal } = new AbortController();

/** Movers that note what they are asked, and answer what the test says. */
function recorded(change: Partial<MoverOptions> = {}, answers: Record<string, unknown> = {}) {
  const asked: string[] = [];
  const movers = moversOf(
    async (what, options) => {
      const given = Object.entries(options).map(([name, value]) => ` ${name}=${value}`);
      asked.push(`${what}${given.join('')}`);
      return answers[what] ?? { equal: true, undo: { of: what } };
    },
    {
      ...{ method: 'follow', hasDatabase: true, hasFiles: true, digests: false, enableLog: false },
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
    await movers.seed(signal);
    await movers.follow(signal);
    await movers.verify(signal);
    const reversed = await movers.reverse(signal);
    await movers.open();
    await movers.close(signal);
    await movers.unreverse(reversed);
    await movers.unfollow();
    await movers.unprepare(prepared);
    expect(asked).toEqual([
      'enable-log',
      'grant-replication',
      'seed-files',
      'seed-database position=true',
      'follow within=1',
      'catch-up within=60',
      'seed-files rounds=1',
      'verify-files',
      'reverse',
      'open',
      'close',
      'catch-up-reverse within=60',
      'return-files',
      'stop-reverse undo={"of":"reverse"}',
      'forget',
      'revoke-replication undo={"of":"grant-replication"}',
      'disable-log undo={"of":"enable-log"}',
    ]);
  });

  it('dump again in the freeze and compare all, and do not go back with a loss', async () => {
    const { asked, movers } = recorded({ method: 'dump', hasFiles: false });
    await movers.verify(signal);
    expect(asked).toEqual(['seed-database position=false', 'verify-database']);
    expect((await faultOf(movers.close(signal))).code).toBe('MIG209');
    expect(asked.at(-1)).toBe('close');
  });

  it.each([
    [
      'verify-database',
      { equal: false, differences: [{ name: 'pegawai' }] },
      'database',
      'pegawai',
    ],
    ['verify-files', { equal: false, differences: [{ path: 'a/b' }] }, 'files', 'a/b'],
    ['verify-files', {}, 'files', '-'],
  ])('prove nothing by %s answering %j', async (what, answer, part, first) => {
    const { movers } = recorded({ digests: true }, { [what]: answer });
    const { code, args } = await faultOf(movers.verify(signal));
    expect({ code, part: args.part, first: args.first }).toEqual({ code: 'MIG208', part, first });
  });
});
