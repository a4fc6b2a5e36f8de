import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { drillServer } from '../../src/desired/drill-server.js';
import { parseInventory } from '../../src/inventory/parse.js';

const size = { cpu: 0.5, memory: '1GiB', disk: '10GiB' };

/** App → server of its drills; apps all run on `satu`. */
function drills(
  servers: Record<string, object>,
  count = 1,
  vault: object = { url: 'rest:https://brankas.contoh.go.id/' },
): Record<string, string> {
  const addresses = Object.entries(servers).map(([name, own], index) => [
    name,
    { address: `10.0.0.${index + 1}`, ...own },
  ]);
  const site = { site: 'kota', domain: 'contoh.go.id', servers: Object.fromEntries(addresses) };
  const app = { server: 'satu', runtime: { static: true }, source: 'apps/a', size };
  const apps = Array.from({ length: count }, (_, index) => [`app-${index + 1}`, app]);
  const { inventory, diagnostics } = parseInventory([
    { path: 'site.yaml', text: stringify({ ...site, backup: { vault } }) },
    {
      path: 'opd/dishub.yaml',
      text: stringify({ opd: 'dishub', name: 'Dishub', apps: Object.fromEntries(apps) }),
    },
  ]);
  if (inventory === undefined) throw new Error(JSON.stringify(diagnostics));
  return Object.fromEntries(inventory.apps.map((one) => [one.name, drillServer(inventory, one)]));
}

describe('the server of an app’s drills', () => {
  it('is its own where there is no other', () => {
    expect(drills({ satu: {} })).toEqual({ 'app-1': 'satu' });
  });

  it('is another where there is one', () => {
    expect(drills({ satu: {}, dua: {} })).toEqual({ 'app-1': 'dua' });
  });

  it('never is one that only keeps backups', () => {
    expect(drills({ satu: {}, brankas: { role: 'vault' } })).toEqual({ 'app-1': 'satu' });
  });

  it('is its own when the vault is a folder there', () => {
    expect(drills({ satu: {}, dua: {} }, 1, { path: '/srv/backups' })).toEqual({ 'app-1': 'satu' });
  });

  it.each([
    ['memory', { memory: '1GiB' }],
    ['disk', { disk: '9GiB' }],
  ])('is none that lacks %s for a second copy', (_, small) => {
    expect(drills({ satu: {}, dua: small })).toEqual({ 'app-1': 'satu' });
    expect(drills({ satu: {}, dua: small, tiga: {} })).toEqual({ 'app-1': 'tiga' });
  });

  it('is spread, and stays for most apps when a server joins', () => {
    const before = drills({ satu: {}, dua: {}, tiga: {} }, 40);
    const on = (name: string) => Object.values(before).filter((server) => server === name).length;
    expect(on('dua')).toBeGreaterThan(10);
    expect(on('tiga')).toBeGreaterThan(10);
    const after = drills({ satu: {}, dua: {}, tiga: {}, empat: {} }, 40);
    const moved = Object.keys(before).filter((app) => before[app] !== after[app]);
    expect(moved.every((app) => after[app] === 'empat')).toBe(true);
    expect(moved.length).toBeLessThan(25);
  });
});
