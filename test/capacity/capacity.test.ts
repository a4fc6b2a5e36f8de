import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { capacity } from '../../src/capacity/capacity.js';
import { parseInventory } from '../../src/inventory/parse.js';

const app = (over: object = {}): object => ({
  runtime: { php: '8.2' },
  source: 'apps/a',
  size: { cpu: 1, memory: '1GiB', disk: '10GiB' },
  ...over,
});

/** Warnings for one agency's apps on a server, as `code server args`. */
function warnings(server: object, apps: Record<string, object>): unknown[] {
  const site = {
    site: 'kota-contoh',
    domain: 'contoh.go.id',
    servers: { 'pusat-1': { address: '10.0.0.1', ...server } },
  };
  const { inventory, origins, diagnostics } = parseInventory([
    { path: 'site.yaml', text: stringify(site) },
    { path: 'opd/dishub.yaml', text: stringify({ opd: 'dishub', name: 'Dishub', apps }) },
  ]);
  if (inventory === undefined) throw new Error(JSON.stringify(diagnostics));
  return capacity(inventory, origins).map(({ code, severity, args, at }) => {
    expect(severity).toBe('warning');
    expect(at?.file).toBe('site.yaml');
    expect(at?.line).toBeGreaterThan(1);
    return [code, args];
  });
}

const roomy = { cpu: 16, memory: '64GiB', disk: '2TiB' };

describe('capacity', () => {
  it('warns of nothing where everything fits', () => {
    expect(warnings(roomy, { a1: app(), b1: app() })).toEqual([]);
  });

  it('judges no server that says nothing of itself', () => {
    expect(warnings({}, { a1: app({ size: { memory: '900GiB' } }) })).toEqual([]);
  });

  it('counts the proxy, copies, databases and schedulers', () => {
    const apps = {
      a1: app({
        replicas: 2,
        cron: [{ at: '0 3 * * *', run: 'true' }],
        database: { mariadb: '10.11', size: { cpu: 1, memory: '2GiB', disk: '20GiB' } },
      }),
    };
    // Cores 1 + 3 + 1, memory ¼ + 3 + 2 GiB, disk 10 + 20 GiB.
    expect(warnings({ cpu: 4.9, memory: '5GiB', disk: '29.5GiB' }, apps)).toEqual([
      ['CAP001', { server: 'pusat-1', key: 'cpu', needs: '5', has: '4.9' }],
      ['CAP002', { server: 'pusat-1', key: 'memory', needs: '5.3GiB', has: '5GiB' }],
      ['CAP003', { server: 'pusat-1', key: 'disk', needs: '30GiB', has: '29.5GiB' }],
    ]);
    expect(warnings({ cpu: 5, memory: '6.25GiB', disk: '30GiB' }, apps)).toEqual([]);
  });

  it('wants room for two copies of the largest app while it is updated', () => {
    const apps = { a1: app(), b1: app({ size: { memory: '3GiB' } }) };
    expect(warnings({ memory: '7.25GiB' }, apps)).toEqual([]);
    expect(warnings({ memory: '7GiB' }, apps)).toEqual([
      [
        'CAP004',
        { server: 'pusat-1', key: 'memory', app: 'dishub/b1', needs: '3GiB', free: '2.8GiB' },
      ],
    ]);
  });

  it('has no room to ask for where no app is', () => {
    expect(warnings({ memory: '300MiB' }, {})).toEqual([]);
  });

  it('gives no position when it is not told of any', () => {
    const { inventory } = parseInventory([
      {
        path: 'site.yaml',
        text: 'site: kota\ndomain: x.id\nservers: {a1: {address: 10.0.0.1, memory: 64MiB}}\n',
      },
    ]);
    expect(inventory && capacity(inventory)).toEqual([
      {
        code: 'CAP002',
        severity: 'warning',
        args: { server: 'a1', key: 'memory', needs: '256MiB', has: '64MiB' },
      },
    ]);
  });
});
