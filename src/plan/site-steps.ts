import type { ServiceSpec } from '../desired/model.js';
import { proxyService } from '../desired/names.js';
import { type ProxyConfig, proxyConfigs } from '../desired/proxy-config.js';
import { liveRoutes } from '../desired/routes.js';
import type { AppId } from '../inventory/model.js';
import type { Step } from './model.js';
import { serviceStep, step } from './step.js';
import type { View } from './view.js';

/** Makes this machine's own engine a node of the site; other servers are set up over SSH. */
export function serverSteps({ desired, observed }: View): Step[] {
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
export function siteSteps(view: View): Step[] {
  const { desired, wanted, found } = view;
  const networks = (wanted.networks.get(undefined) ?? [])
    .filter(({ name }) => !found.networks.has(name))
    .map(({ name }) => step('network.create', name));
  const proxy = wanted.services.get(undefined)?.find(({ role }) => role === 'proxy');
  if (proxy === undefined) return networks;
  const change = serviceStep(proxy, view);
  const servers = serversWithoutProxyImage(proxy, view);
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
  { desired, observed, found }: View,
): string[] {
  const servers = desired.servers.map((server) => server.name);
  const present = found.services.get(proxy.name);
  const isThere = present?.spec.image === proxy.image && present.running >= present.wanted;
  if (!isThere) return servers;
  const loaded = observed.nodes.filter((node) => node.routes !== undefined);
  return servers.filter((name) => !loaded.some((node) => node.server === name));
}

/**
 * Routes of the apps asked for and of those that run, where they are not loaded yet. What a node
 * says was loaded went to a proxy that is there no more, when one is to be made.
 */
export function routeSteps({ desired, observed, found }: View, chosen: AppId[]): Step[] {
  const live = liveRoutes(desired.routes, found.live, new Set(chosen));
  const configs = proxyConfigs(
    desired.servers.map((server) => server.name),
    live,
    desired.proxy,
  );
  return desired.servers.flatMap(({ name }) => {
    const { digest, domains } = configs.get(name) as ProxyConfig;
    const node = observed.nodes.find((entry) => entry.server === name);
    const loaded = found.services.has(proxyService) ? node?.routes : undefined;
    if (loaded === digest) return [];
    return [
      step('routes.load', name, {
        server: name,
        reasons: [{ facet: 'routes', from: loaded ?? '-', to: count(domains.length) }],
      }),
    ];
  });
}

/** Jobs and timers of the backups, on servers that have others than they should. */
export function backupSteps({ desired, observed }: View): Step[] {
  return desired.backups.flatMap(({ server, digest, apps, drills }) => {
    const present = observed.nodes.find((node) => node.server === server)?.backups ?? '';
    if (present === digest) return [];
    const own = apps.length === 0 && drills.length > 0 ? drills : apps;
    const what = own === drills ? 'drill' : 'app';
    const to = `${own.length} ${what}${own.length === 1 ? '' : 's'}`;
    const from = present === '' ? '-' : present;
    return [
      step('backups.schedule', server, { server, reasons: [{ facet: 'backups', from, to }] }),
    ];
  });
}

const count = (domains: number): string => `${domains} domain${domains === 1 ? '' : 's'}`;
