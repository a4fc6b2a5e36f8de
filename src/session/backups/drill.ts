import { runWorker } from '../../backup/containers/worker.js';
import type { DrillResult } from '../../backup/drill/drill.js';
import { forEachLimited } from '../../cluster/apply/limit.js';
import { type Acting, step } from '../../cluster/runtime/step.js';
import { drillContainer } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { App, AppId } from '../../inventory/model.js';
import { auditedOn } from '../audited.js';
import type { Site } from '../site.js';
import { requireWorker } from './worker.js';

export interface DrillsResult {
  proven: (DrillResult & { app: AppId })[];
  failed: { app: AppId; fault: Fault }[];
}

/** Drills the newest set of each app, one after the other: a drill is a second copy of an app. */
export async function drillApps(site: Site, apps: App[], acting: Acting): Promise<DrillsResult> {
  const result: DrillsResult = { proven: [], failed: [] };
  await auditedOn(site, 'backups drill', { apps: apps.map(({ id }) => id) }, () =>
    forEachLimited(apps, 1, async (app) => {
      try {
        result.proven.push({ app: app.id, ...(await drillApp(site, app, acting)) });
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        result.failed.push({ app: app.id, fault: error });
      }
    }),
  );
  return result;
}

/** Drills one app by the container that its timer starts, too. */
async function drillApp(site: Site, app: App, acting: Acting): Promise<DrillResult> {
  const connection = await site.connections.get(app.server);
  const target = { name: app.id, app: app.id, server: app.server };
  return step('backup.drill', target, acting, async (say) => {
    await requireWorker(connection, app);
    const name = drillContainer(app.engineName);
    return runWorker<DrillResult>(connection, name, { say, signal: acting.signal });
  });
}
