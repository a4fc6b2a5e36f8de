import { describe, expect, it } from 'vitest';
import { pairingOf } from '../../../src/migrate/database/pairing.js';
import {
  optionFile,
  replicaSettings,
  tablesOf,
  withoutReplica,
} from '../../../src/migrate/database/settings.js';

describe('what a new database follows', () => {
  it.each([
    ['parkir', 'parkir.%'],
    ['wp_parkir', 'wp\\_parkir.%'],
    ['100%', '100\\%.%'],
    ['a\\b', 'a\\\\b.%'],
  ])('is all tables of one database: %s', (name, pattern) => {
    expect(tablesOf(name)).toBe(pattern);
  });

  it('stands in an option file as the server reads it', () => {
    const pairing = pairingOf({ engineName: 'dishub-parkir' });
    expect(optionFile(replicaSettings('wp_parkir', pairing))).toContain(
      `${pairing.replica}.replicate-wild-do-table = "wp\\\\_parkir.%"\n`,
    );
  });

  it('is gone with the rest when it follows nobody any more', () => {
    const settings = replicaSettings('parkir', pairingOf({ engineName: 'dishub-parkir' }));
    expect(withoutReplica({ ...settings, 'sql-mode': '' })).toEqual({ 'sql-mode': '' });
  });
});
