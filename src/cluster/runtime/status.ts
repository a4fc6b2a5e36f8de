import type Docker from 'dockerode';
import { cronService, databaseService, labels } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { App, AppId, Inventory } from '../../inventory/model.js';
import type { Observed, ObservedService } from '../../plan/observed.js';
import type { Connection } from '../../server/connection.js';
import { get, observe } from '../observe.js';
import { readTasks, type Task, taskLogTail } from '../tasks.js';
import { urlOf } from './address.js';
import { readJobs } from './jobs.js';
import type { AppStatus, JobStatus, PartStatus, ServerStatus, SiteStatus } from './model.js';
import { partStatus } from './part.js';

export interface StatusOptions {
  /** Apps asked for; all, the unmanaged ones too, when absent. */
  selected?: AppId[];
  /** Opens a server's connection; only servers with scheduled jobs are asked. */
  connection: (server: string) => Promise<Connection>;
}

/**
 * How each app is. Four list calls on the manager, and one read for each app with jobs.
 *
 * @throws Fault CLU063 when the manager's engine is in no Swarm
 */
export async function readStatus(
  manager: Connection,
  inventory: Inventory,
  options: StatusOptions,
): Promise<SiteStatus> {
  const { docker } = manager;
  const [observed, info] = await Promise.all([
    observe(docker),
    get<{ SystemTime: string }>(docker, '/info'),
  ]);
  if (observed.swarm === 'inactive') throw new Fault('CLU063', { server: manager.server });
  const site = await facts(docker, inventory, observed, new Date(info.SystemTime));
  const unread = new Map<string, string>();
  const apps = await Promise.all(
    targets(inventory, observed, options.selected).map(async (target) => {
      const status = await appStatus(target, site);
      const jobs = await jobsOf(target, status, site, options).catch((error: unknown) => {
        unread.set(status.server, reasonOf(error));
        return [];
      });
      return { ...status, jobs };
    }),
  );
  return {
    site: inventory.site.name,
    time: site.now.toISOString(),
    servers: serversOf(inventory, observed),
    apps,
    unread: [...unread].map(([server, reason]) => ({ server, reason })),
  };
}

/** A server that does not answer must not hide the state of the apps; a bug must show. */
function reasonOf(error: unknown): string {
  if (error instanceof Fault) return error.code;
  if ((error as { statusCode?: number }).statusCode !== undefined) return (error as Error).message;
  throw error;
}

interface Facts {
  docker: Docker;
  inventory: Inventory;
  services: Map<string, ObservedService>;
  /** Engine id of a service → its tasks, newest first. */
  tasks: Map<string, Task[]>;
  /** Servers that the Swarm has lost. */
  lost: Set<string>;
  now: Date;
}

async function facts(
  docker: Docker,
  inventory: Inventory,
  observed: Observed,
  now: Date,
): Promise<Facts> {
  const tasks = new Map<string, Task[]>();
  for (const task of await readTasks(docker, '/tasks')) {
    tasks.set(task.serviceId, [...(tasks.get(task.serviceId) ?? []), task]);
  }
  const lost = observed.nodes.filter((node) => node.state !== 'ready');
  return {
    docker,
    inventory,
    services: new Map(observed.services.map((service) => [service.name, service])),
    tasks,
    lost: new Set(lost.flatMap((node) => node.server ?? [])),
    now,
  };
}

interface Target {
  id: AppId;
  engineName: string;
  app?: App;
}

function targets(inventory: Inventory, observed: Observed, selected?: AppId[]): Target[] {
  const managed = inventory.apps.map((app) => ({ id: app.id, engineName: app.engineName, app }));
  const known = new Set(inventory.apps.map(({ id }) => id));
  const foreign = observed.services.filter(
    ({ site, app, spec }) =>
      site === inventory.site.name && spec.role === 'web' && app !== undefined && !known.has(app),
  );
  const all = [
    ...managed,
    ...foreign.map(({ app, name }) => ({ id: app as AppId, engineName: name })),
  ];
  return selected === undefined ? all : all.filter(({ id }) => selected.includes(id));
}

async function appStatus(
  { id, engineName, app }: Target,
  site: Facts,
): Promise<Omit<AppStatus, 'jobs'>> {
  const web = site.services.get(engineName);
  const url = app === undefined ? undefined : urlOf(app, site.inventory.site);
  const version = web?.spec.labels[labels.version];
  const database = databaseService(engineName);
  const cron = cronService(engineName);
  const wants = { db: app?.database !== undefined, cron: (app?.cron.length ?? 0) > 0 };
  const parts = await Promise.all([
    partOf(web, site),
    wants.db || site.services.has(database) ? partOf(site.services.get(database), site) : undefined,
    wants.cron || site.services.has(cron) ? partOf(site.services.get(cron), site) : undefined,
  ]);
  return {
    app: id,
    managed: app !== undefined,
    server: web?.spec.server ?? app?.server ?? '',
    ...parts[0],
    ...(version === undefined ? {} : { version }),
    ...(url === undefined ? {} : { url }),
    ...(parts[1] === undefined ? {} : { database: parts[1] }),
    ...(parts[2] === undefined ? {} : { cron: parts[2] }),
  };
}

async function partOf(service: ObservedService | undefined, site: Facts): Promise<PartStatus> {
  if (service === undefined) return { state: 'not deployed', running: 0, wanted: 0 };
  if (site.lost.has(service.spec.server ?? '')) {
    return { state: 'unreachable', running: 0, wanted: service.wanted };
  }
  const tasks = site.tasks.get(service.id) ?? [];
  const { telling, ...status } = partStatus(service, tasks, site.now);
  if (telling === undefined) return status;
  const [last] = (await taskLogTail(site.docker, telling.id, 1)).slice(-1);
  const error = [telling.error, last].filter(Boolean).join(': ');
  return { ...status, error };
}

/** Last runs of an app's jobs, also when the cron service itself is not well. */
async function jobsOf(
  { engineName, app }: Target,
  { server }: { server: string },
  site: Facts,
  { connection }: StatusOptions,
): Promise<JobStatus[]> {
  const cron = site.services.get(cronService(engineName));
  const names = app?.cron.map(({ name }) => name) ?? [];
  if (cron === undefined) return names.map((name) => ({ name }));
  const task = (site.tasks.get(cron.id) ?? []).find(({ containerId }) => containerId !== '');
  if (task === undefined || site.lost.has(server)) return names.map((name) => ({ name }));
  const { docker } = await connection(server);
  return readJobs(docker.getContainer(task.containerId), names);
}

function serversOf({ servers }: Inventory, observed: Observed): ServerStatus[] {
  return servers.map(({ name }) => ({
    server: name,
    state: observed.nodes.find(({ server }) => server === name)?.state ?? 'not in the swarm',
  }));
}
