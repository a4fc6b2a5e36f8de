/** Steps of `apply` that bring one restored app up, in two goes with its data in between. */
import { databaseService } from '../../../desired/names.js';
import type { App } from '../../../inventory/model.js';
import type { Plan, Step, StepKind } from '../../../plan/model.js';
import { plan } from '../../../plan/plan.js';
import type { SiteSides } from '../../site.js';

const materials: StepKind[] = ['network.create', 'secret.create', 'image.build', 'image.pull'];

/** What the site needs for any app, then the app's images and its database. */
export function foundationSteps({ desired, observed }: SiteSides, app: App): Plan {
  const database = databaseService(app.engineName);
  return only(plan(desired, observed, [app.id]), ({ app: owner, kind, target }) => {
    if (owner === undefined) return kind !== 'routes.load' && kind !== 'backups.schedule';
    return materials.includes(kind) || target === database;
  });
}

/** All the rest but its backups, which are for `apply` to begin. */
export function remainingSteps({ desired, observed }: SiteSides, app: App): Plan {
  const all = plan(desired, observed, [app.id]);
  return only(all, ({ kind }) => kind !== 'backups.schedule');
}

function only(whole: Plan, wanted: (step: Step) => boolean): Plan {
  return { ...whole, steps: whole.steps.filter(wanted) };
}
