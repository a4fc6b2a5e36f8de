import { describe, expect, it, vi } from 'vitest';
import { Fault } from '../../../src/fault.js';
import { OwnersWord, type Seen } from '../../../src/migrate/host/owners-word.js';
import { faultOf } from '../../server/fault.js';

const before: Seen = { warga: '3 a', '/var/www/parkir': 'b' };

/** One look after the other; the last stays. */
function watching(looks: Seen[], more: { statement?: string; closed?: () => Promise<void> } = {}) {
  const left = [...looks];
  const closed = vi.fn(more.closed ?? (async () => {}));
  const statement = 'statement' in more ? more.statement : 'Bu Rina';
  const word = new OwnersWord({
    address: '203.0.113.7',
    ...(statement === undefined ? {} : { statement }),
    closed,
    look: async () => (left.length > 1 ? (left.shift() as Seen) : (left[0] as Seen)),
  });
  return { word, closed };
}

async function during<T>(work: () => Promise<T>): Promise<T> {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout'] });
  try {
    return await work();
  } finally {
    vi.useRealTimers();
  }
}

describe('an old side that its owner has closed', () => {
  it('is believed when two looks apart in time are the same', async () => {
    const { word, closed } = watching([before, { ...before }]);
    await during(async () => {
      await word.fence(7, 30);
      vi.setSystemTime(Date.now() + 6_000);
      await word.keep(9, 7);
    });
    expect(closed).toHaveBeenCalledTimes(2);
  });

  it.each<[string, Seen]>([
    ['warga', { ...before, warga: '4 c' }],
    ['/var/www/parkir', { ...before, '/var/www/parkir': 'd' }],
    ['baru', { ...before, baru: '1 e' }],
  ])('is not, when %s changed meanwhile', async (part, after) => {
    const { word } = watching([before, after]);
    await during(async () => {
      await word.fence(7, 30);
      vi.setSystemTime(Date.now() + 6_000);
      expect(await faultOf(word.keep(9, 7))).toMatchObject({ code: 'MIG292', args: { part } });
    });
  });

  it.each([undefined, '', ' '])('is open as long as nobody says otherwise: %j', async (said) => {
    const { word, closed } = watching(
      [before],
      said === undefined ? { statement: said } : { statement: said },
    );
    expect(await faultOf(word.fence(7, 30))).toMatchObject({ code: 'MIG290' });
    expect(closed).not.toHaveBeenCalled();
  });

  it('is open when its pages are answered', async () => {
    const closed = () => Promise.reject(new Fault('MIG291', { page: '/', status: 200 }));
    const { word } = watching([before], { closed });
    expect(await faultOf(word.fence(7, 30))).toMatchObject({ code: 'MIG291' });
  });

  it('is looked at anew by a run that goes on after one that was killed', async () => {
    const { word } = watching([before]);
    expect(await faultOf(word.keep(9, 7))).toMatchObject({ code: 'MIG231' });
  });
});
