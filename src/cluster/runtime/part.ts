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
  service: Pick<ObservedService, 'running' | 'wanted'>,
  tasks: readonly Task[],
  now: Date,
): PartStatus & { telling?: Task } {
  const { running, wanted } = service;
  const counts = { running, wanted };
  if (wanted === 0) return { state: 'stopped', ...counts };
  const age = (task: Task): number => now.getTime() - Date.parse(task.since);
  const up = tasks.find(({ state }) => state === 'running');
  const failed = tasks.filter(hasFailed).sort((a, b) => age(a) - age(b))[0];
  const since = up === undefined ? {} : { since: up.since };
  if (running >= wanted) {
    // A container that ends a moment after its start is up whenever one looks.
    const loops = failed !== undefined && age(failed) < recent / 2;
    const isNew = up !== undefined && age(up) < settled;
    if (loops && isNew && !isUpdate(failed, up)) {
      return { state: 'failing', ...counts, ...since, telling: failed };
    }
    return { state: 'running', ...counts, ...since };
  }
  const stuck = tasks.find(({ state, error }) => state === 'pending' && error !== '');
  const telling = stuck ?? (failed !== undefined && age(failed) < recent ? failed : undefined);
  if (telling !== undefined) return { state: 'failing', ...counts, ...since, telling };
  return { state: 'starting', ...counts, ...since };
}

/** A failed try of another version that the engine has put back already is not this one's. */
const isUpdate = (failed: Task, up: Task): boolean => failed.image !== up.image;
