import { cronService, databaseService, labels } from '../../desired/names.js';
import { exitCodes, Fault } from '../../fault.js';
import type { App, AppId, Inventory } from '../../inventory/model.js';
import { findApp } from '../../inventory/select.js';
import type { Observed, ObservedService } from '../../plan/observed.js';

/** An app that a command is about: one of the inventory, or one only the engine has. */
export interface Target {
  id: AppId;
  engineName: string;
  app?: App;
}

/** Parts of an app that run as services of their own. */
export type Part = 'web' | 'db' | 'cron';

/**
 * The app a person named: `opd/app`, or a name that only one agency has.
 *
 * @param found apps on the engines that carry this site's label, unmanaged ones too
 * @throws Fault INV090/INV091, exit 64, when there is none or more than one
 */
export function resolveTarget(
  inventory: Inventory,
  found: Iterable<AppId | undefined>,
  name: string,
): Target {
  const app = findApp(inventory, name);
  if (!('code' in app)) return { id: app.id, engineName: app.engineName, app };
  if (app.code === 'INV090' && new Set(found).has(name)) {
    return { id: name, engineName: name.replace('/', '-') };
  }
  throw new Fault(app.code, app.args, { exit: exitCodes.usage, diagnostics: [app] });
}

/** Ids of the apps that have a service of this site. */
export function deployedApps({ services }: Observed, site: string): (AppId | undefined)[] {
  return services.filter((service) => service.site === site).map(({ app }) => app);
}

/**
 * The service of an app's part.
 *
 * @throws Fault CLU070 when the app is not deployed, CLU071 when it has no such part
 */
export function partService(
  { services }: Observed,
  { id, engineName }: Target,
  part: Part,
): ObservedService {
  const name = {
    web: engineName,
    db: databaseService(engineName),
    cron: cronService(engineName),
  }[part];
  const own = services.filter(({ app }) => app === id);
  const service = own.find((each) => each.name === name);
  if (service !== undefined) return service;
  if (own.length === 0) throw new Fault('CLU070', { app: id });
  const has = own.map(({ spec }) => spec.labels[labels.role]).sort();
  throw new Fault('CLU071', { app: id, part, has: has.join(', ') }, { exit: exitCodes.usage });
}
