import { forEachLimited } from '../../cluster/apply/limit.js';
import { exitCodes, Fault } from '../../fault.js';
import type { App, AppId } from '../../inventory/model.js';

export interface FailedApp {
  app: AppId;
  fault: Fault;
}

export interface Outcomes<T> {
  /** In the order in which they came to their end. */
  done: (T & { app: AppId })[];
  failed: FailedApp[];
}

/** Works on each app, at most `width` at once; the fault of one does not stop the others. */
export async function forEachApp<T extends object>(
  apps: readonly App[],
  width: number,
  work: (app: App) => Promise<T>,
): Promise<Outcomes<T>> {
  const outcomes: Outcomes<T> = { done: [], failed: [] };
  await forEachLimited(apps, width, async (app) => {
    try {
      outcomes.done.push({ app: app.id, ...(await work(app)) });
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      outcomes.failed.push({ app: app.id, fault: error });
    }
  });
  return outcomes;
}

/**
 * What a command that was to act on `apps` apps ends with: the only app's own fault, else one
 * that names those that failed (exit 3).
 * @param code of the sentence about several, which gets `failed`, `apps` and `names`
 */
export function faultOf(failed: FailedApp[], apps: number, code: string): Fault | undefined {
  const [first] = failed;
  if (first === undefined) return undefined;
  if (apps === 1) return first.fault;
  const names = failed.map(({ app }) => app).join(', ');
  return new Fault(
    code,
    { failed: failed.length, apps, names },
    { exit: exitCodes.someAppsFailed },
  );
}
