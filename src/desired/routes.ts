import { isAddress } from '../inventory/domain.js';
import type { App, AppId } from '../inventory/model.js';
import { canonicalJson } from './digest.js';
import { appPort } from './environment.js';
import type { Route } from './model.js';
import { labels } from './names.js';

/** With what only the proxies are told. */
export function routeOf(app: App): Route {
  const { address = '' } = app.legacy ?? {};
  // A name may lead elsewhere tomorrow, and then somebody else would be believed.
  return { ...liveRoute(app), ...(isAddress(address) ? { trusted: [address] } : {}) };
}

function liveRoute(app: App): Route {
  return {
    app: app.id,
    engineName: app.engineName,
    domains: [...app.domains].sort(),
    server: app.server,
    port: appPort(app),
    ...(app.maintenance === undefined ? {} : { maintenance: app.maintenance }),
  };
}

/** A route as the value of a web service's `induk.route` label. */
export const routeLabel = (app: App): string => canonicalJson(liveRoute(app));

/** What is known of a web service that exists on the engine. */
export interface LiveService {
  app?: AppId;
  labels: Record<string, string>;
}

/**
 * Routes that the proxies should have: those of the inventory's apps that run, and those of
 * running apps it no longer names. Taking an app out of the inventory does not take its site
 * off the air; `destroy` does. A domain that the inventory gives to another app goes there.
 *
 * @param asked apps about to run, counted as running
 */
export function liveRoutes(
  wanted: Route[],
  live: LiveService[],
  asked: ReadonlySet<AppId> = new Set(),
): Route[] {
  const running = new Map(live.map((service) => [service.app, service]));
  const named = new Set(wanted.map(({ app }) => app));
  const claimed = new Set(wanted.flatMap(({ domains }) => domains));
  const kept = live.flatMap((service) => {
    if (service.app === undefined || named.has(service.app)) return [];
    const route = routeFrom(service.labels[labels.route]);
    const domains = route?.domains.filter((domain) => !claimed.has(domain)) ?? [];
    return route === undefined || domains.length === 0 ? [] : [{ ...route, domains }];
  });
  return [...wanted.filter(({ app }) => asked.has(app) || running.has(app)), ...kept].sort(
    (a, b) => (a.engineName < b.engineName ? -1 : 1),
  );
}

function routeFrom(label: string | undefined): Route | undefined {
  if (label === undefined) return undefined;
  try {
    return JSON.parse(label) as Route;
  } catch {
    // Written by hand: an app without a route is better than no plan at all.
    return undefined;
  }
}
