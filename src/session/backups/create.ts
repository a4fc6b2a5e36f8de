import { giveReason } from '../../backup/containers/job.js';
import { runWorker } from '../../backup/containers/worker.js';
import type { Alarm, Manifest, SetId } from '../../backup/model.js';
import { type Acting, step } from '../../cluster/runtime/step.js';
import { backupContainer } from '../../desired/names.js';
import type { App } from '../../inventory/model.js';
import { auditedOn } from '../audited.js';
import type { Site } from '../site.js';
import { policyOf } from './access.js';
import { forEachApp, type Outcomes } from './each.js';
import { requireWorker } from './worker.js';

/** What a worker answers when a set is complete. */
export interface CreatedSet {
  set: SetId;
  /** Bytes in the set, and bytes that the vault had to take for it. */
  bytes: number;
  added: number;
  alarms: Alarm[];
}

/** Makes a set of each app, as many at once on a server as the policy allows. */
export async function createSets(
  site: Site,
  apps: App[],
  acting: Acting,
): Promise<Outcomes<CreatedSet>> {
  const { concurrency } = policyOf(site.inventory);
  const servers = [...new Set(apps.map(({ server }) => server))];
  const onServer = (name: string) =>
    forEachApp(
      apps.filter(({ server }) => server === name),
      concurrency,
      (app) => createSet(site, app, acting),
    );
  const all = await auditedOn(site, 'backups create', { apps: apps.map(({ id }) => id) }, () =>
    Promise.all(servers.map(onServer)),
  );
  return { done: all.flatMap(({ done }) => done), failed: all.flatMap(({ failed }) => failed) };
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
      const name = backupContainer(app.engineName);
      await requireWorker(connection, app, name);
      await giveReason(connection, name, reason);
      return runWorker<CreatedSet>(connection, name, { say, signal: acting.signal });
    },
  );
}
