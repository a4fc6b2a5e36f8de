import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../../src/backup/model.js';
import { streamArgs } from '../../../src/session/backups/restore/only.js';

const set = '20261120T020000Z-0a1b';
const manifest = (kind: 'mariadb' | 'postgres', table: string): Manifest =>
  ({ set, database: { kind, tables: { [table]: { rows: 1, digest: '' } } } }) as never;
const instant = { at: '2026-11-20T03:31:07.000Z' };
const tableArgs = (name: string) => ['stream', '--set', set, '--part', 'database', '--table', name];

describe('a table', () => {
  it('is one of the set, as its database calls it', () => {
    expect(streamArgs(manifest('mariadb', 'tiket'), 'table:tiket')).toEqual(tableArgs('tiket'));
    const postgres = manifest('postgres', 'public.tiket');
    expect(streamArgs(postgres, 'table:tiket')).toEqual(tableArgs('public.tiket'));
  });

  it('that the set does not have is refused', () => {
    const refused = expect.objectContaining({ code: 'BAK026', args: { set, part: 'table:baru' } });
    expect(() => streamArgs(manifest('mariadb', 'tiket'), 'table:baru')).toThrow(refused);
  });

  it('may be younger than the set when a later second is asked for', () => {
    const [mariadb, postgres] = [manifest('mariadb', 'a'), manifest('postgres', 'public.a')];
    expect(streamArgs(mariadb, 'table:baru', instant)).toEqual(tableArgs('baru'));
    expect(streamArgs(postgres, 'table:baru', instant)).toEqual(tableArgs('public.baru'));
    expect(streamArgs(postgres, 'table:arsip.baru', instant)).toEqual(tableArgs('arsip.baru'));
    const none = { set } as Manifest;
    expect(() => streamArgs(none, 'table:baru', instant)).toThrow('BAK026');
  });
});
