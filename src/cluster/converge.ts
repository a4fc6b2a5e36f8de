import type Docker from 'dockerode';
import type { ServiceSpec } from '../desired/model.js';
import { labels } from '../desired/names.js';
import { Fault } from '../fault.js';
import { type EngineService, get } from './observe.js';
import { removeService, revertService } from './services.js';
import { hasFailed, type Task, taskLogTail, tasksOf } from './tasks.js';
import { poll } from './wait.js';

/** Failed tasks after which a new service counts as crash-looping. */
const crashLimit = 3;
/** Milliseconds a container must stay up: without a health check nothing else says that it works. */
const settling = { checked: 1_000, unchecked: 3_000 };
/** Milliseconds a task may wait for a node with room before that is taken as an answer. */
const placementPatience = 15_000;
/** Milliseconds in which the engine begins to replace tasks, if it will. */
const beginPatience = 15_000;

export interface ConvergeOptions {
  signal?: AbortSignal;
  say: (message: string) => void;
}

/** Milliseconds in which a container must become healthy: what its check allows, and slack. */
function patience({ health }: ServiceSpec): number {
  const check = health ? health.grace + health.retries * (health.interval + health.timeout) : 0;
  return (check + 120) * 1000;
}

/**
 * Waits until a new service runs with all its replicas healthy.
 * One that does not is removed again (its volumes stay), so that the next run retries.
 *
 * @throws Fault CLU010 when it cannot run, with its last log lines
 */
export async function awaitCreated(
  docker: Docker,
  spec: ServiceSpec,
  options: ConvergeOptions,
): Promise<void> {
  const fault = await watch(docker, spec, new Set(), options);
  if (fault === undefined) return;
  if (spec.role !== 'proxy') await removeService(docker, spec.name);
  throw fault;
}

/**
 * Waits for a service whose specification is right already but whose tasks are not all up, or
 * are being replaced.
 *
 * @throws Fault CLU010 when it cannot run, with its last log lines; CLU011 when an update that
 *   was under way is put back
 */
export async function awaitRunning(
  docker: Docker,
  spec: ServiceSpec,
  options: ConvergeOptions,
): Promise<void> {
  const present = await serviceNamed(docker, spec.name);
  if (present.UpdateStatus?.State === 'updating') {
    return awaitUpdated(docker, spec, present, options);
  }
  const before = (await tasksOf(docker, spec.name)).filter(hasEnded).map(({ id }) => id);
  const fault = await watch(docker, spec, new Set(before), options);
  if (fault !== undefined) throw fault;
}

/**
 * Watches a service until it runs.
 *
 * @param known failed tasks that say nothing about this attempt
 * @returns why it does not run
 */
async function watch(
  docker: Docker,
  spec: ServiceSpec,
  known: Set<string>,
  options: ConvergeOptions,
): Promise<Fault | undefined> {
  const started = performance.now();
  const isSteady = steadiness(spec);
  const reason = await poll(
    async () => {
      const [service, all] = await Promise.all([
        serviceStatus(docker, spec.name),
        tasksOf(docker, spec.name),
      ]);
      const tasks = all.filter((task) => !known.has(task.id));
      if (isSteady(service, tasks)) return 'running';
      return failureOf(tasks, performance.now() - started, crashLimit);
    },
    { timeout: patience(spec), ...options },
  );
  if (reason === 'running') return undefined;
  return notRunning(docker, spec, reason === 'timeout' ? 'never became healthy' : reason);
}

/**
 * A container that crashes after a second runs for a second, and an unhealthy one that heeds
 * SIGTERM for a moment while it ends; neither may be taken for running.
 */
function steadiness(spec: ServiceSpec): (service: Status, tasks: Task[]) => boolean {
  const unproven = spec.health === undefined ? settling.unchecked : settling.checked;
  const needed = spec.role === 'proxy' ? 0 : unproven;
  let since = Number.POSITIVE_INFINITY;
  let failures = 0;
  return (service, tasks) => {
    const now = performance.now();
    const failed = tasks.filter(hasEnded).length;
    if (!isComplete(service)) since = Number.POSITIVE_INFINITY;
    else if (since > now || failed > failures) since = now;
    failures = failed;
    return now - since >= needed;
  };
}

/**
 * Waits until an update has replaced every task, or the engine has put the old ones back.
 *
 * @param before the service as it was before the update
 * @throws Fault CLU011 when the old version was put back and keeps serving
 */
