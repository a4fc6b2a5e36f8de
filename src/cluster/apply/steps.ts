import type Docker from 'dockerode';
import type { ServiceSpec } from '../../desired/model.js';
import { labels } from '../../desired/names.js';
import { proxyConfig } from '../../desired/proxy-config.js';
import { type LiveService, liveRoutes } from '../../desired/routes.js';
import { Fault } from '../../fault.js';
import type { Step, StepKind } from '../../plan/model.js';
import { unsettled } from '../../plan/step.js';
import { awaitCreated, awaitRunning, awaitUpdated, type ConvergeOptions } from '../converge.js';
import { buildImage } from '../images/build.js';
import { pullImage } from '../images/pull.js';
import { get } from '../observe.js';
import { namingPortHolder } from '../port-holder.js';
import { labelNode, loadRoutes, updateNode } from '../proxy.js';
import { runRelease } from '../release.js';
import { createService, removeService, updateService } from '../services.js';
import { initLocalSwarm } from '../swarm.js';
import { unlessAborted } from '../wait.js';
import type { ApplyContext, Progress } from './context.js';

type Act = (
  step: Step,
  context: ApplyContext,
  progress: Progress,
  options: ConvergeOptions,
) => Promise<void>;

/** How each kind of step is done. Each is safe to do again. */
export const acts: Record<StepKind, Act> = {
  'swarm.init': (_step, { manager }) => initLocalSwarm(manager.docker),
  'node.label': labelLocalNode,
  'network.create': createNetwork,
  'secret.create': createSecret,
  'image.build': build,
  'image.pull': pull,
  'service.create': create,
  'service.update': update,
  'service.remove': (step, { manager }) => removeService(manager.docker, step.target),
  'release.run': release,
  'routes.load': load,
  'backups.schedule': scheduleBackups,
};

async function labelLocalNode(step: Step, { manager }: ApplyContext): Promise<void> {
  const info = await get<{ Swarm: { NodeID: string } }>(manager.docker, '/info');
  await updateNode(manager.docker, info.Swarm.NodeID, { [labels.server]: step.target });
}

async function createNetwork(
  step: Step,
  { manager, desired }: ApplyContext,
  { ids }: Progress,
): Promise<void> {
  const network = await manager.docker.createNetwork({
    Name: step.target,
    Driver: 'overlay',
    CheckDuplicate: true,
    Labels: {
      [labels.site]: desired.site,
      ...(step.app === undefined ? {} : { [labels.app]: step.app }),
    },
  });
  ids.networks.set(step.target, network.id);
}

async function createSecret(
  step: Step,
  { manager, desired, secretValue }: ApplyContext,
  { ids }: Progress,
): Promise<void> {
  const spec = desired.secrets.find(({ name }) => name === step.target);
  if (spec === undefined) throw new Error(`no secret ${step.target} is desired`);
  const value = await secretValue(spec.app, spec.key);
  const created = await manager.docker.createSecret({
    Name: spec.name,
    Labels: { [labels.site]: desired.site, [labels.app]: spec.app },
    Data: Buffer.from(value, 'utf8').toString('base64'),
  });
  ids.secrets.set(spec.name, created.id ?? (created as unknown as { ID: string }).ID);
}

async function build(
  step: Step,
  context: ApplyContext,
  { builds }: Progress,
  { say }: ConvergeOptions,
): Promise<void> {
  const spec = context.desired.images.find(
    (image) => image.reference === step.target && image.server === step.server,
  );
  if (spec === undefined) throw new Error(`no image ${step.target} is desired`);
  const key = `${spec.reference}@${spec.server}`;
  const running =
    builds.get(key) ??
    context.hands(spec.server).then((hands) =>
      hands.build(spec, {
        ...context.places,
        site: context.desired.site,
        ...withRevision(context.revisions[spec.app ?? '']),
        signal: context.signal,
        say,
      }),
    );
  builds.set(key, running);
  await running;
}

const withRevision = (revision: string | undefined) => (revision ? { revision } : {});

async function pull(
  step: Step,
  context: ApplyContext,
  _progress: Progress,
  { say, signal }: ConvergeOptions,
): Promise<void> {
  const connection = await context.connection(step.server ?? '');
  await unlessAborted(pullImage(connection, step.target, say), signal);
}

async function create(
  step: Step,
  context: ApplyContext,
  { ids }: Progress,
  options: ConvergeOptions,
): Promise<void> {
  const spec = serviceOf(step, context);
  await refuseUnmountedVolumes(spec, context);
  await createService(context.manager.docker, spec, ids);
  options.say('starting');
  await namingPortHolder(context, awaitCreated(context.manager.docker, spec, options));
}

