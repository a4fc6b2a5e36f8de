import type { Desired, NetworkSpec, SecretSpec, ServiceSpec } from '../desired/model.js';
import type { LiveService } from '../desired/routes.js';
import type { AppId } from '../inventory/model.js';
import type { Observed, ObservedService } from './observed.js';

/**
 * Both sides of a plan, each thing found at once by its name or its app: planning stays
 * linear in the number of apps.
 */
export interface View {
  desired: Desired;
  observed: Observed;
  wanted: {
    services: Map<AppId | undefined, ServiceSpec[]>;
    networks: Map<AppId | undefined, NetworkSpec[]>;
    secrets: Map<AppId | undefined, SecretSpec[]>;
    /** References of the images that are built, not pulled. */
    builds: Set<string>;
  };
  found: {
    services: Map<string, ObservedService>;
    byApp: Map<AppId | undefined, ObservedService[]>;
    networks: Set<string>;
    secrets: Set<string>;
    /** Web services of this site. */
    live: LiveService[];
  };
  /** Whether any service runs the image of `service` on its server: then it is there. */
  hasImageOf(service: ServiceSpec): boolean;
}

export function viewOf(desired: Desired, observed: Observed): View {
  const names = (list: { name: string }[]): Set<string> => new Set(list.map(({ name }) => name));
  const web = observed.services.filter(
    ({ spec, site }) => spec.role === 'web' && site === desired.site,
  );
  const running = new Set(
    observed.services.filter((found) => found.running > 0).map(({ spec }) => imageKey(spec)),
  );
  return {
    desired,
    observed,
    wanted: {
      services: groupByApp(desired.services),
      networks: groupByApp(desired.networks),
      secrets: groupByApp(desired.secrets),
      builds: new Set(desired.images.map(({ reference }) => reference)),
    },
    found: {
      services: new Map(observed.services.map((service) => [service.name, service])),
      byApp: groupByApp(observed.services),
      networks: names(observed.networks),
      secrets: names(observed.secrets),
      live: web.map(({ app, spec }) => ({ app, labels: spec.labels })),
    },
    hasImageOf: (service) => running.has(imageKey(service)),
  };
}

const imageKey = ({ image, server }: ServiceSpec): string => `${image} ${server}`;

function groupByApp<T extends { app?: AppId }>(list: T[]): Map<AppId | undefined, T[]> {
  const groups = new Map<AppId | undefined, T[]>();
  for (const item of list) {
    const group = groups.get(item.app);
    if (group === undefined) groups.set(item.app, [item]);
    else group.push(item);
  }
  return groups;
}
