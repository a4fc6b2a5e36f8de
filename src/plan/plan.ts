import { digestOf } from '../desired/digest.js';
import type { Desired, ServiceSpec } from '../desired/model.js';
import { proxyConfig } from '../desired/proxy-config.js';
import type { AppId } from '../inventory/model.js';
import { differences } from './differences.js';
import type { Plan, Reason, Step, StepKind } from './model.js';
import type { Observed, ObservedService } from './observed.js';

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
  const chosen = selected === undefined ? apps : apps.filter((app) => selected.includes(app));
  const perApp = chosen.map((app) => ({ app, steps: appSteps(app, desired, observed) }));
  const steps = [
    ...serverSteps(desired, observed),
    ...siteSteps(desired, observed),
    ...perApp.flatMap((entry) => entry.steps),
    ...routeSteps(desired, observed, chosen),
  ];
  return {
    formatVersion: 1,
    site: desired.site,
    steps,
    unmanaged: unmanaged(desired, observed),
    unchanged: perApp.filter((entry) => entry.steps.length === 0).map((entry) => entry.app),
    fingerprint: digestOf([desired, steps]),
  };
}

function step(kind: StepKind, target: string, rest: Partial<Step> = {}): Step {
  return { id: `${kind}:${target}`, kind, target, reasons: [], ...rest };
}

function serverSteps(desired: Desired, observed: Observed): Step[] {
  const local = desired.servers.find((server) => server.local);
  if (observed.swarm === 'inactive') {
    return local === undefined
      ? []
      : [
          step('swarm.init', local.name, { server: local.name }),
          step('node.label', local.name, { server: local.name }),
        ];
  }
  const labelled = observed.nodes.some((node) => node.server === local?.name);
  return local === undefined || labelled
    ? []
    : [step('node.label', local.name, { server: local.name })];
}

/** The edge network, and the proxy with its image on each server. */
function siteSteps(desired: Desired, observed: Observed): Step[] {
  const networks = desired.networks
    .filter((network) => network.app === undefined && !has(observed.networks, network.name))
    .map((network) => step('network.create', network.name));
  const proxy = desired.services.find((service) => service.role === 'proxy');
  if (proxy === undefined) return networks;
  const change = serviceStep(proxy, observed);
  const missing = missingProxyServers(desired, observed);
  const imageNeeded = change !== undefined || missing.length > 0;
  const builds = desired.images
    .filter((image) => image.recipe === 'caddy' && imageNeeded)
    .filter((image) => change !== undefined || missing.includes(image.server))
    .map((image) =>
      step('image.build', image.reference, {
        id: `image.build:${image.reference}@${image.server}`,
        server: image.server,
      }),
    );
  return [...networks, ...builds, ...(change === undefined ? [] : [change])];
}

/** Servers that joined since the proxy was started: they have no image of it yet. */
function missingProxyServers(desired: Desired, observed: Observed): string[] {
  const loaded = observed.nodes.filter((node) => node.routes !== undefined);
  return desired.servers
    .map((server) => server.name)
    .filter((name) => !loaded.some((node) => node.server === name));
}

function appSteps(app: AppId, desired: Desired, observed: Observed): Step[] {
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
    ...orderedChanges(app, changes, desired, observed),
    ...goneServices(app, services, observed),
  ];
}

type Changes = Map<ServiceSpec['role'], { service: ServiceSpec; change: Step }>;

/** Database first, then the release command, then what runs the new version. */
function orderedChanges(
  app: AppId,
  changes: Changes,
  desired: Desired,
  observed: Observed,
): Step[] {
  const web = changes.get('web');
  const release = desired.releases[app];
  const releases =
    web !== undefined && release !== undefined && needsRelease(web, observed)
      ? [step('release.run', release.name, { app, server: release.server })]
      : [];
  const of = (role: ServiceSpec['role']): Step[] => {
    const entry = changes.get(role);
    return entry === undefined ? [] : [entry.change];
  };
  return [...of('db'), ...releases, ...of('web'), ...of('cron')];
}

/** A new version, a new release command or a new database; not a new size or label. */
function needsRelease(web: { service: ServiceSpec; change: Step }, observed: Observed): boolean {
  if (web.change.kind === 'service.create') return true;
  const facets = new Set(['image', 'release', 'env', 'secrets', 'mounts', 'server']);
  const dbExists = observed.services.some(({ name }) => name === `${web.service.name}-db`);
  return !dbExists || web.change.reasons.some((reason) => facets.has(reason.facet));
}

/** Images of the services that change to another image; one that runs already is there. */
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

const runs = (observed: Observed, { name, image, server }: ServiceSpec): boolean =>
  observed.services.some(
    (found) =>
      found.name === name &&
      found.spec.image === image &&
      found.spec.server === server &&
      found.running > 0,
  );

function serviceStep(service: ServiceSpec, observed: Observed): Step | undefined {
  const found = observed.services.find(({ name }) => name === service.name);
  const where = { app: service.app, server: service.server };
  if (found === undefined) return step('service.create', service.name, where);
  const reasons = [...differences(found.spec, service), ...stopped(found)];
  return reasons.length === 0
    ? undefined
    : step('service.update', service.name, { ...where, reasons });
}

/** The right specification is not enough: an interrupted or crashed service is not running. */
function stopped({ running, wanted }: ObservedService): Reason[] {
  return running < wanted
    ? [{ facet: 'not running', from: String(running), to: String(wanted) }]
    : [];
}

/** Services of an app that its entry no longer asks for; their volumes stay. */
function goneServices(app: AppId, services: ServiceSpec[], observed: Observed): Step[] {
  const names = new Set(services.map((service) => service.name));
  return observed.services
    .filter((found) => found.app === app && !names.has(found.name))
    .map((found) => step('service.remove', found.name, { app, server: found.spec.server }));
}

function routeSteps(desired: Desired, observed: Observed, chosen: AppId[]): Step[] {
  const running = observed.services.filter((found) => found.spec.role === 'web');
  const live = desired.routes.filter(
    (route) => chosen.includes(route.app) || running.some((found) => found.app === route.app),
  );
  return desired.servers.flatMap(({ name }) => {
    const { digest, domains } = proxyConfig(name, live, desired.proxy);
    const node = observed.nodes.find((entry) => entry.server === name);
    if (node?.routes === digest) return [];
    return [
      step('routes.load', name, {
        server: name,
        reasons: [{ facet: 'routes', from: node?.routes ?? '-', to: `${domains.length} domains` }],
      }),
    ];
  });
}

function unmanaged(desired: Desired, observed: Observed): Plan['unmanaged'] {
  const apps = new Set(desired.routes.map((route) => route.app));
  const foreign = (found: { site?: string; app?: AppId }): boolean =>
    found.site === desired.site && found.app !== undefined && !apps.has(found.app);
  return [
    ...observed.services.filter(foreign).map((found) => ({
      kind: 'service' as const,
      name: found.name,
      ...(found.app === undefined ? {} : { app: found.app }),
    })),
    ...observed.networks.filter(foreign).map((found) => ({
      kind: 'network' as const,
      name: found.name,
      ...(found.app === undefined ? {} : { app: found.app }),
    })),
  ];
}

const has = (list: { name: string }[], name: string): boolean =>
  list.some((entry) => entry.name === name);
