import { runWorker } from '../../backup/containers/worker.js';
import type { DrillResult } from '../../backup/drill/drill.js';
import { type Acting, step } from '../../cluster/runtime/step.js';
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
