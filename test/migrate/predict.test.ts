import { describe, expect, it } from 'vitest';
import { assumedRates, predictFreeze, ratesOf } from '../../src/migrate/predict.js';

describe('predictFreeze', () => {
  it('does not depend on the database that is followed', () => {
    const of = (database: number) =>
      predictFreeze('follow', { database, files: 2000 }, assumedRates);
    expect(of(1_000_000_000)).toBe(of(100_000_000));
  });

  it('grows with a database that is dumped', () => {
    expect(predictFreeze('dump', { database: 850_000_000, files: 0 }, assumedRates)).toBe(101.5);
  });

  it('knows nothing of an archive', () => {
    expect(predictFreeze('archive', { database: 1, files: 1 }, assumedRates)).toBeUndefined();
  });

  it('uses what was measured, once it says something', () => {
    const rates = ratesOf({
      database: { bytes: 40_000_000, seconds: 2 },
      files: { rounds: [{ seconds: 9 }, { seconds: 0.1 }], volumes: { app: { entries: 10 } } },
    });
    expect(rates).toEqual({ database: 20_000_000, files: assumedRates.files, isMeasured: true });
    const slow = {
      rounds: [{ seconds: 4 }],
      volumes: { a: { entries: 100 }, b: { entries: 300 } },
    };
    expect(ratesOf({ files: slow }).files).toBe(100);
    expect(ratesOf(undefined)).toEqual(assumedRates);
  });
});