async function update(
  step: Step,
  context: ApplyContext,
  { ids }: Progress,
  options: ConvergeOptions,
): Promise<void> {
  const spec = serviceOf(step, context);
  const { docker } = context.manager;
  refuseMoveOfData(step, spec, context);
  await refuseUnmountedVolumes(spec, context);
  const differs = step.reasons.some(({ facet }) => !unsettled.includes(facet));
  if (!differs) return namingPortHolder(context, awaitRunning(docker, spec, options));
  const before = await updateService(docker, spec, ids);
  options.say('replacing');
  await awaitUpdated(docker, spec, before, options);
}

async function release(
  step: Step,
  context: ApplyContext,
  { ids }: Progress,
  options: ConvergeOptions,
): Promise<void> {
  const spec = step.app === undefined ? undefined : context.desired.releases[step.app];
  if (spec === undefined) throw new Error(`no release of ${step.app} is desired`);
  await refuseUnmountedVolumes(spec, context);
  await runRelease(context.manager.docker, spec, ids, options);
}

/**
 * Loads the routes of apps that run: one that failed for the first time gets none, so that
 * its domain answers "no app here" rather than an error.
 */
async function load(
  step: Step,
  context: ApplyContext,
  _progress: Progress,
  options: ConvergeOptions,
): Promise<void> {
  const live = await liveServices(context.manager.docker, context.desired.site);
  const routes = liveRoutes(context.desired.routes, live);
  const config = proxyConfig(step.target, routes, context.desired.proxy);
  const certificate =
    context.desired.proxy.tls === 'files' ? { certificate: await context.certificate() } : {};
  const connection = await context.connection(step.target);
  const whole = { ...config, ...certificate };
  const loaded = loadRoutes(connection, context.manager.docker, whole, options);
  await unlessAborted(loaded, options.signal);
}

async function scheduleBackups(
  { target }: Step,
  context: ApplyContext,
  _progress: Progress,
  { say, signal }: ConvergeOptions,
): Promise<void> {
  const spec = context.desired.backups.find(({ server }) => server === target);
  if (spec === undefined) throw new Error(`no backups of ${target} are desired`);
  const connection = await context.connection(target);
  if (spec.digest !== '') {
    const place = { ...context.places, site: context.desired.site, signal, say };
    await buildImage(connection, spec.image, place);
  }
  await context.scheduleBackups(target, say);
  await labelNode(context.manager.docker, target, { [labels.backups]: spec.digest });
}

async function liveServices(docker: Docker, site: string): Promise<LiveService[]> {
  const label = [`${labels.role}=web`, `${labels.site}=${site}`];
  const filters = encodeURIComponent(JSON.stringify({ label }));
  const services = await get<{ Spec: { Labels: Record<string, string> } }[]>(
    docker,
    `/services?filters=${filters}`,
  );
  return services.map(({ Spec }) => ({ app: Spec.Labels[labels.app], labels: Spec.Labels }));
}

function serviceOf(step: Step, { desired }: ApplyContext): ServiceSpec {
  const spec = desired.services.find(({ name }) => name === step.target);
  if (spec === undefined) throw new Error(`no service ${step.target} is desired`);
  return spec;
}

/** Volumes are local to a server: on another one the app would find them empty. */
function refuseMoveOfData(step: Step, spec: ServiceSpec, { observed }: ApplyContext): void {
  const move = step.reasons.find(({ facet }) => facet === 'server');
  const found = observed.services.find(({ name }) => name === spec.name);
  const volumes = found?.spec.mounts.map(({ volume }) => volume) ?? [];
  if (move === undefined || volumes.length === 0) return;
  throw new Fault('CLU018', {
    service: spec.name,
    from: move.from ?? '?',
    to: move.to ?? '?',
    volumes: volumes.join(', '),
  });
}

async function refuseUnmountedVolumes(spec: ServiceSpec, context: ApplyContext): Promise<void> {
  if (spec.server === undefined) return;
  const hands = await context.hands(spec.server);
  const mounted = new Set(spec.mounts.map((mount) => mount.target));
  const missing = (await hands.volumesOf(spec.image)).filter((path) => !mounted.has(path));
  if (missing.length > 0) {
    throw new Fault('CLU015', { service: spec.name, image: spec.image, paths: missing.join(', ') });
  }
}
