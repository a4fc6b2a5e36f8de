/** What a course does, done for real. */
import { observe } from '../../cluster/observe.js';
import { step } from '../../cluster/runtime/step.js';
import { removeService } from '../../cluster/services.js';
import { cronService } from '../../desired/names.js';
import type { KeyUndo } from '../../migrate/host/key.js';
import { runningOf } from '../../migrate/mover/hold.js';
import type { MoveOrder } from '../../migrate/mover/order.js';
import { hasChanges } from '../../plan/summary.js';
import { unlessGone } from '../../server/engine/answers.js';
import { applyFault, applySite } from '../apply.js';
import { scaleTo } from '../backups/restore/scale.js';
import { withSiteLock } from '../locked.js';
import { planOpenSite } from '../plan.js';
import type { Site } from '../site.js';
import type { LegacyApp } from './apps.js';
import type { Ports } from './course.js';
import { markMigration, unmarkMigration } from './object.js';
import { shutMoverOut } from './old-host.js';
import type { Migrating, Place } from './place.js';

type Docker = Awaited<ReturnType<Site['manager']>>['docker'];

export function portsFor(
  { site, app, standing }: Place,
  method: MoveOrder['method'],
  migrating: Migrating,
  move: Ports['move'],
): Ports {
  const { emit, signal, onTakeOver } = migrating;
  const locked = async (work: (docker: Docker) => Promise<void>): Promise<void> => {
    const manager = await site.manager();
    const reason = `migrate ${app.id}`;
    await withSiteLock(site, manager, reason, { onTakeOver }, () => work(manager.docker));
  };
  return {
    mark: (phase) =>
      locked((docker) =>
        markMigration(docker, site.inventory.site.name, app, { phase, method, now: new Date() }),
      ),
    unmark: () => locked((docker) => unmarkMigration(docker, app.engineName)),
    apply: async () => {
      const { plan } = await planOpenSite(site, [app.id]);
      if (!hasChanges(plan)) return;
      const selected = [app.id];
      const result = await applySite(site, plan, { selected, emit, signal, onTakeOver });
      const fault = applyFault(result, plan);
      if (fault !== undefined) throw fault;
    },
    stopCron: () =>
      locked((docker) => stop(docker, site, app, cronService(app.engineName), migrating)),
    stopWeb: () =>
      locked(async (docker) => {
        const { docker: own } = await site.connections.get(app.server);
        await endPaused(own, app.engineName);
        await stop(docker, site, app, app.engineName, migrating);
      }),
    prepare: async () => {},
    move,
    revoke: async () => {
      const undo = standing?.undo.key as KeyUndo | undefined;
      if (undo !== undefined) await shutMoverOut(app, undo, migrating);
    },
  };
}

/** What was under way in them must not go on: whoever asked is told that it failed. */
async function endPaused(docker: Docker, service: string): Promise<void> {
  for (const { id, isPaused } of await runningOf(docker, service)) {
    if (isPaused) await docker.getContainer(id).kill({ signal: 'SIGKILL' }).catch(unlessGone);
  }
}

async function stop(
  docker: Docker,
  site: Site,
  app: LegacyApp,
  name: string,
  migrating: Migrating,
): Promise<void> {
  const { services } = await observe(docker);
  const found = services.find(
    (service) => service.name === name && service.site === site.inventory.site.name,
  );
  if (found === undefined) return;
  // All in it has ended when it is taken away; apply makes it again when it may run.
  await scaleTo(site, found, 0, migrating);
  await step('service.remove', { name, app: app.id, server: app.server }, migrating, () =>
    removeService(docker, name),
  );
}
