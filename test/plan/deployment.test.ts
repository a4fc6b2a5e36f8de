import { describe, expect, it } from 'vitest';
import type { App } from '../../src/inventory/model.js';
import { beyondSource, deploymentOf } from '../../src/plan/deployment.js';
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

it('leaves all that is not the app’s own alone for a key', () => {
  const update = step('service.update', 'dishub-parkir', own);
  const cut = deploymentOf(planOf(proxy, update, routes, backups), app, true);
  expect(ids(cut)).toEqual([update.id]);
});

describe('a deploy key may', () => {
  const reasons = [{ facet: 'image' }];
  const build = step('image.build', 'localhost:1/dishub-parkir:0123456789ab', own);
  const release = step('release.run', 'dishub-parkir-release', own);
  const web = step('service.update', 'dishub-parkir', { ...own, reasons });
  const cron = step('service.update', 'dishub-parkir-cron', { ...own, reasons });

  it('have a new source built, released and run', () => {
    expect(beyondSource(planOf(build, release, web, cron), app)).toBeUndefined();
    expect(beyondSource(planOf(), app)).toBeUndefined();
  });

  it.each([
    [
      'a new variable',
      step('service.update', 'dishub-parkir', {
        ...own,
        reasons: [{ facet: 'image' }, { facet: 'env' }],
      }),
    ],
    ['another database', step('service.update', 'dishub-parkir-db', { ...own, reasons })],
    ['a secret', step('secret.create', 'dishub-parkir-KEY-0123', own)],
    ['a first start', step('service.create', 'dishub-parkir', own)],
    ['an end', step('service.remove', 'dishub-parkir-cron', own)],
    ['an image from elsewhere', step('image.pull', 'x', own)],
    ['the routes', routes],
    ['the proxy', proxy],
    ['another app', step('image.build', 'y', { app: 'dishub/lain' })],
  ])('not bring %s', (_, other) => {
    expect(beyondSource(planOf(build, web, other), app)).toBe(other);
  });
});
