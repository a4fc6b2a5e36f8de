/** Apps whose data is not here are no part of the backups. */
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { desire } from '../../src/desired/desire.js';
import type { Inventory } from '../../src/inventory/model.js';
import { parseInventory } from '../../src/inventory/parse.js';
import { appsElsewhere, type MigrationPhase } from '../../src/plan/hold.js';
import type { Observed } from '../../src/plan/observed.js';
import { engineWith, materialsOf } from './site-state.js';

const parkir = 'dishub/parkir';
const recipient = 'age1zksq8ys0rhsdlwrre5646d4999u99jd4vt9an4hqu0agdh6tn3kqxh6c5y';

function site(): Inventory {
  const backup = { vault: { server: 'brankas' }, recipient };
  const servers = {
    satu: { address: '10.0.0.1' },
    brankas: { address: '10.0.0.2', role: 'vault' },
  };
  const plain = { server: 'satu', runtime: { static: true }, source: 'apps/a' };
  const moved = {
    server: 'satu',
    runtime: { php: '8.2', docroot: '/var/www/parkir' },
    storage: { app: '/var/www/parkir' },
    legacy: { address: '203.0.113.7', user: 'root', path: '/var/www/parkir' },
  };
  const { inventory, diagnostics } = parseInventory([
    {
      path: 'site.yaml',
      text: stringify({ site: 'kota', domain: 'contoh.go.id', servers, backup }),
    },
    {
      path: 'opd/dishub.yaml',
      text: stringify({ opd: 'dishub', name: 'Dishub', apps: { parkir: moved, profil: plain } }),
    },
  ]);
  if (inventory === undefined) throw new Error(JSON.stringify(diagnostics));
  return inventory;
}

const inventory = site();
const all = engineWith(desire(inventory, materialsOf(inventory)));
const migrations = (phase: MigrationPhase): Partial<Observed> => ({
  migrations: [{ app: parkir, phase, since: '2026-11-22T04:00:00Z', method: 'follow' }],
});
const others = all.services.filter(({ app }) => app !== parkir);

describe('an app with an old host', () => {
  it.each<[string, Partial<Observed>, string[]]>([
    ['that was never moved', { services: others }, [parkir]],
    ['that is being copied', { ...migrations('prepare'), services: others }, [parkir]],
    ['that follows, and is to be proven', migrations('follow'), []],
    ['that was switched', migrations('switched'), []],
    ['that went back', { ...migrations('back'), services: others }, [parkir]],
    ['whose move is over', {}, []],
  ])('%s', (_, found, elsewhere) => {
    expect([...appsElsewhere(inventory, { ...all, ...found })]).toEqual(elsewhere);
  });

  it('is backed up and drilled only while its data is here', () => {
    const wanted = (elsewhere: Set<string>) => {
      const desired = desire(inventory, materialsOf(inventory), elsewhere as Set<typeof parkir>);
      return desired.backups.find(({ server }) => server === 'satu');
    };
    const [without, whole] = [wanted(new Set([parkir])), wanted(new Set())];
    expect(without).toMatchObject({ apps: ['dishub/profil'], drills: ['dishub/profil'] });
    expect(whole).toMatchObject({ apps: [parkir, 'dishub/profil'] });
    expect(without?.digest).not.toBe(whole?.digest);
  });
});
