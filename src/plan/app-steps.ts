import type { Desired, ServiceSpec } from '../desired/model.js';
import type { AppId } from '../inventory/model.js';
import type { Step } from './model.js';
import type { Observed } from './observed.js';
import { byName, has, serviceStep, step } from './step.js';

/** What one app needs, in an order in which each step finds what it needs. */
export function appSteps(app: AppId, desired: Desired, observed: Observed): Step[] {
  const services = desired.services.filter((service) => service.app === app);
  const network = desired.networks.filter(
    (entry) => entry.app === app && !has(observed.networks, entry.name),
  );
  const secrets = desired.secrets.filter(
    (entry) => entry.app === app && !has(observed.secrets, entry.name),
  );
  const changes = new Map(
    services.flatMap((service) => {
      const change = serviceStep(service, observed);
      return change === undefined ? [] : [[service.role, { service, change }] as const];
    }),
  );
  return [
    ...network.map((entry) => step('network.create', entry.name, { app })),
    ...secrets.map((entry) => step('secret.create', entry.name, { app })),
    ...imageSteps(app, [...changes.values()], desired, observed),
    ...orderedChanges(app, changes, desired),
    ...goneServices(app, services, observed),
  ];
}

type Changes = Map<ServiceSpec['role'], { service: ServiceSpec; change: Step }>;

/** Database first, then the release command, then what runs the new version. */
function orderedChanges(app: AppId, changes: Changes, desired: Desired): Step[] {
  const web = changes.get('web');
  const release = desired.releases[app];
  const releases =
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
function imageSteps(
  app: AppId,
  changes: { service: ServiceSpec; change: Step }[],
  desired: Desired,
  observed: Observed,
): Step[] {
  const wanted = new Map(
    changes
      .filter(({ service }) => !runs(observed, service))
      .map(({ service }) => [service.image, service.server] as const),
  );
  return [...wanted].map(([image, server]) => {
    const built = desired.images.some((spec) => spec.reference === image);
    const kind = built ? 'image.build' : 'image.pull';
    return step(kind, image, { id: `${kind}:${image}@${app}`, app, server });
  });
}

const runs = (observed: Observed, { image, server }: ServiceSpec): boolean =>
  observed.services.some(
    (found) => found.spec.image === image && found.spec.server === server && found.running > 0,
  );

/** Services of an app that its entry no longer asks for; their volumes stay. */
function goneServices(app: AppId, services: ServiceSpec[], observed: Observed): Step[] {
  const names = new Set(services.map((service) => service.name));
  return observed.services
    .filter((found) => found.app === app && !names.has(found.name))
    .sort(byName)
    .map((found) => step('service.remove', found.name, { app, server: found.spec.server }));
}
