import { Fault } from '../../fault.js';
import type { Alarm, SetId } from '../model.js';
import { Repository } from '../repository/repository.js';
import { forgetArguments, retain } from '../retention.js';
import type { WorkerContext } from './context.js';
import type { InitJob, PruneJob } from './job.js';
import { listSets, openSet } from './sets.js';

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
  await repository.check(data);
  const { sets, unfinished } = await listSets(repository);
  const newest = sets[0]?.set;
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

/** What `prune` answers. */
export interface PruneResult {
  /** RFC 3339, UTC. */
  at: string;
  kept: SetId[];
  dropped: SetId[];
  alarms: Alarm[];
  /** IDs of the snapshots that are left: what the next pruning is told. */
  snapshots: string[];
  /** Bytes the repository took before and takes now. */
  before: number;
  after: number;
}

/** Lets old sets go, as the keeper of vaults that are no servers of ours. */
export async function pruneRepository(
  job: PruneJob,
  repository: Repository,
  context: WorkerContext,
): Promise<PruneResult> {
  const snapshots = await repository.snapshots();
  const now = context.now();
  const keep = await repository.kept(forgetArguments(job.keep));
  const { proven, last } = job;
  const decided = retain({
    ...{ snapshots, keep, proven, now },
    ...(last === undefined ? {} : { last }),
  });
  const before = await repository.size();
  if (decided.forget.length > 0) {
    context.say(`letting go ${decided.dropped.length} sets`);
    await repository.forget(decided.forget);
    await repository.prune();
  }
  const gone = new Set(decided.forget);
  return {
    at: now.toISOString(),
    kept: decided.kept,
    dropped: decided.dropped,
    alarms: decided.alarms,
    snapshots: snapshots.map(({ id }) => id).filter((id) => !gone.has(id)),
    before,
    after: decided.forget.length > 0 ? await repository.size() : before,
  };
}
