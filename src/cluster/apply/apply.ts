import { labels } from '../../desired/names.js';
import { Fault } from '../../fault.js';
import type { AppId } from '../../inventory/model.js';
import type { Plan, Step, StepKind } from '../../plan/model.js';
import { secretsInUse } from '../secrets-in-use.js';
import { type ApplyContext, type Progress, startProgress } from './context.js';
import { forEachLimited } from './limit.js';
import { acts } from './steps.js';

/** Apps worked on at once; more would only make the servers' disks wait for each other. */
const parallelApps = 4;

/** What is done once the apps run, for each server by itself. */
const lastKinds: StepKind[] = ['routes.load', 'backups.schedule'];

export interface ApplyResult {
  done: number;
  failed: AppId[];
  /** What could not be done on one server alone, e.g. its routes while it is down. */
  servers: Fault[];
  /** What stopped everything: a step that all apps need. */
  stopped?: Fault;
}

/**
 * Does what a plan says: the site's own steps first, then the apps side by side, then each
 * proxy's routes and each server's backups once. One app's failure leaves the others alone.
 *
 * @throws the signal's reason when interrupted; steps begun by then are finished by the
 *   engine or done again by the next run
 */
export async function apply(plan: Plan, context: ApplyContext): Promise<ApplyResult> {
  const started = performance.now();
  const progress = startProgress(context.observed);
  let done = 0;
  const count = (): void => {
    done += 1;
  };
  context.emit({ type: 'apply.start', plan });
  const isLast = (step: Step): boolean => lastKinds.includes(step.kind);
  const site = plan.steps.filter((step) => !step.app && !isLast(step));
  const apps = byApp(plan.steps);
  const servers: Fault[] = [];
  for (const group of sideBySide(site)) {
    const faults = await Promise.all(group.map((step) => run(step, context, progress)));
    for (const [index, fault] of faults.entries()) {
      if (fault === undefined) count();
      else if (group[index]?.kind === 'image.build') servers.push(fault);
      else return finish({ done, failed: [...apps.keys()], servers, stopped: fault });
    }
  }
  await forEachLimited([...apps], parallelApps, ([app, steps]) =>
    runApp(app, steps, context, progress, count),
  );
  for (const step of plan.steps.filter(isLast)) {
    const fault = await run(step, context, progress);
    if (fault === undefined) count();
    else servers.push(fault);
  }
  return finish({ done, failed: [...progress.failed].sort(), servers });

  function finish(result: ApplyResult): ApplyResult {
    const ms = Math.round(performance.now() - started);
    const { done, failed, stopped } = result;
    // Of no app: of one server, or of all.
    const stepsFailed = result.servers.length + (stopped === undefined ? 0 : 1);
    context.emit({ type: 'apply.done', done, failed, stepsFailed, ms });
    return result;
  }
}

/** Steps one after the other, except builds, of which each is on another server. */
function sideBySide(steps: Step[]): Step[][] {
  const groups: Step[][] = [];
  for (const step of steps) {
    const last = groups.at(-1);
    const joins = step.kind === 'image.build' && last?.[0]?.kind === 'image.build';
    if (joins) last?.push(step);
    else groups.push([step]);
  }
  return groups;
}

function byApp(steps: Step[]): Map<AppId, Step[]> {
  const groups = new Map<AppId, Step[]>();
  for (const step of steps) {
    if (step.app === undefined) continue;
    groups.set(step.app, [...(groups.get(step.app) ?? []), step]);
  }
  return groups;
}

async function runApp(
  app: AppId,
  steps: Step[],
  context: ApplyContext,
  progress: Progress,
  count: () => void,
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    const fault = await run(step, context, progress);
    if (fault === undefined) {
      count();
      continue;
    }
    progress.failed.add(app);
    for (const left of steps.slice(index + 1)) {
      context.emit({ type: 'step.skipped', step: left, because: step.id });
    }
    return;
  }
  await tidy(app, steps, context);
}

/** Does one step and says so. @returns the fault when it failed */
async function run(
  step: Step,
  context: ApplyContext,
  progress: Progress,
): Promise<Fault | undefined> {
  const { emit, signal } = context;
  signal.throwIfAborted();
  emit({ type: 'step.start', step });
  const started = performance.now();
  const say = (message: string): void => emit({ type: 'step.progress', step, message });
  try {
    await acts[step.kind](step, context, progress, { signal, say });
    emit({ type: 'step.done', step, ms: Math.round(performance.now() - started) });
    return undefined;
  } catch (error) {
    // What a broken-off request says of itself is not why it broke off.
    if (signal.aborted) throw signal.reason;
    const fault = asFault(error, step);
    emit({ type: 'step.failed', step, fault });
    return fault;
  }
}

/** What the engine refuses is expected: it is shown in the engine's words. */
function asFault(error: unknown, step: Step): Fault {
  if (error instanceof Fault) return error;
  const { statusCode, message, code } = error as Error & { statusCode?: number; code?: string };
  if (statusCode !== undefined) {
    return new Fault('CLU016', { target: step.target, reason: message }, { cause: error });
  }
  if (code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'ENOENT' || code === 'EPIPE') {
    return new Fault('CLU017', { server: step.server ?? '', reason: message }, { cause: error });
  }
  throw error;
}

/** Old images and secrets go only after the new version runs; failing to is no failure. */
async function tidy(app: AppId, steps: Step[], context: ApplyContext): Promise<void> {
  const server = steps.find((step) => step.server !== undefined)?.server;
  try {
    if (server !== undefined) await (await context.hands(server)).tidy(app);
    await removeUnusedSecrets(app, context);
  } catch (error) {
    context.emit({
      type: 'note',
      app,
      message: `left for the next run: ${(error as Error).message}`,
    });
  }
}

async function removeUnusedSecrets(app: AppId, context: ApplyContext): Promise<void> {
  const { docker } = context.manager;
  const wanted = new Set(context.desired.secrets.map(({ name }) => name));
  const secrets = await docker.listSecrets({ filters: { label: [`${labels.app}=${app}`] } });
  const old = secrets.filter(({ Spec }) => !wanted.has(Spec?.Name ?? ''));
  if (old.length === 0) return;
  const inUse = await secretsInUse(docker);
  for (const secret of old) {
    if (!inUse.has(secret.ID)) await docker.getSecret(secret.ID).remove();
  }
}
