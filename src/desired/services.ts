import type { App, Database, Site, Size } from '../inventory/model.js';
import { digestOf } from './digest.js';
import { appEnvironment, databaseServerEnvironment, requiredSecrets } from './environment.js';
import type { HealthSpec, ServiceSpec } from './model.js';
import {
  appNetwork,
  cronService,
  databaseService,
  databaseVolume,
  edgeNetwork,
  jobsVolume,
  labels,
  proxyService,
  releaseService,
  socketVolume,
  storageVolume,
} from './names.js';

/** What an app's services share: its image and the names of its secrets on the engine. */
export interface AppParts {
  app: App;
  site: Site;
  image: string;
  version: string;
  /** Key → engine name of the secret. */
  secrets: Record<string, string>;
}

const dataDirectory = { mariadb: '/var/lib/mysql', postgres: '/var/lib/postgresql/data' };
const socketDirectory = { mariadb: '/run/mysqld', postgres: '/run/postgresql' };

/** The service that answers the app's requests. */
export function webService(parts: AppParts): ServiceSpec {
  const { app } = parts;
  const { runtime } = app;
  const foreign = runtime.kind === 'image';
  return {
    ...appContainer(parts),
    name: app.engineName,
    role: 'web',
    command: (foreign ? runtime.command : undefined) ?? [],
    args: runtime.kind === 'node' ? runtime.start : [],
    ...(foreign && runtime.user !== undefined ? { user: runtime.user } : {}),
    networks: networksOf(app, true),
    mode: { kind: 'replicated', replicas: app.replicas },
    ...withHealth(appHealth(app)),
    restart: 'any',
    labels: {
      ...commonLabels(parts, 'web'),
      ...(app.release === undefined
        ? {}
        : { [labels.release]: digestOf(app.release).slice(0, 12) }),
    },
  };
}

/** The one-off that prepares a new version, e.g. database migrations. */
export function releaseJob(parts: AppParts, release: string): ServiceSpec {
  const { app } = parts;
  const shell = ['sh', '-c', release];
  const foreign = app.runtime.kind === 'image';
  return {
    ...appContainer(parts),
    name: releaseService(app.engineName),
    role: 'release',
    command: foreign ? shell : [],
    args: foreign ? [] : shell,
    networks: networksOf(app, false),
    mode: { kind: 'job' },
    // A job is never updated; the engine keeps no order for it.
    updateOrder: 'stop-first',
    restart: 'none',
    labels: commonLabels(parts, 'release'),
  };
}

/** Debian's cron in the app's own image and environment. */
export function cronServiceOf(parts: AppParts): ServiceSpec {
  const { app } = parts;
  const container = appContainer(parts);
  return {
    ...container,
    name: cronService(app.engineName),
    role: 'cron',
    command: [],
    args: ['induk-cron'],
    user: 'root',
    env: { ...container.env, CRON_JOBS: JSON.stringify(app.cron) },
    mounts: sortMounts([
      ...container.mounts,
      { volume: jobsVolume(app.engineName), target: '/var/lib/induk-jobs' },
    ]),
    networks: networksOf(app, false),
    mode: { kind: 'replicated', replicas: 1 },
    // Two schedulers at once would run a job twice.
    updateOrder: 'stop-first',
    restart: 'any',
    labels: commonLabels(parts, 'cron'),
  };
}

/** The database beside the app, alone on its private network and its socket volume. */
export function databaseServiceOf(
  parts: Omit<AppParts, 'image' | 'version'>,
  database: Database,
  image: { reference: string; version: string },
): ServiceSpec {
  const { app, site, secrets } = parts;
  return {
    name: databaseService(app.engineName),
    role: 'db',
    app: app.id,
    image: image.reference,
    command: [],
    args: [],
    env: databaseServerEnvironment(app, site),
    secrets: secretFiles({ DB_PASSWORD: secrets.DB_PASSWORD ?? '' }),
    mounts: sortMounts([
      { volume: databaseVolume(app.engineName), target: dataDirectory[database.kind] },
      { volume: socketVolume(app.engineName), target: socketDirectory[database.kind] },
    ]),
    networks: [{ network: appNetwork(app.engineName), aliases: ['db'] }],
    server: app.server,
    mode: { kind: 'replicated', replicas: 1 },
    ports: [],
    health: { test: ['CMD', 'induk-health'], interval: 5, timeout: 5, grace: 120, retries: 5 },
    ...resources(database.size),
    // Two servers on one data directory would destroy it.
    updateOrder: 'stop-first',
    stopGrace: 60,
    restart: 'any',
    labels: commonLabels({ ...parts, version: image.version }, 'db'),
  };
}

