import { join } from 'node:path';
import { type ApplyResult, apply } from '../cluster/apply/apply.js';
import { handsOf } from '../cluster/apply/hands.js';
import type { Emit } from '../cluster/events.js';
import type { LockHolder } from '../cluster/lock.js';
import { generateMissing } from '../cluster/materials.js';
import { initLocalSwarm } from '../cluster/swarm.js';
import { exitCodes, Fault } from '../fault.js';
import type { AppId } from '../inventory/model.js';
import type { Plan } from '../plan/model.js';
import { plan } from '../plan/plan.js';
import { certificateKeys } from '../secrets/wanted.js';
import { auditedOn } from './audited.js';
import { commitOf } from './commit.js';
import { refreshJobs } from './deploy-jobs.js';
import { withSiteLock } from './locked.js';
import { readSite, type Site, type SiteSides } from './site.js';

export interface ApplySiteOptions {
  /** Apps to act on; all when absent. */
  selected?: AppId[];
  emit: Emit;
  signal: AbortSignal;
  onTakeOver: (lock: LockHolder) => void;
  /** Commits that are known where Git does not say them. */
  revisions?: Record<AppId, string>;
}

/**
 * Takes the lock, reads the site again, makes missing passwords, and does what is left to do.
 *
 * @param shown the plan a person agreed to
 */
export async function applySite(
  site: Site,
  shown: Plan,
  options: ApplySiteOptions,
): Promise<ApplyResult> {
  const manager = await site.manager();
  // A lock lives in the Swarm, so an engine without one gets it first.
  if (shown.steps.some((step) => step.kind === 'swarm.init')) await initLocalSwarm(manager.docker);
  return withSiteLock(site, manager, 'apply', { onTakeOver: options.onTakeOver }, () =>
    auditedOn(site, 'apply', { services: describe(shown) }, () => applyLocked(site, options)),
  );
}

const describe = (plan: Plan): string[] =>
  plan.steps
    .filter((step) => step.kind.startsWith('service.'))
    .map((step) => `${step.kind.slice('service.'.length)} ${step.target}`);

async function applyLocked(site: Site, options: ApplySiteOptions): Promise<ApplyResult> {
  const { selected, emit } = options;
  const apps = site.inventory.apps.filter(
    ({ id }) => selected === undefined || selected.includes(id),
  );
  for (const made of await generateMissing(apps, site.inventory, site.store)) {
    emit({ type: 'note', message: `generated ${made}` });
  }
  const state = await readSite(site);
  const decided = plan(state.desired, state.observed, selected);
  const result = await applyPlan(decided, state, site, options);
  const changed = new Set(decided.steps.map(({ app }) => app));
  const done = apps.filter(({ id }) => changed.has(id) && !result.failed.includes(id));
  await refreshJobs(site, state, done, options);
  return result;
}

/** What an apply that did not do everything ends with; `undefined` when it did. */
export function applyFault(result: ApplyResult, shown: Plan): Fault | undefined {
  const { failed, servers, stopped } = result;
  if (stopped !== undefined || failed.length === 0) return stopped ?? servers[0];
  const apps = new Set(shown.steps.flatMap((step) => step.app ?? []));
  return new Fault(
    'CLU062',
    { failed: failed.length, apps: apps.size, names: failed.join(', ') },
    { exit: exitCodes.someAppsFailed },
  );
}

/** Commits of the sources that a plan builds. */
async function revisionsOf({ steps }: Plan, { inventory, places }: Site) {
  const built = new Set(steps.flatMap(({ kind, app }) => (kind === 'image.build' && app) || []));
  const found = await Promise.all(
    inventory.apps.map(async ({ id, source }) => {
      if (source === undefined || !built.has(id)) return [];
      const commit = await commitOf(join(places.inventoryRoot, source));
      return commit === undefined ? [] : [[id, commit] as const];
    }),
  );
  return Object.fromEntries(found.flat());
}

/** Does a plan with all that a site has for it. */
export async function applyPlan(
  decided: Plan,
  { desired, observed }: SiteSides,
  site: Site,
  { emit, signal, revisions }: ApplySiteOptions,
): Promise<ApplyResult> {
  const secretValue = async (owner: string, key: string): Promise<string> => {
    const value = (await site.store.read(owner)).get(key);
    if (value === undefined) throw new Error(`${owner} has no ${key}`);
    return value.reveal();
  };
  return apply(decided, {
    revisions: revisions ?? (await revisionsOf(decided, site)),
    places: site.places,
    desired,
    observed,
    manager: await site.manager(),
    connection: (server) => site.connections.get(server),
    hands: site.hands ?? (async (server) => handsOf(await site.connections.get(server))),
    secretValue,
    certificate: async () => {
      const [certificate, key] = await Promise.all(
        certificateKeys.map((name) => secretValue('site', name)),
      );
      return { certificate: certificate as string, key: key as string };
    },
    scheduleBackups: async (server, say) => {
      const { scheduleBackups } = await import('./backups/schedule.js');
      await scheduleBackups(site, desired, server, say);
    },
    emit,
    signal,
  });
}
