/** Plans a made-up site of N apps once, in a fresh process, and prints what it cost as JSON. */
import { desire } from '../../src/desired/desire.js';
import { proxyConfig } from '../../src/desired/proxy-config.js';
import { parseInventory } from '../../src/inventory/parse.js';
import { plan } from '../../src/plan/plan.js';
import { inventoryFiles } from './inventory.js';

const apps = Number(process.argv[2]);
const digest = 'a'.repeat(64);
const files = inventoryFiles(apps);
const empty = { swarm: 'active', nodes: [], networks: [], secrets: [], services: [] };

globalThis.gc();
const heapBefore = process.memoryUsage().heapUsed;
const parsed = timed(() => parseInventory(files));
const { inventory, diagnostics } = parsed.value;
if (inventory === undefined) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
const materials = {
  recipes: Object.fromEntries(
    ['php', 'node', 'static', 'mariadb', 'postgres', 'caddy'].map((name) => [name, digest]),
  ),
  sources: Object.fromEntries(inventory.apps.map(({ id }) => [id, digest])),
  secrets: Object.fromEntries(
    inventory.apps.map(({ id }) => [id, { DB_PASSWORD: 'a'.repeat(12) }]),
  ),
};
const desired = timed(() => desire(inventory, materials));
const first = timed(() => plan(desired.value, empty));
const engine = asDesired(desired.value);
const again = timed(() => plan(desired.value, engine));
if (again.value.steps.length > 0) throw new Error(JSON.stringify(again.value.steps.slice(0, 3)));

const heapWithGarbage = process.memoryUsage().heapUsed - heapBefore;
globalThis.gc();
const heap = process.memoryUsage().heapUsed - heapBefore;
process.stdout.write(
  JSON.stringify({
    apps: inventory.apps.length,
    steps: first.value.steps.length,
    parse: parsed.ms,
    desire: desired.ms,
    plan: first.ms,
    noop: again.ms,
    heap,
    heapWithGarbage,
    cpu: desired.cpu + first.cpu,
    parseCpu: parsed.cpu,
    rss: process.resourceUsage().maxRSS * 1024,
  }),
);

function timed(work) {
  const started = performance.now();
  const before = process.cpuUsage();
  const value = work();
  const { user, system } = process.cpuUsage(before);
  return { value, ms: performance.now() - started, cpu: (user + system) / 1000 };
}

/** An engine that has all of it already. */
function asDesired({ site, networks, secrets, services, servers, routes, proxy }) {
  const objects = (list) => list.map(({ name, app }) => ({ id: name, name, site, app }));
  return {
    swarm: 'active',
    nodes: servers.map(({ name }) => ({
      id: name,
      hostname: name,
      server: name,
      state: 'ready',
      routes: proxyConfig(name, routes, proxy).digest,
    })),
    networks: objects(networks),
    secrets: objects(secrets),
    services: services.map((spec) => {
      const copies = spec.mode.kind === 'replicated' ? spec.mode.replicas : 1;
      const { name, app } = spec;
      return {
        id: name,
        name,
        site,
        app,
        spec: structuredClone(spec),
        running: copies,
        wanted: copies,
        history: [],
      };
    }),
  };
}
