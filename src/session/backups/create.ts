import { giveReason } from '../../backup/containers/job.js';
import { runWorker } from '../../backup/containers/worker.js';
import type { Alarm, Manifest, SetId } from '../../backup/model.js';
import { forEachLimited } from '../../cluster/apply/limit.js';
import { type Acting, step } from '../../cluster/runtime/step.js';
import { backupContainer } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { App, AppId } from '../../inventory/model.js';
import { auditedOn } from '../audited.js';
import type { Site } from '../site.js';
import { policyOf } from './access.js';
import { requireWorker } from './worker.js';

/** What a worker answers when a set is complete. */
export interface CreatedSet {
  set: SetId;
  /** Bytes in the set, and bytes that the vault had to take for it. */
  bytes: number;
  added: number;
  alarms: Alarm[];
}

export interface CreateResult {
  created: (CreatedSet & { app: AppId })[];
  failed: { app: AppId; fault: Fault }[];
}

/** Makes a set of each app, as many at once on a server as the policy allows. */
export async function createSets(site: Site, apps: App[], acting: Acting): Promise<CreateResult> {
  const { concurrency } = policyOf(site.inventory);
  const result: CreateResult = { created: [], failed: [] };
  const servers = [...new Set(apps.map(({ server }) => server))];
  const one = async (app: App): Promise<void> => {
    try {
      result.created.push({ app: app.id, ...(await createSet(site, app, acting)) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      result.failed.push({ app: app.id, fault: error });
    }
  };
  await auditedOn(site, 'backups create', { apps: apps.map(({ id }) => id) }, async () => {
    await Promise.all(
      servers.map((name) =>
        forEachLimited(
          apps.filter(({ server }) => server === name),
          concurrency,
          one,
        ),
      ),
    );
  });
  return result;
}

/**
 * Makes a set of one app by the container that its timer starts, too.
 * @throws Fault BAK093 when apply has not made it; what the worker throws
 */
export async function createSet(
  site: Site,
  app: App,
  acting: Acting,
  reason: Manifest['reason'] = 'manual',
): Promise<CreatedSet> {
  const connection = await site.connections.get(app.server);
  return step(
    'backup.create',
    { name: app.id, app: app.id, server: app.server },
    acting,
    async (say) => {
      await requireWorker(connection, app);
      const name = backupContainer(app.engineName);
      await giveReason(connection, name, reason);
      return runWorker<CreatedSet>(connection, name, { say, signal: acting.signal });
    },
  );
}
