import { exitCodes, Fault } from '../../fault.js';
import type { App, Inventory, Legacy } from '../../inventory/model.js';
import type { ObservedService } from '../../plan/observed.js';
import { type Selection, selectedApps } from '../selection.js';

export type LegacyApp = App & { legacy: Legacy };

/**
 * Apps that have an old host: those named, or all.
 * @throws Fault MIG240 (exit 64) when a named app has none
 */
export function legacyApps(inventory: Inventory, selection: Selection): LegacyApp[] {
  const ids = selectedApps(inventory, selection);
  const apps = inventory.apps.filter(({ id }) => ids === undefined || ids.includes(id));
  const bare = apps.find(({ legacy }) => legacy === undefined);
  if (selection.apps.length > 0 && bare !== undefined) {
    throw new Fault('MIG240', { app: bare.id }, { exit: exitCodes.usage });
  }
  return apps.filter((app): app is LegacyApp => app.legacy !== undefined);
}

/** Apps that may have been moved or imported: those named, or all. */
export function selectedOf(inventory: Inventory, selection: Selection): App[] {
  const ids = selectedApps(inventory, selection);
  return inventory.apps.filter(({ id }) => ids === undefined || ids.includes(id));
}

/** The one app a name means, whether it has an old host or not. */
export function oneApp(inventory: Inventory, name: string): App {
  const [app] = selectedOf(inventory, { apps: [name] });
  if (app === undefined) throw new Error(`${name} was selected and is not there`);
  return app;
}

/** Whether an app's jobs run nowhere here. */
export const lacksJobs = (
  { id, cron }: Pick<App, 'id' | 'cron'>,
  services: readonly Pick<ObservedService, 'app' | 'spec'>[],
): boolean =>
  cron.length > 0 && !services.some(({ app, spec }) => app === id && spec.role === 'cron');

/** The one app a command is about. @throws Fault as `legacyApps` */
export function legacyApp(inventory: Inventory, name: string): LegacyApp {
  const [app] = legacyApps(inventory, { apps: [name] });
  if (app === undefined) throw new Error(`${name} was selected and is not there`);
  return app;
}
