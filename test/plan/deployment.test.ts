import { expect, it } from 'vitest';
import type { App } from '../../src/inventory/model.js';
import { deploymentOf } from '../../src/plan/deployment.js';
import type { Plan, Step } from '../../src/plan/model.js';
import { step } from '../../src/plan/step.js';

const app = { id: 'dishub/parkir', engineName: 'dishub-parkir' } as App;
const own = { app: app.id, server: 'pusat-1' };
const proxy = step('service.update', 'induk-proxy');
const routes = step('routes.load', 'pusat-1');
const backups = step('backups.schedule', 'pusat-1');
const planOf = (...steps: Step[]) => ({ steps }) as Plan;
const ids = (plan: Plan) => plan.steps.map(({ id }) => id);

it('leaves what the site needs besides to apply', () => {
  const update = step('service.update', 'dishub-parkir', own);
  const cut = deploymentOf(planOf(proxy, update, routes, backups), app);
  expect(ids(cut)).toEqual([update.id, routes.id]);
});

it('makes all that an app needs that comes for the first time', () => {
  const create = step('service.create', 'dishub-parkir', own);
  const whole = planOf(proxy, create, routes, backups);
  expect(ids(deploymentOf(whole, app))).toEqual(ids(whole));
});

it('does nothing for an app that is as it should be', () => {
  expect(ids(deploymentOf(planOf(proxy, routes, backups), app))).toEqual([]);
});
