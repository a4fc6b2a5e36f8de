import { runWorker } from '../../backup/containers/worker.js';
import type { DrillResult } from '../../backup/drill/drill.js';
import { type Acting, step } from '../../cluster/runtime/step.js';
import { drillServer } from '../../desired/drill-server.js';
import { drillContainer } from '../../desired/names.js';
import type { App } from '../../inventory/model.js';
import { auditedOn } from '../audited.js';
import type { Site } from '../site.js';
import { forEachApp, type Outcomes } from './each.js';
import { requireWorker } from './worker.js';

/** Drills the newest set of each app, one after the other: a drill is a second copy of an app. */
export function drillApps(site: Site, apps: App[], acting: Acting): Promise<Outcomes<DrillResult>> {
  return auditedOn(site, 'backups drill', { apps: apps.map(({ id }) => id) }, () =>
    forEachApp(apps, 1, (app) => drillApp(site, app, acting)),
  );
}

/** Drills one app by the container that its timer starts, too: on another server where one is. */
async function drillApp(site: Site, app: App, acting: Acting): Promise<DrillResult> {
  const server = drillServer(site.inventory, app);
  const connection = await site.connections.get(server);
  const target = { name: app.id, app: app.id, server };
  return step('backup.drill', target, acting, async (say) => {
    const name = drillContainer(app.engineName);
    await requireWorker(connection, app, name);
    return runWorker<DrillResult>(connection, name, { say, signal: acting.signal });
  });
}
