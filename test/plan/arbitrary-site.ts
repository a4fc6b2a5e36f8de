/** Inventories of a few apps with any mix of what an app can have. */
import fc from 'fast-check';
import type { Materials } from '../../src/desired/materials.js';
import type { App, Database, Inventory, Runtime, SwarmServer } from '../../src/inventory/model.js';
import { materialsOf } from './site-state.js';

/** Stands in every value that people might put a secret in. */
export const marker = 'MARKER';

const marked = fc.nat({ max: 3 }).map((n) => `${marker}-${n} 's3cret'`);
const MiB = 2 ** 20;
const size = fc.record({
  cpu: fc.constantFrom(0.1, 0.5, 1 / 3, 2),
  memory: fc.constantFrom(64 * MiB, 512 * MiB, 512 * MiB + 1),
  disk: fc.constant(0),
});

const runtime = fc.oneof(
  fc.record({
    kind: fc.constant('php' as const),
    version: fc.constantFrom('7.4', '8.2', '8.4'),
    extensions: fc.constantFrom([], ['gd', 'mysql']),
    packages: fc.constantFrom([], ['ghostscript']),
    docroot: fc.constantFrom('', 'public'),
    ini: fc.constantFrom({}, { memory_limit: '256M' }),
  }),
  fc.record({
    kind: fc.constant('node' as const),
    version: fc.constantFrom('18', '20'),
    packages: fc.constant([]),
    start: fc.constantFrom([], ['node', 'server.js']),
  }),
  fc.record({
    kind: fc.constant('static' as const),
    docroot: fc.constant(''),
    packages: fc.constant([]),
  }),
  fc.record({
    kind: fc.constant('image' as const),
    image: fc.constantFrom('nginx:1', 'nginx:2'),
    port: fc.constantFrom(80, 8080),
  }),
) as unknown as fc.Arbitrary<Runtime>;

const database: fc.Arbitrary<Database> = fc
  .tuple(fc.constantFrom(['mariadb', '10.11'] as const, ['postgres', '17'] as const), size)
  .map(([[kind, version], size]) => ({ kind, version, name: 'data', user: 'data', size }));

/** Absent half of the time. */
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

function app(id: string, servers: readonly string[]): fc.Arbitrary<App> {
  const [opd = '', name = ''] = id.split('/');
  return fc
    .record({
      server: fc.constantFrom(...servers),
      domains: fc.constantFrom([`${name}.test`], [`${name}.test`, `www.${name}.test`]),
      runtime,
      database: maybe(database),
      storage: fc.constantFrom({}, { uploads: '/app/uploads' }),
      env: fc.dictionary(fc.constantFrom('A', 'B', '__proto__', 'toString'), marked),
      secrets: fc.constantFrom([], ['TOKEN'], ['TOKEN', 'A_VERY_LONG_NAME_OF_A_SECRET_INDEED']),
      cron: fc.array(
        fc.record({ name: fc.constant('j'), at: fc.constant('@daily'), run: marked }),
        {
          maxLength: 1,
        },
      ),
      release: maybe(marked),
      size,
      replicas: fc.integer({ min: 1, max: 3 }),
      maintenance: maybe(fc.record({ message: marked })),
    })
    .map((rest) => ({
      id,
      opd,
      name,
      engineName: `${opd}-${name}`,
      title: name,
      kind: 'local' as const,
      source: `apps/${name}`,
      health: { expect: 200, interval: 5, timeout: 5, grace: 60, retries: 3 },
      ...(Object.fromEntries(
        Object.entries(rest).filter(([, value]) => value !== undefined),
      ) as typeof rest),
    })) as unknown as fc.Arbitrary<App>;
}

const server = (name: string): SwarmServer => ({
  name,
  address: name === 'lokal' ? 'local' : '10.0.0.1',
  port: 22,
  user: 'induk',
  role: 'manager',
});

export interface ArbitrarySite {
  inventory: Inventory;
  materials: Materials;
}

export const site: fc.Arbitrary<ArbitrarySite> = fc
  .record({
    servers: fc.constantFrom(['lokal'], ['pusat-1', 'pusat-2']),
    ids: fc.subarray(['dinkes/antrian', 'dishub/parkir', 'dishub/terminal']),
    tls: fc.constantFrom('internal' as const, 'acme' as const, 'files' as const),
    edition: fc.nat({ max: 1 }),
  })
  .chain(({ servers, ids, tls, edition }) =>
    fc.tuple(...ids.map((id) => app(id, servers))).map((apps) => {
      const inventory: Inventory = {
        site: {
          name: 'kota-contoh',
          title: 'Kota Contoh',
          domain: 'test',
          timezone: 'Asia/Jakarta',
          team: [],
          proxy: { tls, http: 80, https: 443, maxBody: 1_000_000 },
        },
        servers: servers.map(server),
        vaults: [],
        agencies: [],
        apps,
      };
      return { inventory, materials: editionOf(materialsOf(inventory), edition) };
    }),
  );

/** Other sources and other secret values. */
function editionOf(materials: Materials, edition: number): Materials {
  const renew = (values: Record<string, string>): Record<string, string> =>
    Object.fromEntries(
      Object.entries(values).map(([key, value]) => [key, `${edition}${value.slice(1)}`]),
    );
  return {
    recipes: materials.recipes,
    sources: renew(materials.sources),
    secrets: Object.fromEntries(
      Object.entries(materials.secrets).map(([owner, values]) => [owner, renew(values)]),
    ),
  };
}
