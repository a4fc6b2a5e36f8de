import { type ApplyResult, apply } from '../cluster/apply/apply.js';
import type { Emit } from '../cluster/events.js';
import { certificateKeys, generateMissing } from '../cluster/materials.js';
import type { AppId } from '../inventory/model.js';
import type { Plan } from '../plan/model.js';
import { plan } from '../plan/plan.js';
import { readSite, type Site, type SiteState } from './site.js';

export interface ApplySiteOptions {
  /** Apps to act on; all when absent. */
  selected?: AppId[];
  emit: Emit;
  signal: AbortSignal;
}

/** Reads the site again under the lock, makes missing passwords, and does what is left to do. */
export async function applySite(site: Site, options: ApplySiteOptions): Promise<ApplyResult> {
  const { selected, emit } = options;
  const apps = site.inventory.apps.filter(
    ({ id }) => selected === undefined || selected.includes(id),
  );
  for (const made of await generateMissing(apps, site.store)) {
    emit({ type: 'note', message: `generated ${made}` });
  }
  const state = await readSite(site);
  const decided = plan(state.desired, state.observed, selected);
  return applyPlan(decided, state, site, options);
}

async function applyPlan(
  decided: Plan,
  { desired, observed }: SiteState,
  site: Site,
  { emit, signal }: ApplySiteOptions,
): Promise<ApplyResult> {
  const secretValue = async (owner: string, key: string): Promise<string> => {
    const value = (await site.store.read(owner)).get(key);
    if (value === undefined) throw new Error(`${owner} has no ${key}`);
    return value.reveal();
  };
  return apply(decided, {
    places: site.places,
    desired,
    observed,
    manager: await site.manager(),
    connection: (server) => site.connections.get(server),
    secretValue,
    certificate: async () => {
      const [certificate, key] = await Promise.all(
        certificateKeys.map((name) => secretValue('site', name)),
      );
      return { certificate: certificate as string, key: key as string };
    },
    emit,
    signal,
  });
}
