import { type Certificate, loadRoutes } from '../cluster/proxy.js';
import { type Acting, step } from '../cluster/runtime/step.js';
import { desire } from '../desired/desire.js';
import type { Desired } from '../desired/model.js';
import { proxyService } from '../desired/names.js';
import { type ProxyConfig, proxyConfigs } from '../desired/proxy-config.js';
import { liveRoutes } from '../desired/routes.js';
import { Fault } from '../fault.js';
import type { AppId } from '../inventory/model.js';
import type { Observed } from '../plan/observed.js';
import { certificateKeys } from '../secrets/wanted.js';
import type { Site } from './site.js';

const recipes = { php: '', node: '', static: '', mariadb: '', postgres: '', caddy: '', worker: '' };

/**
 * The configuration each server's proxy should have now: routes of the apps that run.
 * Needs no source, no recipe and, but for a certificate, no secret.
 *
 * @param without an app to leave out
 */
export async function wantedRoutes(
  site: Site,
  observed: Observed,
  without?: AppId,
): Promise<Map<string, ProxyConfig>> {
  const { routes, proxy, servers } = await routing(site);
  const running = observed.services
    .filter(({ spec, site: owner }) => spec.role === 'web' && owner === site.inventory.site.name)
    .filter(({ app }) => app !== without)
    .map(({ app, spec }) => ({ app, labels: spec.labels }));
  const live = liveRoutes(routes, running);
  return proxyConfigs(
    servers.map(({ name }) => name),
    live,
    proxy,
  );
}

async function routing(site: Site): Promise<Pick<Desired, 'routes' | 'proxy' | 'servers'>> {
  const certificate: Record<string, string> = {};
  if (site.inventory.site.proxy.tls === 'files') {
    for (const key of certificateKeys) {
      const digest = await site.store.digest('site', key);
      if (digest !== undefined) certificate[key] = digest;
    }
  }
  return desire(site.inventory, { recipes, sources: {}, secrets: { site: certificate } });
}

/**
 * Takes an app out of the proxies on all servers that answer.
 *
 * @returns servers whose proxy could not be told, with the reason
 */
export async function unroute(
  site: Site,
  observed: Observed,
  app: AppId,
  acting: Acting,
): Promise<{ server: string; reason: string }[]> {
  return reroute(site, observed, { app, without: app }, acting);
}

/**
 * Loads the routes that the site's inventory asks for now, where others are loaded.
 *
 * @param of the app because of which, and one to leave out
 * @returns servers whose proxy could not be told, with the reason
 */
export async function reroute(
  site: Site,
  observed: Observed,
  { app, without }: { app: AppId; without?: AppId },
  acting: Acting,
): Promise<{ server: string; reason: string }[]> {
  if (!observed.services.some(({ name }) => name === proxyService)) return [];
  const manager = await site.manager();
  const untold: { server: string; reason: string }[] = [];
  for (const [server, config] of await wantedRoutes(site, observed, without)) {
    if (observed.nodes.find((node) => node.server === server)?.routes === config.digest) continue;
    try {
      const connection = await site.connections.get(server);
      const certificate = await certificateOf(site);
      await step('routes.load', { name: server, app, server }, acting, (say) =>
        loadRoutes(connection, manager.docker, { ...config, ...certificate }, { ...acting, say }),
      );
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      untold.push({ server, reason: error.code });
    }
  }
  return untold;
}

/** The site's own certificate, where it has one. */
export async function certificateOf(site: Site): Promise<{ certificate?: Certificate }> {
  if (site.inventory.site.proxy.tls !== 'files') return {};
  const values = await site.store.read('site');
  const [certificate, key] = certificateKeys.map((name) => values.get(name)?.reveal() ?? '');
  return { certificate: { certificate: certificate as string, key: key as string } };
}
