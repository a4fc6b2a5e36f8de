import { describe, expect, it } from 'vitest';
import type { App } from '../../../src/inventory/model.js';
import { homeOf } from '../../../src/migrate/archive/place.js';
import type { Connection } from '../../../src/server/connection.js';
import { ownerOf } from '../../../src/session/migrate/import/fill.js';
import { checkWishes, mapsOf } from '../../../src/session/migrate/import/read.js';
import { refuseFull } from '../../../src/session/migrate/import/room.js';

const app = {
  id: 'dishub/parkir',
  database: { kind: 'mariadb', name: 'parkir' },
  storage: { app: '/var/www/parkir' },
  runtime: { kind: 'php', docroot: '/var/www/parkir/public' },
} as unknown as App;
const { database: _, ...bare } = app;
const empty = { leaveLinks: false, collations: [] };

describe('what is handed over', () => {
  it.each([
    [app, { files: 'a.tar', database: 'a.sql' }],
    [app, { panel: 'a.tar' }],
    [app, { panel: 'a.tar', database: 'parkir' }],
    [bare, { files: 'a.tar' }],
    [{ ...app, storage: {} }, { database: 'a.sql' }],
  ])('goes with what the app is made of', (given, wishes) => {
    expect(() => checkWishes(given as App, { ...empty, ...wishes })).not.toThrow();
  });

  it.each([
    [app, { files: 'a.tar' }, '--files FILE --database FILE'],
    [app, { database: 'a.sql' }, '--files FILE --database FILE'],
    [app, { files: 'a.tar', panel: 'b.tar' }, '--files FILE --database FILE'],
    [bare, { files: 'a.tar', database: 'a.sql' }, '--files FILE'],
    [{ ...bare, storage: {} }, {}, '-'],
  ])('is refused when it does not', (given, wishes, flags) => {
    expect(() => checkWishes(given as App, { ...empty, ...wishes })).toThrow(
      `MIG320 ${JSON.stringify({ app: 'dishub/parkir', flags })}`,
    );
  });

  it('may have collations with others in their place', () => {
    expect(mapsOf({ collations: ['A_ci=b_ci'] })).toEqual([['a_ci', 'b_ci']]);
    expect(() => mapsOf({ collations: ['a'] })).toThrow('MIG325');
  });

  it('lay where the app says, where its document root is, or in its image', () => {
    const at = (more: object): string => homeOf({ ...app, ...more } as App);
    expect(at({})).toBe('/var/www/parkir');
    expect(at({ legacy: { path: '/srv/parkir' } })).toBe('/srv/parkir');
    expect(at({ storage: { unggah: '/app/unggah' }, runtime: { kind: 'php', docroot: '' } })).toBe(
      '/app',
    );
  });

  it('keeps its owners only where they mean something', () => {
    expect(ownerOf(app, { hasWebOwner: true })).toBe('keep');
    expect(ownerOf(app, { hasWebOwner: false })).toEqual({ uid: 33, gid: 33 });
    const node = { ...app, runtime: { kind: 'node' } } as unknown as App;
    expect(ownerOf(node, { hasWebOwner: true })).toEqual({ uid: 1000, gid: 1000 });
  });
});

it('is not sent to a server without room for it', async () => {
  const server = {
    server: 'pusat-1',
    docker: { info: async () => ({ DockerRootDir: '/var/lib/docker' }) },
    exec: async () => ({ code: 0, stdout: '  Avail  Size\n  1000  4000\n', stderr: '' }),
  } as unknown as Connection;
  expect(await refuseFull(server, { files: 200, dump: 300 })).toEqual({ needed: 800, free: 1000 });
  await expect(refuseFull(server, { files: 201, dump: 300 })).rejects.toThrow('MIG319');
});
