import { describe, expect, it } from 'vitest';
import { assumedRates, measuredRates, predictFreeze } from '../../src/migrate/predict.js';

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
    const rates = measuredRates({ bytes: 40_000_000, seconds: 2 }, { files: 10, seconds: 0.1 });
    expect(rates).toEqual({ database: 20_000_000, files: assumedRates.files, isMeasured: true });
    expect(measuredRates(undefined, undefined)).toEqual(assumedRates);
  });
});
