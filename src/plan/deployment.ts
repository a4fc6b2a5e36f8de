import type { App } from '../inventory/model.js';
import type { Plan, Step } from './model.js';

/**
 * A plan cut down to what brings one app's next version: what the site needs besides (a newer
 * proxy, the backups of others) is for `apply`, unless the app comes for the first time and may
 * find nothing there yet.
 *
 * @returns no steps when the app is as it should be
 */
export function deploymentOf(plan: Plan, { id, engineName }: App): Plan {
  const isFirst = plan.steps.some(
    ({ kind, target }) => kind === 'service.create' && target === engineName,
  );
  const isOwn = ({ app, kind }: Step): boolean => app === id || kind === 'routes.load';
  const own = plan.steps.filter((step) => isFirst || isOwn(step));
  const steps = own.some(({ app }) => app === id) ? own : own.filter(({ app }) => app === id);
  return { ...plan, steps };
}
