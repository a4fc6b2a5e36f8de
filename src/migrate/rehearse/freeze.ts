/** How long the freeze will be, by what was measured. Pure. */
import { predictFreeze, ratesOf, stepSeconds } from '../predict.js';
import type { FreezeParts, Rehearsal } from './model.js';

/** What a seed in the journal says of its size. */
interface SeedSizes {
  files?: { volumes?: Record<string, { entries: number }> };
  database?: { bytes?: number };
}

/**
 * @param measured seconds of each part
 * @param seed what the journal says of the seed
 */
export function freezeOf(
  method: 'follow' | 'dump',
  measured: Omit<FreezeParts, 'steps'>,
  seed: unknown,
): Rehearsal['freeze'] {
  const parts = { steps: stepSeconds, ...measured };
  const { files, database } = (seed ?? {}) as SeedSizes;
  const entries = Object.values(files?.volumes ?? {}).reduce((sum, one) => sum + one.entries, 0);
  const sizes = { database: database?.bytes ?? 0, files: entries };
  const predicted = predictFreeze(method, sizes, ratesOf(seed));
  const expected = Object.values(parts).reduce((sum, seconds) => sum + seconds, 0);
  return {
    ...(predicted === undefined ? {} : { predicted }),
    expected: Math.round(expected * 10) / 10,
    parts,
  };
}
