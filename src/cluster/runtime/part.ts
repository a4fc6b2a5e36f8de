import type { ObservedService } from '../../plan/observed.js';
import { hasFailed, type Task } from '../tasks.js';
import type { PartStatus } from './model.js';

/** Milliseconds a container must have run before an earlier failure counts as past. */
const settled = 15_000;
/** Milliseconds in which a failure explains why nothing runs now. */
const recent = 120_000;

/**
 * What a service's tasks say about it.
 *
 * @param tasks newest first, ended ones included
 * @param now by the manager's clock
 * @returns with the task that shows the reason when it fails
 */
export function partStatus(
  service: Pick<ObservedService, 'running' | 'wanted'> & { spec: { image: string } },
  tasks: readonly Task[],
  now: Date,
): PartStatus & { telling?: Task } {
  const { running, wanted, spec } = service;
  const counts = { running, wanted };
  if (wanted === 0) return { state: 'stopped', ...counts };
  const age = (task: Task): number => now.getTime() - Date.parse(task.since);
  const up = tasks.find(({ state }) => state === 'running');
  // A failed try of another version that the engine has put back already says nothing.
  const own = tasks.filter((task) => hasFailed(task) && task.image === spec.image);
  const failed = own.sort((a, b) => age(a) - age(b))[0];
  const since = up === undefined ? {} : { since: up.since };
  const updating = up !== undefined && up.image !== spec.image ? { updating: true as const } : {};
  if (running >= wanted) {
    // A container that ends a moment after its start is up whenever one looks.
    const loops = failed !== undefined && age(failed) < recent / 2;
    const isNew = up !== undefined && up.image === spec.image && age(up) < settled;
    if (loops && isNew) return { state: 'failing', ...counts, ...since, telling: failed };
    return { state: 'running', ...counts, ...since, ...updating };
  }
  const stuck = tasks.find(({ state, error }) => state === 'pending' && error !== '');
  const telling = stuck ?? (failed !== undefined && age(failed) < recent ? failed : undefined);
  if (telling !== undefined) return { state: 'failing', ...counts, ...since, telling };
  return { state: 'starting', ...counts, ...since };
}
