import type { App, Site, Size } from '../inventory/model.js';
import type { ServiceSpec } from './model.js';
import { labels } from './names.js';

/** What the descriptions of an app's services have in common. */

/** What an app's services share: its image and the names of its secrets on the engine. */
export interface AppParts {
  app: App;
  site: Site;
  image: string;
  version: string;
  /** Key → engine name of the secret. */
  secrets: Record<string, string>;
}

export const socketDirectory = { mariadb: '/run/mysqld', postgres: '/run/postgresql' };

export function secretFiles(secrets: Record<string, string>): ServiceSpec['secrets'] {
  return Object.entries(secrets)
    .map(([target, secret]) => ({ secret, target }))
    .sort((a, b) => (a.target < b.target ? -1 : 1));
}

export function sortMounts(mounts: ServiceSpec['mounts']): ServiceSpec['mounts'] {
  return mounts.sort((a, b) => (a.target < b.target ? -1 : 1));
}

/**
 * Limits are the declared size. Half the memory and a tenth of the cores are reserved, so
 * that a start-first update, which runs two copies for a moment, still finds room.
 */
export function resources(
  size: Size,
): Pick<
  ServiceSpec,
  'cpuLimit' | 'cpuReservation' | 'memoryLimit' | 'memoryReservation' | 'pidsLimit'
> {
  return {
    // The engine counts in billionths; a finer figure would never equal what it gives back.
    cpuLimit: Math.round(size.cpu * 1e9) / 1e9,
    cpuReservation: Math.round(size.cpu * 100) / 1000,
    memoryLimit: size.memory,
    memoryReservation: Math.floor(size.memory / 2),
    pidsLimit: 1024,
  };
}

export function commonLabels(
  parts: { app: App; site: Site; version: string },
  role: ServiceSpec['role'],
): Record<string, string> {
  return {
    [labels.site]: parts.site.name,
    [labels.app]: parts.app.id,
    [labels.role]: role,
    [labels.version]: parts.version,
  };
}
