import { readFile, stat, writeFile } from 'node:fs/promises';
import { Fault } from '../fault.js';
import type { AppId } from '../inventory/model.js';
import type { Plan } from '../plan/model.js';

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
export async function readSavedPlan(file: string): Promise<SavedPlan> {
  let reason = 'it was not written by: induk plan --out';
  try {
    const saved = JSON.parse(await readFile(file, 'utf8')) as Partial<SavedPlan>;
    if (saved.kind === 'induk-plan' && saved.plan?.formatVersion === 1) return saved as SavedPlan;
  } catch (error) {
    reason = (error as Error).message;
  }
  throw new Fault('CLU061', { file, reason });
}

export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
