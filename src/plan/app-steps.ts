import type { ServiceSpec } from '../desired/model.js';
import type { AppId } from '../inventory/model.js';
import { heldApp, mayChange } from './hold.js';
import type { Step } from './model.js';
import { byName, serviceStep, step } from './step.js';
import type { View } from './view.js';

/** What one app needs, in an order in which each step finds what it needs. */
export function appSteps(app: AppId, view: View): Step[] {
  const { wanted, found } = view;
  const held = heldApp(app, view);
  const begins = mayChange(held, 'db');
  const networks = begins ? (wanted.networks.get(app) ?? []) : [];
  const secrets = begins ? (wanted.secrets.get(app) ?? []) : [];
  const changes: Changes = new Map();
  for (const service of wanted.services.get(app) ?? []) {
    if (!mayChange(held, service.role)) continue;
    const change = serviceStep(service, view);
    if (change !== undefined) changes.set(service.role, { service, change });
  }
  return [
    ...networks
      .filter(({ name }) => !found.networks.has(name))
      .map(({ name }) => step('network.create', name, { app })),
    ...secrets
      .filter(({ name }) => !found.secrets.has(name))
      .map(({ name }) => step('secret.create', name, { app })),
    ...imageSteps(app, [...changes.values()], view),
    ...orderedChanges(app, changes, mayChange(held, 'release'), view),
    ...goneServices(app, view),
  ];
}

type Changes = Map<ServiceSpec['role'], { service: ServiceSpec; change: Step }>;

/** Database first, then the release command, then what runs the new version. */
function orderedChanges(
  app: AppId,
  changes: Changes,
  mayRelease: boolean,
  { desired }: View,
): Step[] {
  const web = changes.get('web');
  const release = desired.releases[app];
  const releases =
    mayRelease &&
    web !== undefined &&
    release !== undefined &&
    needsRelease(web.change, changes.get('db')?.change)
      ? [step('release.run', release.name, { app, server: release.server })]
      : [];
  const of = (role: ServiceSpec['role']): Step[] => {
    const entry = changes.get(role);
    return entry === undefined ? [] : [entry.change];
  };
  return [...of('db'), ...releases, ...of('web'), ...of('cron')];
}

/** A new version, a new release command or a new database; not a new size or label. */
function needsRelease(web: Step, db: Step | undefined): boolean {
  if (web.kind === 'service.create' || db?.kind === 'service.create') return true;
  const facets = new Set(['image', 'release', 'env', 'secrets', 'mounts', 'server']);
  return web.reasons.some((reason) => facets.has(reason.facet));
}

/** Images of the services that change; one that any service runs on that server is there. */
function imageSteps(app: AppId, changes: { service: ServiceSpec }[], view: View): Step[] {
  const wanted = new Map(
    changes
      .filter(({ service }) => !view.hasImageOf(service))
      .map(({ service }) => [service.image, service.server] as const),
  );
  return [...wanted].map(([image, server]) => {
    const kind = view.wanted.builds.has(image) ? 'image.build' : 'image.pull';
    return step(kind, image, { id: `${kind}:${image}@${app}`, app, server });
  });
}

/** Services of an app that its entry no longer asks for; their volumes stay. */
function goneServices(app: AppId, { wanted, found }: View): Step[] {
  const names = new Set(wanted.services.get(app)?.map((service) => service.name));
  return (found.byApp.get(app) ?? [])
    .filter(({ name }) => !names.has(name))
    .sort(byName)
    .map(({ name, spec }) => step('service.remove', name, { app, server: spec.server }));
}
