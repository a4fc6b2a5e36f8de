/** The guard of "unchanged means untouched": a real engine gives back what it was told. */
import type Docker from 'dockerode';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Ids, toEngine } from '../../src/cluster/engine-spec.js';
import { observe } from '../../src/cluster/observe.js';
import { initLocalSwarm } from '../../src/cluster/swarm.js';
import type { ServiceSpec } from '../../src/desired/model.js';
import { differences } from '../../src/plan/differences.js';
import { connectLocal } from '../../src/server/local.js';
import { exampleSite } from './example-site.js';

const prefix = `uji-${process.pid}`;
const { services } = exampleSite();
const ids: Ids = { networks: new Map(), secrets: new Map() };
const made: { remove(): Promise<unknown> }[] = [];
let docker: Docker;

beforeAll(async () => {
  docker = (await connectLocal('lokal')).docker;
  await initLocalSwarm(docker);
  for (const name of new Set(services.flatMap((spec) => spec.networks.map((n) => n.network)))) {
    const network = await docker.createNetwork({ Name: `${prefix}-${name}`, Driver: 'overlay' });
    ids.networks.set(name, network.id);
    made.unshift(network);
  }
  for (const name of new Set(services.flatMap((spec) => spec.secrets.map((s) => s.secret)))) {
    // The engine checks that a secret's name and id belong together.
    const secret = await docker.createSecret({ Name: name, Data: 'eA==' });
    ids.secrets.set(name, secret.id);
    made.unshift(docker.getSecret(secret.id));
  }
});

afterAll(async () => {
  for (const object of made) await object.remove();
});

/** Without tasks, volumes or published ports: this machine may run the real ones. */
function idle(spec: ServiceSpec): ServiceSpec {
  const mode = spec.mode.kind === 'replicated' ? { ...spec.mode, replicas: 0 } : spec.mode;
  const server = spec.mode.kind === 'global' ? { server: 'nowhere' } : {};
  return { ...spec, ...server, name: `${prefix}-${spec.name}`, mode };
}

/** With what the example does not use. */
const everything: ServiceSpec = {
  ...(services.find(({ role }) => role === 'web') as ServiceSpec),
  name: 'everything',
  command: ['sh', '-c', 'exec "$0"'],
  args: ['serve', ''],
  user: '1000:1000',
  env: { B: '2', A: 'x=y z', EMPTY: '' },
  cpuLimit: 0.333,
  stopGrace: 1.5,
  health: { test: ['CMD-SHELL', 'true'], interval: 0.5, timeout: 1, grace: 0, retries: 0 },
  networks: services
    .flatMap((spec) => spec.networks)
    .slice(0, 2)
    .reverse(),
};

describe('the engine', () => {
  it.each([...services, everything].map((spec) => [spec.name, idle(spec)] as const))(
    'gives %s back as it was told',
    async (_name, spec) => {
      const created = await docker.createService(
        toEngine(spec, ids) as unknown as Docker.CreateServiceOptions,
      );
      made.unshift(docker.getService(created.id));
      const observed = await observe(docker);
      const found = observed.services.find(({ name }) => name === spec.name);
      // Its networks carry this test's names, not the site's.
      const names = (one: ServiceSpec): ServiceSpec => ({
        ...one,
        networks: one.networks.map(({ network, aliases }) => ({
          network: network.replace(`${prefix}-`, ''),
          aliases,
        })),
      });
      expect(found).toBeDefined();
      expect(differences(names(found?.spec as ServiceSpec), spec)).toEqual([]);
      expect(names(found?.spec as ServiceSpec)).toEqual(spec);
    },
  );
});
