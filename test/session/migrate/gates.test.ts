import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/migrate/journal.js';
import { type Standing, standingOf } from '../../../src/migrate/phases.js';
import { cutoverGates, type GateFacts } from '../../../src/session/migrate/gates.js';

const at = '2026-03-01T00:00:00.000Z';
const done = (...steps: string[]): Entry[] =>
  steps.flatMap((step) => [
    { at, event: 'begun', step } as Entry,
    { at, event: 'done', step } as Entry,
  ]);
const standing = (goal: 'ready' | 'live', ...more: string[]): Standing =>
  standingOf([{ at, event: 'goal', goal }, ...done('key', 'account', 'seed', 'follow', ...more)]);

const good: GateFacts = {
  ...{ app: 'pasar/retribusi', server: 'pusat-1', object: 'follow', isProven: true },
  standing: standing('ready'),
  web: { running: 1, wanted: 1 },
};

function refused(change: Partial<GateFacts>): string | undefined {
  try {
    cutoverGates({ ...good, ...change });
    return undefined;
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('before the switch', () => {
  it.each<[string, Partial<GateFacts>, string | undefined]>([
    ['all is as it should be', {}, undefined],
    ['the app was never prepared', { standing: undefined, object: undefined }, 'MIG204'],
    ['the web service was never made', { object: 'prepare' }, 'MIG204'],
    ['it was rolled back', { object: 'back' }, 'MIG204'],
    ['the web service is gone', { web: undefined }, 'MIG246'],
    ['the web service is not healthy', { web: { running: 0, wanted: 1 } }, 'MIG246'],
    ['nobody wants the web service', { web: { running: 0, wanted: 0 } }, 'MIG246'],
    ['it is being replaced', { web: { running: 1, wanted: 1, updating: true } }, 'MIG246'],
    ['no set is proven', { isProven: false }, 'MIG247'],
    ['nobody says why not', { isProven: false, withoutProof: ' ' }, 'MIG247'],
    ['nobody says that the owner closed it', { byOwner: { address: 'lama' } }, 'MIG290'],
    ['that is said', { byOwner: { address: 'lama', oldSideClosed: 'Bu Rina' } }, undefined],
    ['somebody says why not', { isProven: false, withoutProof: 'vault is bought' }, undefined],
    [
      'it was committed',
      {
        standing: standing(
          'live',
          ...['freeze', 'verify', 'reverse', 'keep', 'open', 'forward', 'cron', 'commit'],
        ),
      },
      'MIG202',
    ],
  ])('%s', (_, change, code) => {
    expect(refused(change)).toBe(code);
  });

  it('a switch that has begun is gone on with', () => {
    const begun = { standing: standing('live', 'freeze'), isProven: false, web: undefined };
    expect(refused(begun)).toBeUndefined();
  });
});
