import { describe, expect, test } from 'vitest';
import type { App, Inventory } from '../../src/inventory/model.js';
import { parseInventory } from '../../src/inventory/parse.js';
import { readExample } from './read-example.js';

const MiB = 2 ** 20;
const GiB = 2 ** 30;

function resolved(apps: string, site = ''): Inventory {
  const files = [
    {
      path: 'site.yaml',
      text: `site: kota-contoh\ndomain: Contoh.GO.id.\nservers: {pusat-1: {address: 10.20.0.11}}\n${site}`,
    },
    { path: 'opd/dishub.yaml', text: `opd: dishub\nname: Dinas Perhubungan\napps:\n${apps}` },
  ];
  const { inventory, diagnostics } = parseInventory(files);
  expect(diagnostics).toEqual([]);
  return inventory as Inventory;
}

const firstApp = (apps: string, site?: string) => resolved(apps, site).apps[0] as App;

describe('defaults', () => {
  test('of an app that says as little as it can', () => {
    expect(firstApp('  parkir: {runtime: {php: "8.2"}, source: ./apps//parkir/}\n')).toEqual({
      id: 'dishub/parkir',
      opd: 'dishub',
      name: 'parkir',
      engineName: 'dishub-parkir',
      title: 'parkir',
      kind: 'local',
      server: 'pusat-1',
      domains: ['parkir.contoh.go.id'],
      runtime: { kind: 'php', version: '8.2', extensions: [], packages: [], docroot: '.', ini: {} },
      source: 'apps/parkir',
      storage: {},
      env: {},
      secrets: [],
      cron: [],
      health: { expect: 200, interval: 5, timeout: 5, grace: 60, retries: 3 },
      size: { cpu: 0.5, memory: 512 * MiB, disk: 5 * GiB },
      replicas: 1,
    });
  });

  test('of an old host, whose pages nobody named or want none of', () => {
    const legacyOf = (pages: string) =>
      firstApp(
        `  parkir: {runtime: {php: "8.2"}, source: a, legacy: {address: 203.0.113.7${pages}}}\n`,
      ).legacy;
    expect(legacyOf('')).toEqual({
      ...{ address: '203.0.113.7', port: 22, user: 'root' },
      ...{ domains: [], cron: [] },
    });
    expect(legacyOf(', pages: []')?.pages).toEqual([]);
  });

  test('of the site', () => {
    expect(resolved('  {}\n')).toEqual({
      site: {
        name: 'kota-contoh',
        title: 'kota-contoh',
        domain: 'contoh.go.id',
        timezone: 'Asia/Jakarta',
        team: [],
        proxy: { tls: 'internal', http: 80, https: 443, maxBody: 128 * MiB },
      },
      servers: [
        { name: 'pusat-1', address: '10.20.0.11', port: 22, user: 'induk', role: 'manager' },
      ],
      vaults: [],
      agencies: [{ opd: 'dishub', name: 'Dinas Perhubungan', type: 'dinas' }],
      apps: [],
    });
  });

  test('roles: one manager of two servers, three of four', () => {
    const roles = (count: number, extra = '') => {
      const names = Array.from({ length: count }, (_, i) => `s${i + 1}`);
      const servers = names.map(
        (name, i) => `  ${name}: {address: 10.0.0.${i}${i ? '' : extra}}\n`,
      );
      const text = `site: kota\ndomain: a.id\nservers:\n${servers.join('')}`;
      return parseInventory([{ path: 'site.yaml', text }])
        .inventory?.servers.map(({ role }) => role[0])
        .join('');
    };
    expect([roles(1), roles(2), roles(4), roles(4, ', role: worker')]).toEqual([
      'm',
      'mw',
      'mmmw',
      'wmmw',
    ]);
  });

  test('an app’s size over the site’s over induk’s own', () => {
    const site = 'defaults: {size: {memory: 256MiB, cpu: 0.1}}\n';
    const app = firstApp('  profil: {runtime: {static: true}, source: a, size: {cpu: 2}}\n', site);
    expect(app.size).toEqual({ cpu: 2, memory: 256 * MiB, disk: GiB });
  });
});

