import { describe, expect, it } from 'vitest';
import { objectsProof } from '../../../src/migrate/database/objects.js';

const old = "table\t'buku'\tInnoDB\ntable\t'kas'\tMyISAM\nview\t'v_saldo'\tabc\n";

describe('what databases consist of', () => {
  it('is equal in any order', () => {
    const turned = old.trim().split('\n').reverse().join('\n');
    expect(objectsProof(old, turned)).toEqual({
      equal: true,
      objects: { table: 2, view: 1 },
      differences: [],
    });
  });

  it.each([
    ['is missing', old.replace(/^view.*\n/m, ''), "view 'v_saldo'"],
    ['is another', old.replace('MyISAM', 'InnoDB'), "table 'kas'"],
    ['is too many', `${old}event\t'hari'\tx\n`, "event 'hari'"],
  ])('is not when one %s', (_, fresh, name) => {
    expect(objectsProof(old, fresh)).toMatchObject({ equal: false, differences: [{ name }] });
  });
});
