/** Steps of `apply` that bring one restored app up, in two goes with its data in between. */
import type { Event } from '../../../cluster/events.js';
import { databaseService } from '../../../desired/names.js';
import type { Fault } from '../../../fault.js';
import type { App } from '../../../inventory/model.js';
import type { Plan, Step, StepKind } from '../../../plan/model.js';
import { plan } from '../../../plan/plan.js';
import { applyPlan } from '../../apply.js';
import type { Changing } from '../../restart.js';
import type { Site, SiteState } from '../../site.js';

const materials: StepKind[] = ['network.create', 'secret.create', 'image.build', 'image.pull'];

/** What the site needs for any app, then the app's images and its database. */
export function foundationSteps({ desired, observed }: SiteState, app: App): Plan {
  const database = databaseService(app.engineName);
  return only(plan(desired, observed, [app.id]), ({ app: owner, kind, target }) => {
    if (owner === undefined) return kind !== 'routes.load' && kind !== 'backups.schedule';
    return materials.includes(kind) || target === database;
  });
}

/** All the rest but its backups, which are for `apply` to begin. */
export function remainingSteps({ desired, observed }: SiteState, app: App): Plan {
  const all = plan(desired, observed, [app.id]);
  return only(all, ({ kind }) => kind !== 'backups.schedule');
}

function only(whole: Plan, wanted: (step: Step) => boolean): Plan {
  return { ...whole, steps: whole.steps.filter(wanted) };
}

/**
 * Does steps for one app, each told by itself: they are parts of a greater thing.
 * @returns what failed on single servers, e.g. the routes of one that is down
 * @throws the Fault of the step that failed
 */
export async function runSteps(
  site: Site,
  state: SiteState,
  decided: Plan,
  app: App,
  changing: Changing,
): Promise<Fault[]> {
  let failure: Fault | undefined;
  const emit = (event: Event): void => {
    if (event.type === 'apply.start' || event.type === 'apply.done') return;
    if (event.type === 'step.failed' && event.step.app === app.id) failure ??= event.fault;
    changing.emit(event);
  };
  const { stopped, servers } = await applyPlan(decided, state, site, { ...changing, emit });
  const fault = stopped ?? failure;
  if (fault !== undefined) throw fault;
  return servers;
}
