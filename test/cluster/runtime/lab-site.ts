/** A site on a lab server of its own: a real Swarm over real SSH, with small apps. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateX25519Identity } from 'age-encryption';
import { buildImage } from '../../../src/cluster/images/build.js';
import { gatherMaterials } from '../../../src/cluster/materials.js';
import { desire } from '../../../src/desired/desire.js';
import type { Inventory } from '../../../src/inventory/model.js';
import { connectLocal } from '../../../src/server/local.js';
import { applySite } from '../../../src/session/apply.js';
import { loadInventory } from '../../../src/session/inventory.js';
import { planOpenSite } from '../../../src/session/plan.js';
import { openSite, type Site } from '../../../src/session/site.js';
import { labDown, labUp } from '../../lab/servers.js';

export interface LabSite {
  site: Site;
  inventory: Inventory;
  /** Sets the image of the app `uji/baik`. */
  useImage(tag: string): Promise<void>;
  /** Applies the app `uji/baik` as the inventory has it now. */
  apply(): Promise<void>;
  /** Runs the server's own docker client. */
  docker(...argv: string[]): string;
  /** Name of the server's container on this machine. */
  container: string;
  down(): Promise<void>;
}

/** Says what it is, on both outputs, and ends in time when told. */
const app = `#!/bin/sh
echo "version $VERSION starts"; echo "a warning" >&2
trap 'exit 0' TERM
while :; do sleep 1 & wait $!; done
`;

/** As the recipes' own: the environment is not the image's but made at the start. */
const entrypoint = `#!/bin/sh
for file in /run/secrets/*; do [ -f "$file" ] && export "\${file##*/}=$(cat "$file")"; done
exec "$@"
`;

const crash = `#!/bin/sh
echo "no configuration file" >&2
exit 3
`;

/** Starts it, with the proxy and `uji/baik` applied. */
export async function labSite(name: string): Promise<LabSite> {
  const lab = `${name}-${process.pid}`;
  const root = mkdtempSync(join(tmpdir(), 'induk-runtime-'));
  process.env.INDUK_AGE_KEY_FILE = join(root, 'age.key');
  writeFileSync(process.env.INDUK_AGE_KEY_FILE, await generateX25519Identity(), { mode: 0o600 });
  const [server] = await labUp({ name: lab, count: 1, engine: true });
  if (server === undefined) throw new Error('the lab has no server');
  const inside = (argv: string[], input?: Buffer) =>
    execFileSync('docker', ['exec', '-i', server.container, ...argv], {
      input,
      maxBuffer: 2 ** 30,
    }).toString();
  const docker = (...argv: string[]): string => inside(['docker', ...argv]);
  inside(['usermod', '-aG', 'docker', server.user]);
  docker('swarm', 'init', '--advertise-addr', server.address);
  docker('node', 'update', '--label-add', `induk.server=${server.name}`, server.name);
  loadImages(['debian:trixie-slim'], server.container);
  for (const version of ['satu', 'dua', 'tiga']) build(inside, `uji:${version}`, app);
  build(inside, 'uji:rusak', crash);

  let image = 'localhost:1/uji:satu';
  const write = (): void => writeInventory(root, lab, server, image);
  write();
  let loaded = await loadInventory(root);
  await loadProxy(root, loaded.inventory, server.container);
  let site = openSite(loaded);
  const result: LabSite = {
    site,
    inventory: loaded.inventory,
    docker,
    container: server.container,
    async useImage(tag) {
      image = `localhost:1/uji:${tag}`;
      write();
      await site.close();
      loaded = await loadInventory(root);
      site = openSite(loaded);
      Object.assign(result, { site, inventory: loaded.inventory });
    },
    async apply() {
      await site.store.ensureGenerated('uji/baik', ['TOKEN']);
      const selected = ['uji/baik'];
      const { plan } = await planOpenSite(site, selected);
      const options = { selected, emit: () => {}, onTakeOver: () => {} };
      const signal = new AbortController().signal;
      const { failed, stopped } = await applySite(site, plan, { ...options, signal });
      if (stopped) throw stopped;
      if (failed.length > 0) throw new Error(`failed: ${failed.join(', ')}`);
    },
    async down() {
      await site.close();
      await labDown({ name: lab });
      rmSync(root, { recursive: true, force: true });
    },
  };
  await result.apply();
  return result;
}

/** Small images are made on the server itself. */
function build(inside: (argv: string[], input?: Buffer) => string, tag: string, main: string) {
  const encoded = (text: string): string => Buffer.from(text).toString('base64');
  const dockerfile = `FROM debian:trixie-slim
RUN echo ${encoded(main)} | base64 -d > /usr/local/bin/app \\
 && echo ${encoded(entrypoint)} | base64 -d > /usr/local/bin/induk-entrypoint \\
 && chmod +x /usr/local/bin/*
ENV VERSION=${tag}
ENTRYPOINT ["/usr/local/bin/induk-entrypoint"]
CMD ["app"]
`;
  inside(['docker', 'build', '-q', '-t', `localhost:1/${tag}`, '-'], Buffer.from(dockerfile));
}

/** The proxy's image from this machine, which may have built it before. */
async function loadProxy(root: string, inventory: Inventory, container: string): Promise<void> {
  const packageRoot = process.cwd();
  const places = { packageRoot, inventoryRoot: root };
  const site = openSite(await loadInventory(root));
  await site.store.ensureGenerated('uji/baik', ['TOKEN']);
  await site.store.ensureGenerated('uji/lain', ['TOKEN']);
  const materials = await gatherMaterials(inventory, site.store, places);
  const image = desire(inventory, materials).images.find(({ recipe }) => recipe === 'caddy');
  if (image === undefined) throw new Error('no proxy is desired');
  const here = await connectLocal('here');
  await buildImage(here, image, { ...places, site: inventory.site.name, say: () => {} });
  await here.close();
  loadImages([image.reference], container);
}

function loadImages(names: string[], container: string): void {
  const command = `docker save ${names.join(' ')} | docker exec -i ${container} docker load -q`;
  execFileSync('sh', ['-c', command], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function writeInventory(
  root: string,
  site: string,
  server: { name: string; address: string; user: string; keyFile: string; hostKey: string },
  image: string,
): void {
  mkdirSync(join(root, 'opd'), { recursive: true });
  const access = { address: server.address, user: server.user, key: server.keyFile };
  const servers = { [server.name]: { ...access, hostKey: server.hostKey } };
  const all = { site, domain: 'contoh.test', team: [], servers };
  const size = { cpu: 0.1, memory: '64MiB', disk: '1GiB' };
  const one = { server: server.name, runtime: { image, port: 8080 }, size };
  const apps = {
    baik: { ...one, domains: ['baik.contoh.test'], secrets: ['TOKEN'], storage: { data: '/data' } },
    lain: { ...one, domains: ['lain.contoh.test'], secrets: ['TOKEN'] },
  };
  const opd = { opd: 'uji', name: 'Dinas Uji', type: 'dinas', apps };
  writeFileSync(join(root, 'site.yaml'), JSON.stringify(all));
  writeFileSync(join(root, 'opd', 'uji.yaml'), JSON.stringify(opd));
}
