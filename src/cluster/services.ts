import type Docker from 'dockerode';
import type { ServiceSpec } from '../desired/model.js';
import { labels } from '../desired/names.js';
import { unlessGone } from '../server/engine/answers.js';
import { type EngineSpec, type Ids, toEngine } from './engine-spec.js';
import { type EngineService, get } from './observe.js';

const keptVersions = 5;

/** Creates a service without waiting for its tasks. @returns its engine id */
export async function createService(docker: Docker, spec: ServiceSpec, ids: Ids): Promise<string> {
  const engine = toEngine(spec, ids, versionHistory(spec, []));
  const created = await docker.createService(engine as unknown as Docker.CreateServiceOptions);
  return created.id ?? (created as unknown as { ID: string }).ID;
}

/**
 * Changes a service without waiting for its tasks.
 *
 * @returns the service as it was before, to tell whether its tasks change at all
 */
export async function updateService(
  docker: Docker,
  spec: ServiceSpec,
  ids: Ids,
): Promise<EngineService> {
  const before = await readService(docker, spec.name);
  const history = versionHistory(spec, before.Spec.Labels[labels.history]?.split(',') ?? []);
  const force = before.Spec.TaskTemplate.ForceUpdate ?? 0;
  await sendUpdate(docker, before, toEngine(spec, ids, history, force));
  return before;
}

/** Sends a whole specification on top of the version that was read. */
export async function sendUpdate(
  docker: Docker,
  before: EngineService,
  spec: EngineSpec,
): Promise<void> {
  await docker.getService(before.ID).update({ ...spec, version: before.Version.Index });
}

/** Puts the specification before the last update back. */
export async function revertService(docker: Docker, name: string): Promise<void> {
  const present = await readService(docker, name);
  await docker
    .getService(present.ID)
    .update({ ...present.Spec, version: present.Version.Index, rollback: 'previous' });
}

export async function readService(docker: Docker, name: string): Promise<EngineService> {
  return get<EngineService>(docker, `/services/${encodeURIComponent(name)}`);
}

/** Removes a service; one that is gone already is fine. Its volumes stay. */
export async function removeService(docker: Docker, name: string): Promise<void> {
  await docker.getService(name).remove().catch(unlessGone);
}

/** The present version first, then those that ran before, five at most. */
function versionHistory(spec: ServiceSpec, before: string[]): string[] {
  const present = spec.labels[labels.version];
  if (present === undefined || spec.role !== 'web') return [];
  return [present, ...before.filter((version) => version !== present)].slice(0, keptVersions);
}
