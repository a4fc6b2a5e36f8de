import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseInventory } from '../../src/inventory/parse.js';
import { newInventoryFiles, newOpdYaml } from '../../src/inventory/template.js';

const key = 'age1zksq8ys0rhsdlwrre5646d4999u99jd4vt9an4hqu0agdh6tn3kqxh6c5y';

describe('templates', () => {
  test('with every answer', () => {
    const files = newInventoryFiles({
      site: 'kota-contoh',
      title: 'Kota: Contoh #1',
      domain: 'contoh.go.id',
      server: {
        name: 'pusat-1',
        address: 'fd00::1',
        port: 2222,
        user: 'admin',
        hostKey: `SHA256:${'A'.repeat(43)}`,
      },
      tls: 'acme',
      email: 'aptika@contoh.go.id',
      team: [key],
      agency: { opd: 'kec-sukamaju', name: 'Kecamatan "Sukamaju"', type: 'kecamatan' },
    });
    const { inventory, diagnostics } = parseInventory(files);
    expect(diagnostics).toEqual([]);
    expect(inventory).toMatchObject({
      site: {
        title: 'Kota: Contoh #1',
        team: [key],
        proxy: { tls: 'acme', email: 'aptika@contoh.go.id' },
      },
      servers: [
        { address: 'fd00::1', port: 2222, user: 'admin', hostKey: `SHA256:${'A'.repeat(43)}` },
      ],
      agencies: [{ opd: 'kec-sukamaju', name: 'Kecamatan "Sukamaju"', type: 'kecamatan' }],
    });
  });

  test('whatever words a person types', () => {
    const words = fc.string({ minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(words, words, (title, name) => {
        const files = newInventoryFiles({
          site: 'kota-contoh',
          title,
          domain: 'contoh.go.id',
          server: { name: 'lokal', address: 'local' },
          agency: { opd: 'dishub', name },
        });
        const { inventory, diagnostics } = parseInventory(files);
        expect(diagnostics).toEqual([]);
        expect([inventory?.site.title, inventory?.agencies[0]?.name]).toEqual([title, name]);
      }),
    );
  });

  test('the commented example is valid once uncommented', () => {
    const text = newOpdYaml({ opd: 'dishub', name: 'x' }).replace(/^ {2}# {1}/gm, '  ');
    const [site] = newInventoryFiles({
      site: 'kota',
      domain: 'a.id',
      server: { name: 'lokal', address: 'local' },
    });
    const files = [site as { path: string; text: string }, { path: 'opd/dishub.yaml', text }];
    const { inventory, diagnostics } = parseInventory(files);
    expect(diagnostics).toEqual([]);
    expect(inventory?.apps[0]?.id).toBe('dishub/portal');
  });
});
