import type { Desired, ServiceSpec } from '../desired/model.js';
import { proxyConfig } from '../desired/proxy-config.js';
import type { AppId } from '../inventory/model.js';
import type { Step } from './model.js';
import type { Observed } from './observed.js';
import { has, serviceStep, step } from './step.js';

/** Makes this machine's own engine a node of the site; other servers are set up over SSH. */
export function serverSteps(desired: Desired, observed: Observed): Step[] {
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
export function siteSteps(desired: Desired, observed: Observed): Step[] {
  const networks = desired.networks
    .filter((network) => network.app === undefined && !has(observed.networks, network.name))
    .map((network) => step('network.create', network.name));
  const proxy = desired.services.find((service) => service.role === 'proxy');
  if (proxy === undefined) return networks;
  const change = serviceStep(proxy, observed);
  const servers = serversWithoutProxyImage(proxy, desired, observed);
  const builds = desired.images
    .filter((image) => image.recipe === 'caddy' && servers.includes(image.server))
    .map((image) =>
      step('image.build', image.reference, {
        id: `image.build:${image.reference}@${image.server}`,
        server: image.server,
      }),
    );
  return [...networks, ...builds, ...(change === undefined ? [] : [change])];
}

/** All when the image is another or does not run everywhere; else those that joined since. */
function serversWithoutProxyImage(
  proxy: ServiceSpec,
  desired: Desired,
  observed: Observed,
): string[] {
  const servers = desired.servers.map((server) => server.name);
  const found = observed.services.find(({ name }) => name === proxy.name);
  const isThere = found?.spec.image === proxy.image && found.running >= found.wanted;
  if (!isThere) return servers;
  const loaded = observed.nodes.filter((node) => node.routes !== undefined);
  return servers.filter((name) => !loaded.some((node) => node.server === name));
}

/** Routes of the apps asked for and of those that run, where they are not loaded yet. */
export function routeSteps(desired: Desired, observed: Observed, chosen: AppId[]): Step[] {
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
        reasons: [{ facet: 'routes', from: node?.routes ?? '-', to: count(domains.length) }],
      }),
    ];
  });
}

const count = (domains: number): string => `${domains} domain${domains === 1 ? '' : 's'}`;
