import type { App, CronJob } from '../inventory/model.js';
import { digestOf } from './digest.js';
import { appEnvironment, requiredSecrets } from './environment.js';
import type { HealthSpec, ServiceSpec } from './model.js';
import {
  appNetwork,
  cronService,
  edgeNetwork,
  jobsVolume,
  labels,
  releaseService,
  socketVolume,
  storageVolume,
} from './names.js';
import { routeLabel } from './routes.js';
import {
  type AppParts,
  commonLabels,
  resources,
  secretFiles,
  socketDirectory,
  sortMounts,
} from './service-parts.js';

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
      [labels.route]: routeLabel(app),
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

/** Variable that `induk-cron` reads its jobs from. */
const cronJobs = 'CRON_JOBS';

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
    env: { ...container.env, [cronJobs]: JSON.stringify(app.cron) },
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

type Container = Omit<
  ServiceSpec,
  'name' | 'role' | 'command' | 'args' | 'networks' | 'mode' | 'restart' | 'labels'
>;

/** The jobs that such a service runs. */
export const jobsOfCron = ({ env }: Pick<ServiceSpec, 'env'>): CronJob[] =>
  JSON.parse(env[cronJobs] ?? '[]') as CronJob[];

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
    ...oldDatabaseHost(app),
    ports: [],
    ...resources(app.size),
    // A foreign image that owns volumes may be a server that must be alone on its data.
    updateOrder: app.runtime.kind === 'image' && stateful ? 'stop-first' : 'start-first',
    stopGrace: 10,
  };
}

/** Its configuration came as it was: where it said its database was, the new one answers. */
function oldDatabaseHost({ database, legacy }: App): Pick<ServiceSpec, 'hosts'> {
  const host = legacy?.database?.host;
  if (database === undefined || host === undefined || host === 'localhost') return {};
  // An address cannot be given another meaning here; `migrate assess` tells of it.
  return hostName.test(host) ? { hosts: [host] } : {};
}

const hostName = /^(?=.*[a-z])[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/i;

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
