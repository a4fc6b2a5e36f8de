/** A site as one of its servers knows it: a single app, and a source that has just come. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeployJob } from '../cluster/deploy-keys/job.js';
import { sourceDigest } from '../cluster/images/source.js';
import type { App } from '../inventory/model.js';
import { SecretStore } from '../secrets/store.js';
import { connections } from '../server/pool.js';
import { firstManager } from './ahead.js';
import type { Site } from './site.js';

/**
 * @param folder with `job.json` and the recipe
 * @param root folder with the folder `source`
 */
export async function jobSite(
  folder: string,
  root: string,
  operator: string,
): Promise<{ site: Site; app: App }> {
  const job = JSON.parse(await readFile(join(folder, 'job.json'), 'utf8')) as DeployJob;
  const { inventory, materials } = job;
  const [app] = inventory.apps;
  if (app === undefined) throw new Error('a job without an app');
  const pool = connections({ servers: inventory.servers });
  const site: Site = {
    inventory,
    places: { packageRoot: folder, inventoryRoot: root },
    operator,
    connections: pool,
    // There are no secrets here, and nothing that a deployment does needs one.
    store: new SecretStore({ root, team: [], identities: async () => [] }),
    manager: () => firstManager(inventory.servers, pool),
    close: () => pool.close(),
    async materials() {
      const sources = { [app.id]: await sourceDigest([join(root, 'source')]) };
      return { ...materials, sources };
    },
  };
  return { site, app };
}
