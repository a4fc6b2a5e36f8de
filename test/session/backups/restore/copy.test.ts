import { describe, expect, it } from 'vitest';
import type { App, Inventory } from '../../../../src/inventory/model.js';
import { parseInventory } from '../../../../src/inventory/parse.js';
import { defineCopy, withCopy } from '../../../../src/session/backups/restore/copy.js';

const files = [
  {
    path: 'site.yaml',
    text: `site: kota-contoh
domain: contoh.go.id
servers:
  pusat-1: {address: 10.20.0.11}
  pusat-2: {address: 10.20.0.12}
backup: {vault: {path: /srv/backups}}
`,
  },
  {
    path: 'opd/dishub.yaml',
    text: `opd: dishub
name: Dinas Perhubungan
type: dinas
apps:
  parkir:   # with a remark
    runtime: {php: "8.2"}
    source: apps/parkir
    server: pusat-1
    database: {mariadb: "10.11"}
    storage: {uploads: /app/uploads}
  terminal: {runtime: {static: true}, source: apps/terminal, server: pusat-1}
`,
  },
];
const inventory = parseInventory(files).inventory as Inventory;
const parkir = inventory.apps.find(({ name }) => name === 'parkir') as App;

describe('a copy of an app', () => {
  const copy = defineCopy({ inventory, files }, parkir, { name: 'kemarin', server: 'pusat-2' });

  it('is named, placed and addressed by itself, with the database of its data', () => {
    expect(copy.app).toMatchObject({
      id: 'dishub/kemarin',
      engineName: 'dishub-kemarin',
      server: 'pusat-2',
      domains: ['kemarin.contoh.go.id'],
      database: { kind: 'mariadb', name: 'dishub_parkir', user: 'dishub_parkir' },
      storage: parkir.storage,
    });
  });

  it('is not backed up, and checked under the name its data knows', () => {
    expect(parkir.backup).toBeDefined();
    expect(copy.app.backup).toBeUndefined();
    expect(copy.app.env.HEALTH_HOST).toBe('parkir.contoh.go.id');
  });

  it('can be kept with what is printed', () => {
    const text = `opd: dishub\nname: Dinas Perhubungan\ntype: dinas\n${copy.snippet}\n`;
    const kept = parseInventory([files[0] as (typeof files)[0], { path: 'opd/dishub.yaml', text }]);
    expect(kept.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const [app] = kept.inventory?.apps ?? [];
    expect({ ...app, backup: undefined, env: {} }).toEqual({
      ...copy.app,
      backup: undefined,
      env: {},
    });
  });

  it('stands in the inventory beside its original, once', () => {
    const once = withCopy(inventory, parkir, copy.app);
    const twice = withCopy(once, parkir, copy.app);
    const ids = ['dishub/parkir', 'dishub/kemarin', 'dishub/terminal'];
    expect(once.apps.map(({ id }) => id)).toEqual(ids);
    expect(twice.apps.map(({ id }) => id)).toEqual(ids);
  });
});

describe('an app that comes back itself', () => {
  it('is as the inventory says', () => {
    const copy = defineCopy({ inventory, files }, parkir, { name: 'parkir', server: 'pusat-1' });
    expect(copy).toEqual({ app: parkir, snippet: '', isNamed: true });
  });

  it('keeps domains and backups on another server', () => {
    const copy = defineCopy({ inventory, files }, parkir, { name: 'parkir', server: 'pusat-2' });
    expect(copy.app).toEqual({ ...parkir, server: 'pusat-2' });
    expect(copy.snippet).toContain('server: pusat-2');
  });
});

describe('what cannot be', () => {
  it.each([
    ['INV023', { name: 'Bad_Name', server: 'pusat-1' }],
    ['INV051', { name: 'salinan', server: 'pusat-1', domain: 'terminal.contoh.go.id' }],
    ['INV051', { name: 'salinan', server: 'pusat-1', domain: 'parkir.contoh.go.id' }],
  ])('is %s: %j', (code, wish) => {
    expect(() => defineCopy({ inventory, files }, parkir, wish)).toThrow(
      expect.objectContaining({ code, exit: 64 }),
    );
  });

  it('is a server nobody knows', () => {
    const wish = { name: 'salinan', server: 'pusat-9' };
    expect(() => defineCopy({ inventory, files }, parkir, wish)).toThrow(
      expect.objectContaining({ exit: 64 }),
    );
  });
});
