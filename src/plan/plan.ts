import { digestOf } from '../desired/digest.js';
import type { Desired } from '../desired/model.js';
import type { AppId } from '../inventory/model.js';
import { appSteps } from './app-steps.js';
import { heldApp, mayChange } from './hold.js';
import type { Plan } from './model.js';
import type { Observed, ObservedObject } from './observed.js';
import { backupSteps, routeSteps, serverSteps, siteSteps } from './site-steps.js';
import { byName } from './step.js';
import { viewOf } from './view.js';

/**
 * What must be done so that the engine has what the inventory says.
 *
 * @param desired everything the site should have
 * @param observed everything found on the engine
 * @param selected apps to act on; all when absent. The proxy and the edge network are
 *   always looked after, since every app needs them.
 * @returns deterministic: the same input gives the same bytes
 */
export function plan(desired: Desired, observed: Observed, selected?: AppId[]): Plan {
  const apps = [...new Set(desired.routes.map((route) => route.app))].sort();
  const asked = new Set(selected ?? apps);
  const chosen = apps.filter((app) => asked.has(app));
  const view = viewOf(desired, observed);
  const perApp = chosen.map((app) => ({ app, steps: appSteps(app, view) }));
  const held = chosen.flatMap((app) => heldApp(app, view) ?? []);
  const waiting = new Set(held.map(({ app }) => app));
  const served = chosen.filter((app) =>
    mayChange(
      held.find((one) => one.app === app),
      'web',
    ),
  );
  const steps = [
    ...serverSteps(view),
    ...siteSteps(view),
    ...perApp.flatMap((entry) => entry.steps),
    ...routeSteps(view, served),
    ...backupSteps(view),
  ];
  let fingerprint: string | undefined;
  return {
    formatVersion: 1,
    site: desired.site,
    steps,
    unmanaged: unmanaged(desired, observed),
    held,
    unchanged: perApp
      .filter(({ app, steps }) => steps.length === 0 && !waiting.has(app))
      .map(({ app }) => app),
    // Half of planning's time, and only a plan that is saved or printed as JSON needs it.
    get fingerprint() {
      fingerprint ??= digestOf([desired, steps]);
      return fingerprint;
    },
  };
}

function unmanaged(desired: Desired, observed: Observed): Plan['unmanaged'] {
  const apps = new Set(desired.routes.map((route) => route.app));
  const of = (kind: 'service' | 'network', list: ObservedObject[]): Plan['unmanaged'] =>
    list
      .filter(({ site, app }) => site === desired.site && app !== undefined && !apps.has(app))
      .sort(byName)
      .map(({ name, app }) => ({ kind, name, ...(app === undefined ? {} : { app }) }));
  return [...of('service', observed.services), ...of('network', observed.networks)];
}