/** Caddy on every server. */
export function proxyServiceOf(
  site: Site,
  image: { reference: string; version: string },
): ServiceSpec {
  return {
    name: proxyService,
    role: 'proxy',
    image: image.reference,
    command: [],
    args: [],
    env: { TZ: site.timezone },
    secrets: [],
    mounts: sortMounts([
      { volume: 'induk-proxy-config', target: '/config' },
      { volume: 'induk-proxy-data', target: '/data' },
      { volume: 'induk-proxy-logs', target: '/var/log/caddy' },
    ]),
    networks: [{ network: edgeNetwork, aliases: [] }],
    mode: { kind: 'global' },
    ports: [
      { published: site.proxy.http, target: 8080, protocol: 'tcp' },
      { published: site.proxy.https, target: 8443, protocol: 'tcp' },
    ],
    ...resources({ cpu: 1, memory: 256 * 1024 * 1024, disk: 0 }),
    // The published ports can be held by one task only.
    updateOrder: 'stop-first',
    stopGrace: 10,
    restart: 'any',
    labels: {
      [labels.site]: site.name,
      [labels.role]: 'proxy',
      [labels.version]: image.version,
    },
  };
}

type Container = Omit<
  ServiceSpec,
  'name' | 'role' | 'command' | 'args' | 'networks' | 'mode' | 'restart' | 'labels'
>;

function appContainer({ app, site, image, secrets }: AppParts): Container {
  const stateful = Object.keys(app.storage).length > 0;
  return {
    app: app.id,
    image,
    env: appEnvironment(app, site),
    secrets: secretFiles(
      Object.fromEntries(requiredSecrets(app).map((key) => [key, secrets[key] ?? ''])),
    ),
    mounts: sortMounts([
      ...Object.entries(app.storage).map(([key, target]) => ({
        volume: storageVolume(app.engineName, key),
        target,
      })),
      ...(app.database === undefined
        ? []
        : [{ volume: socketVolume(app.engineName), target: socketDirectory[app.database.kind] }]),
    ]),
    server: app.server,
    ports: [],
    ...resources(app.size),
    // A foreign image that owns volumes may be a server that must be alone on its data.
    updateOrder: app.runtime.kind === 'image' && stateful ? 'stop-first' : 'start-first',
    stopGrace: 10,
  };
}

function networksOf(app: App, web: boolean): ServiceSpec['networks'] {
  const own =
    app.database === undefined ? [] : [{ network: appNetwork(app.engineName), aliases: [] }];
  const edge = { network: edgeNetwork, aliases: [] };
  return web || own.length === 0 ? [...own, edge] : own;
}

function appHealth(app: App): HealthSpec | undefined {
  const { health, runtime } = app;
  const timing = {
    interval: health.interval,
    timeout: health.timeout,
    grace: health.grace,
    retries: health.retries,
  };
  if (health.command !== undefined) return { test: ['CMD', ...health.command], ...timing };
  if (runtime.kind === 'image') return undefined;
  // Without a path any HTTP answer counts: a redirect to a login page is a healthy one.
  const test =
    health.path === undefined
      ? ['CMD', 'curl', '-s', '-A', 'induk-health', '-o', '/dev/null', 'http://127.0.0.1:8080/']
      : ['CMD', 'induk-health', health.path, String(health.expect)];
  return { test, ...timing };
}

const withHealth = (health: HealthSpec | undefined): Pick<ServiceSpec, 'health'> =>
  health === undefined ? {} : { health };

function secretFiles(secrets: Record<string, string>): ServiceSpec['secrets'] {
  return Object.entries(secrets)
    .map(([target, secret]) => ({ secret, target }))
    .sort((a, b) => (a.target < b.target ? -1 : 1));
}

function sortMounts(mounts: ServiceSpec['mounts']): ServiceSpec['mounts'] {
  return mounts.sort((a, b) => (a.target < b.target ? -1 : 1));
}

/**
 * Limits are the declared size. Half the memory and a tenth of the cores are reserved, so
 * that a start-first update, which runs two copies for a moment, still finds room.
 */
function resources(
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

function commonLabels(
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
