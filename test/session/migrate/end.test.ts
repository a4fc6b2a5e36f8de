/** How a move ends where what is known of it is not whole: nothing is asked, nothing is changed. */
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/migrate/journal.js';
import { standingOf } from '../../../src/migrate/phases.js';
import { commitMove, rollbackMove } from '../../../src/session/migrate/end.js';
import type { Migrating, Place } from '../../../src/session/migrate/place.js';
import { faultOf } from '../../server/fault.js';

const at = '2026-03-01T00:00:00.000Z';
const standing = standingOf([{ at, event: 'goal', goal: 'live' } as Entry]);
const present = { isRunning: false, isFailing: false };

/** Asked for anything, a site fails: it must not come to that. */
const untouched = new Proxy({}, { get: (_, name) => expect.fail(`asked for ${String(name)}`) });

const placeOf = (change: Partial<Place>): Place => ({
  ...({ site: untouched, mover: untouched } as Pick<Place, 'site' | 'mover'>),
  app: { id: 'pasar/retribusi', server: 'pusat-1', engineName: 'pasar-retribusi' } as Place['app'],
  lacksJobs: false,
  ...change,
});

const migrating = untouched as Migrating;
const web = {} as NonNullable<Place['web']>;

describe('an app whose journal is gone', () => {
  it.each<[string, Partial<Place>]>([
    ['was switched', { object: 'switched' }],
    ['was switched, as its last order says', { object: 'switched', present }],
    ['followed, and may have been switched since', { object: 'follow' }],
    ['was on its way back', { object: 'back', web }],
    ['has a journal without an order', { object: 'prepare', standing }],
  ])('and that %s is not taken back by guessing', async (_, change) => {
    const { code, args } = await faultOf(rollbackMove(placeOf(change), 30, migrating));
    expect([code, args]).toEqual(['MIG340', { app: 'pasar/retribusi', server: 'pusat-1' }]);
  });

  it('is not committed either', async () => {
    const place = placeOf({ object: 'switched' });
    const fault = await faultOf(commitMove(place, { until: '2026-04-01' }, migrating));
    expect(fault.code).toBe('MIG340');
  });

  it('is not committed without a reason for that either', async () => {
    const place = placeOf({ object: 'switched' });
    const settling = { until: '2026-04-01', oldHostGone: ' ' };
    expect((await faultOf(commitMove(place, settling, migrating))).code).toBe('MIG344');
  });

  it.each(['follow', 'back', 'prepare'] as const)(
    'is not committed as one that lives here while it may not: %s',
    async (object) => {
      const settling = { until: '2026-04-01', oldHostGone: 'cancelled' };
      const place = placeOf({ object });
      expect((await faultOf(commitMove(place, settling, migrating))).code).toMatch(/MIG340|MIG203/);
    },
  );
});
