import { Fault } from '../../fault.js';
import type { SetId } from '../model.js';
import { type PruneResult, prune } from '../pruning.js';
import { Repository } from '../repository/repository.js';
import type { WorkerContext } from './context.js';
import type { InitJob, PruneJob } from './job.js';
import { listSets, newestOf, openSet } from './sets.js';

/** What `init` answers. */
export interface InitResult {
  created: boolean;
  /** Whether the vault's key was added now. */
  keyAdded: boolean;
}

/**
 * Makes a repository that opens with two keys, or makes sure that it is so.
 * @throws Fault BAK012 when it is there and does not open with ours
 */
export async function initRepository(
  job: InitJob,
  repository: Repository,
  { signal }: Pick<WorkerContext, 'signal'>,
): Promise<InitResult> {
  const created = !(await repository.exists());
  if (created) await repository.create();
  const { access, vaultKey } = job;
  if (vaultKey === undefined) return { created, keyAdded: false };
  if (!created && (await opensWith({ ...access, password: vaultKey }, signal))) {
    return { created, keyAdded: false };
  }
  await repository.addKey(vaultKey, 'vault');
  return { created, keyAdded: true };
}

async function opensWith(access: InitJob['access'], signal: AbortSignal): Promise<boolean> {
  const other = new Repository(access, { signal });
  try {
    return await other.exists();
  } catch (error) {
    if (error instanceof Fault && error.code === 'BAK012') return false;
    throw error;
  } finally {
    other.close();
  }
}

/** What `verify` answers. */
export interface VerifyResult {
  /** Percent of the repository's data that was read. */
  data: number;
  /** Seconds. */
  duration: number;
  sets: number;
  /** Bytes the repository takes at the vault. */
  size: number;
  newest?: SetId;
  unfinished: SetId[];
}

/**
 * Checks a repository, and that its newest set is whole.
 * @param data percent of the data to read; 0 checks the structure, which misses flipped bytes
 * @throws Fault BAK017 when it is damaged, BAK025 when parts of the newest set are gone
 */
export async function verifyRepository(
  repository: Repository,
  data: number,
  { say }: Pick<WorkerContext, 'say'>,
): Promise<VerifyResult> {
  const begin = Date.now();
  say(data > 0 ? `checking the repository and ${data} % of its data` : 'checking the repository');
  await repository.unlock();
  await repository.check(data);
  const { sets, unfinished } = await listSets(repository);
  const newest = newestOf(sets, new Date())?.set;
  if (newest !== undefined) await openSet(repository, newest);
  return {
    data,
    duration: (Date.now() - begin) / 1000,
    sets: sets.length,
    size: await repository.size(),
    ...(newest === undefined ? {} : { newest }),
    unfinished,
  };
}

/** Lets old sets go, as the keeper of vaults that are no servers of ours. */
export async function pruneRepository(
  job: PruneJob,
  repository: Repository,
  { now, say }: Pick<WorkerContext, 'now' | 'say'>,
): Promise<PruneResult> {
  await repository.unlock();
  return prune(repository, job, { now: now(), say });
}
