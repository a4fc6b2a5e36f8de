/** What a deploy key sets off: one app, deployed on its own server from a source on stdin. */
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeployJob } from '../cluster/deploy-keys/job.js';
import { sourceDigest } from '../cluster/images/source.js';
import { unpackSource } from '../cluster/images/unpack.js';
import { SecretStore } from '../secrets/store.js';
import { connections } from '../server/pool.js';
import { firstManager } from './ahead.js';
import { type Deploying, deploy, type PlannedDeploy, planDeploy } from './deploy.js';
import type { Site } from './site.js';

/** Seconds to queue behind another run: a pipeline has the time. */
export const keyPatience = 900;

export interface HereOptions extends Deploying {
  /** Folder with `job.json` and the recipe. */
  job: string;
  /** Name of the key, as its line on the server says. */
  key: string;
  source: AsyncIterable<Buffer>;
}

/**
 * @throws Fault DEP012 when the stream is no source, DEP019 when the app has changed in another
 *   way than its source; those of a deployment
 */
export async function deployHere({ job: folder, key, source, ...deploying }: HereOptions) {
  const job = JSON.parse(await readFile(join(folder, 'job.json'), 'utf8')) as DeployJob;
  const [app] = job.inventory.apps;
  if (app === undefined) throw new Error('a job without an app');
  const root = await mkdtemp(join(tmpdir(), 'induk-source-'));
  const site = siteOf(job, { packageRoot: folder, inventoryRoot: root }, `deploy key ${key}`);
  try {
    await mkdir(join(root, 'source'));
    const { commit } = await unpackSource(source, join(root, 'source'));
    const found = await planDeploy(site, { app: app.id, cwd: root, sourceOnly: true });
    const planned: PlannedDeploy = { ...found, ...(commit === undefined ? {} : { commit }) };
    if (planned.plan.steps.length > 0) await deploy(planned, deploying);
    return { planned, url: app.domains[0] === undefined ? '' : `https://${app.domains[0]}/` };
  } finally {
    await site.close();
    await rm(root, { recursive: true, force: true });
  }
}

function siteOf({ inventory, materials }: DeployJob, places: Site['places'], operator: string) {
  const pool = connections({ servers: inventory.servers });
  const root = places.inventoryRoot;
  const site: Site = {
    inventory,
    places,
    operator,
    connections: pool,
    // There are no secrets here, and nothing that a deployment does needs one.
    store: new SecretStore({ root, team: [], identities: async () => [] }),
    manager: () => firstManager(inventory.servers, pool),
    close: () => pool.close(),
    async materials() {
      const sources = inventory.apps.map(
        async ({ id }) => [id, await sourceDigest([join(root, 'source')])] as const,
      );
      return { ...materials, sources: Object.fromEntries(await Promise.all(sources)) };
    },
  };
  return site;
}