describe('conversions', () => {
  test('of everything an app can say', () => {
    const app = firstApp(`  antrian:
    title: Antrian
    function: antrian
    kind: shared
    domains: [BÜCHER.go.id.]
    runtime: {node: "20", start: node server.js --port 8080, packages: [node-pg], build: npm ci}
    source: ../apps/./x/../antrian
    database: {postgres: "17", size: {memory: 1.5GiB}}
    storage: {unggahan: /app/unggahan}
    env: {MODE: produksi, RETRIES: 3, DEBUG: false}
    secrets: [KUNCI]
    cron: [{at: " 0   7 * * mon ", run: node a.js}, {name: dua, at: "* * * * *", run: x}]
    release: node migrate.js && echo ok
    health: {path: /sehat, expect: 204, interval: 1500ms, timeout: 3s, grace: 2m, retries: 5}
    replicas: 2
    maintenance: true
    spbe: {owner: Bidang A, data: [tiket], personalData: true}
`);
    expect(app).toMatchObject({
      domains: ['xn--bcher-kva.go.id'],
      runtime: { start: ['node', 'server.js', '--port', '8080'], build: 'npm ci' },
      source: '../apps/antrian',
      database: {
        kind: 'postgres',
        version: '17',
        name: 'dishub_antrian',
        user: 'dishub_antrian',
        size: { cpu: 0.5, memory: 1.5 * GiB, disk: 5 * GiB },
      },
      env: { MODE: 'produksi', RETRIES: '3', DEBUG: 'false' },
      cron: [
        { name: 'job-1', at: '0 7 * * mon', run: 'node a.js' },
        { name: 'dua', at: '* * * * *', run: 'x' },
      ],
      health: { path: '/sehat', expect: 204, interval: 1.5, timeout: 3, grace: 120, retries: 5 },
      maintenance: { message: expect.stringContaining('pemeliharaan') },
      spbe: { owner: 'Bidang A', data: ['tiket'], personalData: true },
    });
  });

  test('of the other runtimes', () => {
    const { apps } = resolved(
      `  aa: {runtime: {static: ./public/}, source: a, maintenance: false}
  bb:
    runtime: {image: "nginx:1", port: 80, command: "nginx -g 'daemon off;'", user: "33"}
    health: {command: [true, "-x"]}
  cc:
    runtime: {php: "5.6", from: "php:5.6-apache", docroot: /usr/share/x, ini: {display_errors: true, memory_limit: 1}}
    source: a
    database: {mariadb: "10.5", name: lama-1}
    maintenance: {message: Tutup}
`.replace('[true,', '["true",'),
    );
    expect(apps.map(({ runtime }) => runtime)).toEqual([
      { kind: 'static', docroot: 'public', packages: [] },
      {
        kind: 'image',
        image: 'nginx:1',
        port: 80,
        command: ['/bin/sh', '-c', "nginx -g 'daemon off;'"],
        user: '33',
      },
      {
        kind: 'php',
        version: '5.6',
        from: 'php:5.6-apache',
        extensions: [],
        packages: [],
        docroot: '/usr/share/x',
        ini: { display_errors: 'On', memory_limit: '1' },
      },
    ]);
    expect(apps[0]).not.toHaveProperty('maintenance');
    expect(apps[1]?.health.command).toEqual(['true', '-x']);
    expect(apps[2]).toMatchObject({
      database: { kind: 'mariadb', name: 'lama-1', user: 'lama-1' },
      maintenance: { message: 'Tutup' },
    });
  });
});

describe('the example inventory', () => {
  const { inventory, diagnostics, origins } = parseInventory(readExample());

  test('is valid', () => {
    expect(diagnostics).toEqual([]);
    expect(inventory?.apps.map(({ id }) => id)).toEqual([
      'disdukcapil/antrian',
      'dispar/wisata',
      'kec-sukamaju/profil',
    ]);
  });

  test('tells where each value came from', () => {
    const [app] = (inventory as Inventory).apps;
    const from = Object.fromEntries(
      origins
        .of(app as App)
        .map(({ path, origin }) => [
          path,
          origin.from === 'default' ? 'default' : `${origin.at.file}:${origin.at.line}`,
        ]),
    );
    expect(from).toMatchObject({
      id: 'opd/disdukcapil.yaml:6',
      'runtime.version': 'opd/disdukcapil.yaml:10',
      'database.kind': 'opd/disdukcapil.yaml:14',
      'database.name': 'default',
      'health.path': 'opd/disdukcapil.yaml:18',
      'health.retries': 'default',
      server: 'default',
    });
    expect(Object.keys(from)).toContain('size.memory');
  });

  test('gives positions by key, as the rest of induk asks for them', () => {
    const at = (key: string) => {
      const found = origins.get(key);
      return found && `${found.file}:${found.line}:${found.column}`;
    };
    expect(at('apps.disdukcapil/antrian')).toBe('opd/disdukcapil.yaml:6:3');
    expect(at('apps.disdukcapil/antrian.source')).toBe('opd/disdukcapil.yaml:13:13');
    expect(at('apps.disdukcapil/antrian.runtime.version')).toBe('opd/disdukcapil.yaml:10:13');
    expect(at('apps.disdukcapil/antrian.server')).toBeUndefined();
    expect(at('apps.disdukcapil/lain')).toBeUndefined();
    expect(at('site.proxy.tls')).toBe('site.yaml:13:8');
    expect(at('site.proxy.http')).toBeUndefined();
    expect(at('else')).toBeUndefined();
  });
});

test('a default of the site is told as such', () => {
  const site = `site: kota\ndomain: a.id\nservers: {aa: {address: a}, bb: {address: b}}\ndefaults: {server: bb, size: {cpu: 1}}\n`;
  const opd = 'opd: dishub\nname: x\napps: {parkir: {runtime: {static: true}, source: a}}\n';
  const { inventory, origins } = parseInventory([
    { path: 'opd/dishub.yaml', text: opd },
    { path: 'site.yaml', text: site },
  ]);
  const [app] = (inventory as Inventory).apps;
  const values = origins.of(app as App);
  expect(app?.server).toBe('bb');
  expect(values.find(({ path }) => path === 'server')?.origin).toMatchObject({
    from: 'site',
    at: { line: 4 },
  });
  expect(values.find(({ path }) => path === 'size.cpu')?.origin.from).toBe('site');
  expect(values.find(({ path }) => path === 'size.disk')?.origin.from).toBe('default');
});
