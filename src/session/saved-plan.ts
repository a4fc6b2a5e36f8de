import { readFile, stat, writeFile } from 'node:fs/promises';
import { Fault } from '../fault.js';
import type { AppId } from '../inventory/model.js';
import type { Plan } from '../plan/model.js';
import { type PlannedSite, planOpenSite } from './plan.js';
import { type Selection, selectedApps } from './selection.js';
import type { Site } from './site.js';

/** A plan on disk, to be applied as it was shown or not at all. */
export interface SavedPlan {
  kind: 'induk-plan';
  /** Apps it was limited to; `null`: all. */
  selected: AppId[] | null;
  plan: Plan;
}

/** Writes a plan for its owner's eyes; it holds no secret, but names everything there is. */
export async function savePlan(file: string, plan: Plan, selected?: AppId[]): Promise<void> {
  const saved: SavedPlan = { kind: 'induk-plan', selected: selected ?? null, plan };
  await writeFile(file, `${JSON.stringify(saved, null, 2)}\n`, { mode: 0o600 });
}

/** @throws Fault CLU061 when the file is not a saved plan of this version */
async function readSavedPlan(file: string): Promise<SavedPlan> {
  let reason = 'it was not written by: induk plan --out';
  try {
    const saved = JSON.parse(await readFile(file, 'utf8')) as Partial<SavedPlan>;
    if (saved.kind === 'induk-plan' && saved.plan?.formatVersion === 1) return saved as SavedPlan;
  } catch (error) {
    reason = (error as Error).message;
  }
  throw new Fault('CLU061', { file, reason });
}

/**
 * The plan to apply: that of a saved file when one is named, as it stands now.
 *
 * @throws Fault CLU060 when the saved plan is stale
 */
export async function planToApply(site: Site, selection: Selection): Promise<PlannedSite> {
  const [file, ...others] = selection.apps;
  if (file === undefined || others.length > 0 || !(await isFile(file))) {
    return planOpenSite(site, selectedApps(site.inventory, selection));
  }
  const saved = await readSavedPlan(file);
  const planned = await planOpenSite(site, saved.selected ?? undefined);
  if (saved.plan.fingerprint !== planned.plan.fingerprint) throw new Fault('CLU060', { file });
  return planned;
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
