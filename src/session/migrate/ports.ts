/** What a course does, done for real. */
import { observe } from '../../cluster/observe.js';
import { step } from '../../cluster/runtime/step.js';
import { removeService } from '../../cluster/services.js';
import { cronService } from '../../desired/names.js';
import type { KeyUndo } from '../../migrate/host/key.js';
import type { MoveOrder } from '../../migrate/mover/order.js';
import { hasChanges } from '../../plan/summary.js';
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
    await withSiteLock(site, manager, reason, onTakeOver, () => work(manager.docker));
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
    stopCron: () => locked((docker) => stopCron(docker, site, app, migrating)),
    prepare: async () => {},
    move,
    revoke: async () => {
      const undo = standing?.undo.key as KeyUndo | undefined;
      if (undo !== undefined) await shutMoverOut(app, undo, migrating);
    },
  };
}

async function stopCron(
  docker: Docker,
  site: Site,
  app: LegacyApp,
  migrating: Migrating,
): Promise<void> {
  const name = cronService(app.engineName);
  const { services } = await observe(docker);
  const found = services.find(
    (service) => service.name === name && service.site === site.inventory.site.name,
  );
  if (found === undefined) return;
  // Its jobs have ended when it is taken away; apply makes it again after the next switch.
  await scaleTo(site, found, 0, migrating);
  await step('service.remove', { name, app: app.id, server: app.server }, migrating, () =>
    removeService(docker, name),
  );
}
