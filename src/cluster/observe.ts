import type Docker from 'dockerode';
import { labels } from '../desired/names.js';
import { migrationPhases } from '../plan/hold.js';
import type {
  Observed,
  ObservedMigration,
  ObservedNode,
  ObservedObject,
  ObservedService,
} from '../plan/observed.js';
import { type EngineSpec, fromEngine } from './engine-spec.js';

interface EngineObject {
  ID: string;
  Spec: { Name: string; Labels?: Record<string, string> };
}

export interface EngineService {
  ID: string;
  Version: { Index: number };
  Spec: EngineSpec;
  UpdateStatus?: { State: string; StartedAt?: string; Message?: string };
  ServiceStatus?: { RunningTasks: number; DesiredTasks: number };
}

interface EngineNode {
  ID: string;
  Spec: { Labels?: Record<string, string>; Availability: string };
  Description: { Hostname: string };
  Status: { State: string };
}

/**
 * Reads a manager's engine: one list call for each kind of object, all at once.
 * Changes nothing and takes no lock.
 */
export async function observe(docker: Docker): Promise<Observed> {
  const [nodes, networks, secrets, services, migrations] = await Promise.all([
    list<EngineNode>(docker, '/nodes'),
    list<{ Id: string; Name: string; Labels?: Record<string, string> }>(docker, '/networks'),
    list<EngineObject>(docker, '/secrets'),
    list<EngineService>(docker, '/services?status=true'),
    list<EngineObject>(docker, `/configs?filters=${migrationsOnly}`),
  ]);
  if (nodes === 'no swarm' || services === 'no swarm' || secrets === 'no swarm') {
    return { swarm: 'inactive', nodes: [], networks: [], secrets: [], services: [] };
  }
  const found = networks === 'no swarm' ? [] : networks;
  const names = new Map(found.map(({ Id, Name }) => [Id, Name]));
  return {
    swarm: 'active',
    nodes: nodes.map(observedNode).sort((a, b) => (a.id < b.id ? -1 : 1)),
    networks: found.map(({ Id, Name, Labels }) => observedObject(Id, Name, Labels)).sort(byName),
    secrets: secrets.map(({ ID, Spec }) => observedObject(ID, Spec.Name, Spec.Labels)).sort(byName),
    services: services
      .filter(({ Spec }) => Spec.Labels?.[labels.site] !== undefined)
      .map((service) => observedService(service, names))
      .sort(byName),
    migrations: migrations === 'no swarm' ? [] : migrations.flatMap(observedMigration),
  };
}

const migrationsOnly = encodeURIComponent(JSON.stringify({ label: [`${labels.role}=migration`] }));

/** One of a later version says a phase that is unknown here: then nothing may run yet. */
function observedMigration({ Spec }: EngineObject): ObservedMigration[] {
  const all = Spec.Labels ?? {};
  const app = all[labels.app];
  if (app === undefined) return [];
  const phase = migrationPhases.find((known) => known === all[labels.phase]) ?? 'back';
  return [{ app, phase, since: all[labels.since] ?? '', method: all[labels.method] ?? '' }];
}

/** 503 is the engine's answer where no Swarm is active, or where it is not a manager. */
async function list<T>(docker: Docker, path: string): Promise<T[] | 'no swarm'> {
  try {
    return await get<T[]>(docker, path);
  } catch (error) {
    if ((error as { statusCode?: number }).statusCode === 503) return 'no swarm';
    throw error;
  }
}

/** A GET on the engine's API, for calls dockerode has no method or option for. */
export async function get<T>(docker: Docker, path: string): Promise<T> {
  return new Promise((resolve, reject) => {
    docker.modem.dial(
      {
        path: dialPath(path),
        method: 'GET',
        statusCodes: { 200: true, 404: 'no such object', 500: 'server error', 503: 'no swarm' },
      },
      (error: unknown, data: unknown) => (error ? reject(error) : resolve(data as T)),
    );
  });
}

/** docker-modem cuts the last character of a path that has a query. */
export const dialPath = (path: string): string => (path.includes('?') ? `${path}&` : path);

function observedNode(node: EngineNode): ObservedNode {
  const all = node.Spec.Labels ?? {};
  const { [labels.server]: server, [labels.routes]: routes, [labels.backups]: backups } = all;
  const { State } = node.Status;
  return {
    id: node.ID,
    hostname: node.Description.Hostname,
    ...(server === undefined ? {} : { server }),
    state: State === 'ready' || State === 'down' ? State : 'unknown',
    ...(routes === undefined ? {} : { routes }),
    ...(backups === undefined ? {} : { backups }),
  };
}

function observedObject(
  id: string,
  name: string,
  all: Record<string, string> | undefined,
): ObservedObject {
  const { [labels.site]: site, [labels.app]: app } = all ?? {};
  return {
    id,
    name,
    ...(site === undefined ? {} : { site }),
    ...(app === undefined ? {} : { app }),
  };
}

export function observedService(
  service: EngineService,
  networkNames: Map<string, string>,
): ObservedService {
  const { Spec, ServiceStatus, UpdateStatus } = service;
  return {
    ...observedObject(service.ID, Spec.Name, Spec.Labels),
    spec: fromEngine(Spec, networkNames),
    running: ServiceStatus?.RunningTasks ?? 0,
    wanted: ServiceStatus?.DesiredTasks ?? 0,
    ...(UpdateStatus?.State === 'updating' ? { updating: true as const } : {}),
    history: Spec.Labels[labels.history]?.split(',').filter(Boolean) ?? [],
  };
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