export async function awaitUpdated(
  docker: Docker,
  spec: ServiceSpec,
  before: EngineService,
  options: ConvergeOptions,
): Promise<void> {
  const known = new Set((await tasksOf(docker, spec.name)).filter(hasEnded).map(({ id }) => id));
  const started = performance.now();
  const outcome = await poll(
    async () => {
      const service = await serviceStatus(docker, spec.name);
      const state = updateState(service, before);
      if (state === 'completed' && isComplete(service)) return 'completed';
      if (state === 'rollback_completed' || state === 'paused') return state;
      const waiting = performance.now() - started;
      // Between the request and the first new task the old ones look like success.
      const mayBegin = service.tasks !== taskTemplate(before) && waiting < beginPatience;
      if (state === 'none' && isComplete(service) && !mayBegin) return 'completed';
      const fresh = (await tasksOf(docker, spec.name)).filter((task) => !known.has(task.id));
      return state === 'updating' ? unplaceable(fresh, waiting) : undefined;
    },
    { timeout: patience(spec), ...options },
  );
  if (outcome === 'completed') return;
  const fault = await putBack(docker, spec, before, outcome, known);
  throw fault;
}

async function putBack(
  docker: Docker,
  spec: ServiceSpec,
  before: EngineService,
  outcome: string,
  known: Set<string>,
): Promise<Fault> {
  const fresh = (await tasksOf(docker, spec.name)).filter((task) => !known.has(task.id));
  // Newer than the one sought may be its replacement, called off before it had a container.
  const failed =
    fresh.find(hasEnded) ??
    fresh.find((task) => task.desiredState === 'shutdown' && task.containerId !== '');
  const reason = failed?.error || 'never became healthy';
  const logTail = failed === undefined ? [] : await taskLogTail(docker, failed.id, 20);
  if (outcome !== 'rollback_completed') await revertService(docker, spec.name);
  const version = before.Spec.Labels['induk.version'] ?? '?';
  return new Fault('CLU011', { service: spec.name, reason, version }, { logTail });
}

interface Status {
  running: number;
  wanted: number;
  update: EngineService['UpdateStatus'];
  /** What its tasks should be, to be compared. */
  tasks: string;
}

async function serviceNamed(docker: Docker, name: string): Promise<EngineService> {
  const filters = encodeURIComponent(JSON.stringify({ name: [name] }));
  const services = await get<EngineService[]>(docker, `/services?status=true&filters=${filters}`);
  const service = services.find(({ Spec }) => Spec.Name === name);
  if (service === undefined) throw new Fault('CLU012', { service: name });
  return service;
}

async function serviceStatus(docker: Docker, name: string): Promise<Status> {
  const service = await serviceNamed(docker, name);
  return {
    running: service.ServiceStatus?.RunningTasks ?? 0,
    wanted: service.ServiceStatus?.DesiredTasks ?? 0,
    update: service.UpdateStatus,
    tasks: taskTemplate(service),
  };
}

/** Both sides come from the engine, which always writes a specification in the same order. */
const taskTemplate = ({ Spec }: EngineService): string => JSON.stringify(Spec.TaskTemplate);

const isComplete = ({ running, wanted }: Status): boolean => wanted > 0 && running >= wanted;

/** The state of the update that came after `before`; an older one's end says nothing. */
function updateState({ update }: Status, before: EngineService): string {
  if (update === undefined) return 'none';
  const same = update.StartedAt === before.UpdateStatus?.StartedAt;
  return same && update.State === before.UpdateStatus?.State ? 'pending' : update.State;
}

/** An unhealthy container that heeds SIGTERM ends with 0, which the engine calls complete. */
const hasEnded = (task: Task): boolean => hasFailed(task) || task.state === 'complete';

/** Why a new service will not run by waiting longer; `undefined` when it still may. */
function failureOf(tasks: Task[], waited: number, limit: number): string | undefined {
  const failed = tasks.filter(hasEnded);
  const fatal = failed.find((task) => /address already in use|No such image/i.test(task.error));
  if (fatal !== undefined) return fatal.error;
  if (failed.length >= limit) return failed[0]?.error || 'its container keeps ending';
  return unplaceable(tasks, waited);
}

function unplaceable(tasks: Task[], waited: number): string | undefined {
  const stuck = tasks.find((task) => task.state === 'pending' && task.error !== '');
  return stuck !== undefined && waited > placementPatience ? stuck.error : undefined;
}

async function notRunning(docker: Docker, spec: ServiceSpec, reason: string): Promise<Fault> {
  const tasks = await tasksOf(docker, spec.name);
  const telling = tasks.find(hasEnded) ?? tasks[0];
  const logTail = telling === undefined ? [] : await taskLogTail(docker, telling.id, 20);
  const port = /:(\d+): bind: address already in use/.exec(reason)?.[1];
  if (port !== undefined) {
    const server = await serverOfNode(docker, telling?.nodeId ?? '');
    return new Fault('CLU013', { service: spec.name, port, server, holder: '?' });
  }
  return new Fault('CLU010', { service: spec.name, reason }, { logTail });
}

async function serverOfNode(docker: Docker, id: string): Promise<string> {
  const nodes = await get<{ ID: string; Spec: { Labels?: Record<string, string> } }[]>(
    docker,
    '/nodes',
  );
  return nodes.find(({ ID }) => ID === id)?.Spec.Labels?.[labels.server] ?? '?';
}
