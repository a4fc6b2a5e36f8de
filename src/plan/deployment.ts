import { cronService } from '../desired/names.js';
import type { App } from '../inventory/model.js';
import type { Plan, Step } from './model.js';
import { unsettled } from './step.js';

/**
 * A plan cut down to what brings one app's next version: what the site needs besides (a newer
 * proxy, the backups of others) is for `apply`, unless the app comes for the first time and may
 * find nothing there yet.
 *
 * @param sourceOnly for a key, which knows of no other app: not even the routes, which are of all
 * @returns no steps when the app is as it should be
 */
export function deploymentOf(plan: Plan, { id, engineName }: App, sourceOnly = false): Plan {
  if (sourceOnly) return { ...plan, steps: plan.steps.filter(({ app }) => app === id) };
  const isFirst = plan.steps.some(
    ({ kind, target }) => kind === 'service.create' && target === engineName,
  );
  const isOwn = ({ app, kind }: Step): boolean => app === id || kind === 'routes.load';
  const own = plan.steps.filter((step) => isFirst || isOwn(step));
  const steps = own.some(({ app }) => app === id) ? own : own.filter(({ app }) => app === id);
  return { ...plan, steps };
}

/** The first step that is there for another reason than a new source of the app. */
export function beyondSource({ steps }: Plan, { id, engineName }: App): Step | undefined {
  const own = [engineName, cronService(engineName)];
  const facets = new Set(['image', ...unsettled]);
  return steps.find(({ kind, target, reasons, app }) => {
    if (app !== id) return true;
    if (kind === 'image.build' || kind === 'release.run') return false;
    const isImage = reasons.every(({ facet }) => facets.has(facet));
    return kind !== 'service.update' || !own.includes(target) || !isImage;
  });
}
