/** Letting old sets go, the same wherever the repository is and whoever is its keeper. */
import type { Keep } from '../inventory/model.js';
import type { LogSnapshot } from './log/model.js';
import { retainAll } from './log/retention.js';
import type { LogPart } from './log/snapshots.js';
import type { Alarm, SetId } from './model.js';
import type { ImageSnapshot, Snapshot } from './repository/snapshots.js';
import { forgetArguments } from './retention.js';

/** What one pruning tells the next, kept where the apps' servers cannot change it. */
export interface LastPruning {
  /** RFC 3339, UTC. */
  at: string;
  /** IDs of the snapshots it left. */
  snapshots: string[];
  /** It was begun and not seen to end: data may be left that no snapshot needs. */
  unfinished?: true;
}

export interface PruneRequest {
  keep: Keep;
  /** Sets whose drill succeeded. */
  proven: SetId[];
  last?: LastPruning;
  /** Decide only. */
  dryRun?: true;
  /** Snapshots that may go, of all that would: what a person has agreed to. */
  only?: string[];
}

export interface PruneResult {
  /** RFC 3339, UTC. */
  at: string;
  /** Sets that stay and sets that go, newest first. */
  kept: SetId[];
  dropped: SetId[];
  /** Reasons for which nothing goes. */
  alarms: Alarm[];
  /** IDs of the snapshots that go: those of `dropped`, of runs that came to no set, of logs. */
  forget: string[];
  /** IDs of the snapshots that are left: what the next pruning is told. */
  snapshots: string[];
  /** Bytes the repository took before and takes now. */
  before: number;
  after: number;
}

/** A repository opened with a key that may delete. */
export interface Prunable {
  /** All parts of sets. */
  snapshots(): Promise<Snapshot[]>;
  images(): Promise<ImageSnapshot[]>;
  /** Of logs, or of the copies they begin with. */
  logSnapshots(part?: LogPart): Promise<LogSnapshot[]>;
  /** IDs of the manifests' snapshots that restic would keep by a policy. */
  kept(policy: readonly string[]): Promise<string[]>;
  forget(snapshots: readonly string[]): Promise<void>;
  /** Removes data that no snapshot needs. */
  prune(): Promise<void>;
  /** Bytes. */
  size(): Promise<number>;
}

/** Milliseconds: a run that has saved an image and not yet its manifest may take its time. */
const imageGrace = 2 * 86_400_000;

/** Images that no set needs which stays. */
function unused(
  images: readonly ImageSnapshot[],
  stays: readonly Snapshot[],
  now: Date,
): ImageSnapshot[] {
  const used = new Set(stays.flatMap(({ uses }) => uses));
  const late = now.getTime() - imageGrace;
  return images.filter(({ image, time }) => !used.has(image) && Date.parse(time) < late);
}

/** Decides what goes, and lets it go unless only the decision was asked for. */
export async function prune(
  repository: Prunable,
  { keep, proven, last, dryRun, only }: PruneRequest,
  { now, say }: { now: Date; say: (message: string) => void },
): Promise<PruneResult> {
  const snapshots = await repository.snapshots();
  const [log, bases] = [await repository.logSnapshots(), await repository.logSnapshots('base')];
  const decided = retainAll(
    {
      ...{ snapshots, proven, now },
      keep: await repository.kept(forgetArguments(keep)),
      ...(last === undefined ? {} : { last }),
    },
    { log, bases, days: keep.daily },
  );
  const before = await repository.size();
  const allowed = only === undefined ? undefined : new Set(only);
  const forget = decided.forget.filter((id) => allowed?.has(id) ?? true);
  const gone = new Set(forget);
  const left = snapshots.filter(({ id }) => !gone.has(id));
  const stays = new Set(left.map(({ set }) => set));
  const isIdle = forget.length === 0 && last?.unfinished === undefined;
  if (dryRun === undefined && !isIdle && decided.alarms.length === 0) {
    say(`letting ${forget.length} snapshots go`);
    const images = unused(await repository.images(), left, now);
    await repository.forget([...forget, ...images.map(({ id }) => id)]);
    say('removing data that no set needs');
    await repository.prune();
  }
  return {
    at: now.toISOString(),
    kept: [...decided.kept, ...decided.dropped].filter((set) => stays.has(set)),
    dropped: decided.dropped.filter((set) => !stays.has(set)),
    alarms: decided.alarms,
    forget,
    snapshots: [...snapshots, ...log, ...bases].map(({ id }) => id).filter((id) => !gone.has(id)),
    before,
    after: dryRun === undefined && !isIdle ? await repository.size() : before,
  };
}
