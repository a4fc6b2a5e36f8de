/** Desired states for tests: inventory text and materials by override, no disk, no engine. */

import { desire } from '../../src/desired/desire.js';
import { shortDigest } from '../../src/desired/digest.js';
import { requiredSecrets } from '../../src/desired/environment.js';
import type { Materials } from '../../src/desired/materials.js';
import type { Desired, ServiceSpec } from '../../src/desired/model.js';
import { proxyConfig } from '../../src/desired/proxy-config.js';
import type { Inventory } from '../../src/inventory/model.js';
import type { Observed, ObservedService } from '../../src/plan/observed.js';

/** Made-up digests for all that lies outside the YAML. */
export function materialsOf(inventory: Inventory): Materials {
  const recipes = ['php', 'node', 'static', 'mariadb', 'postgres', 'caddy'] as const;
  return {
    recipes: Object.fromEntries(
      recipes.map((recipe) => [recipe, `${recipe} recipe`]),
    ) as Materials['recipes'],
    sources: Object.fromEntries(inventory.apps.map(({ id }) => [id, `source of ${id}`])),
    secrets: Object.fromEntries([
      ...inventory.apps.map((app) => [
        app.id,
        Object.fromEntries(requiredSecrets(app).map((key) => [key, shortDigest([app.id, key])])),
      ]),
      ['site', { TLS_CERTIFICATE: 'certificate 1', TLS_KEY: 'key 1' }],
    ]),
  };
}

export function desiredOf(inventory: Inventory, materials = materialsOf(inventory)): Desired {
  return desire(inventory, materials);
}

/** An engine on which nothing was ever applied, but whose servers are set up. */
export function bareEngine({ servers }: Desired): Observed {
  return {
    swarm: 'active',
    nodes: servers.map(({ name }) => ({
      id: `node of ${name}`,
      hostname: name,
      server: name,
      state: 'ready' as const,
    })),
    networks: [],
    secrets: [],
    services: [],
    migrations: [],
  };
}

/** What an engine shows once all of a desired state was applied. */
export function engineWith(desired: Desired): Observed {
  const { site } = desired;
  const object = ({ name, app }: { name: string; app?: string }) => ({
    id: `id of ${name}`,
    name,
    site,
    ...(app === undefined ? {} : { app }),
  });
  const bare = bareEngine(desired);
  return {
    ...bare,
    nodes: bare.nodes.map((node) => ({
      ...node,
      routes: proxyConfig(node.server as string, desired.routes, desired.proxy).digest,
    })),
    networks: desired.networks.map(object),
    secrets: desired.secrets.map(object),
    services: desired.services.map((spec) => ({ ...object(spec), ...running(spec, desired) })),
  };
}

/** A service all of whose tasks run. */
export function running(
  spec: ServiceSpec,
  { servers }: Pick<Desired, 'servers'>,
): Pick<ObservedService, 'spec' | 'running' | 'wanted' | 'history'> {
  const wanted = spec.mode.kind === 'replicated' ? spec.mode.replicas : servers.length;
  return { spec: structuredClone(spec), running: wanted, wanted, history: [] };
}
