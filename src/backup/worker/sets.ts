import { Fault } from '../../fault.js';
import { parseDotenv } from '../../secrets/dotenv.js';
import { manifestFiles, readManifest } from '../manifest.js';
import type { Manifest, Part, SetId } from '../model.js';
import type { Repository } from '../repository/repository.js';
import type { Snapshot } from '../repository/snapshots.js';
import { timeOfSet } from '../set-id.js';

/** A set as the repository's list alone tells of it. */
export interface SetSummary {
  set: SetId;
  /** RFC 3339, UTC: when it began, by its name. */
  at: string;
  /** RFC 3339: when its manifest was saved, by the vault's list. */
  finishedAt: string;
  /** Bytes read for it, and bytes it added to the repository. */
  bytes: number;
  added: number;
  /** Part → restic's ID. */
  snapshots: Partial<Record<Part, string>>;
}

/** What `list` answers. */
export interface SetList {
  /** Newest first. */
  sets: SetSummary[];
  /** Beginnings of sets that never came to a manifest, newest first. */
  unfinished: SetId[];
}

export async function listSets(repository: Repository): Promise<SetList> {
  return groupSets(await repository.snapshots());
}

export function groupSets(snapshots: readonly Snapshot[]): SetList {
  const groups = new Map<SetId, Snapshot[]>();
  for (const snapshot of snapshots) {
    groups.set(snapshot.set, [...(groups.get(snapshot.set) ?? []), snapshot]);
  }
  const names = [...groups.keys()].sort().reverse();
  const sets = names.flatMap((set) => summaryOf(set, groups.get(set) ?? []));
  const whole = new Set(sets.map(({ set }) => set));
  return { sets, unfinished: names.filter((set) => !whole.has(set)) };
}

function summaryOf(set: SetId, snapshots: readonly Snapshot[]): SetSummary[] {
  const manifest = snapshots.find(({ part }) => part === 'manifest');
  if (manifest === undefined) return [];
  const data = snapshots.filter(({ part }) => part !== 'manifest');
  return [
    {
      set,
      at: (timeOfSet(set) ?? new Date(manifest.time)).toISOString(),
      finishedAt: manifest.time,
      bytes: data.reduce((sum, { bytes }) => sum + bytes, 0),
      added: snapshots.reduce((sum, { added }) => sum + added, 0),
      snapshots: Object.fromEntries(snapshots.map(({ part, id }) => [part, id])),
    },
  ];
}

/** A set's manifest and where its parts are. */
export interface OpenedSet {
  manifest: Manifest;
  snapshots: SetSummary['snapshots'] & { manifest: string };
}

/** Milliseconds by which clocks of machines differ. */
const clockTolerance = 10 * 60_000;

/**
 * The newest set. One that a clock gone wrong dated in the future would be it until then, and
 * hide all that is made meanwhile.
 */
export function newestOf(sets: readonly SetSummary[], now: Date): SetSummary | undefined {
  const latest = now.getTime() + clockTolerance;
  return sets.find(({ at }) => Date.parse(at) <= latest) ?? sets[0];
}

/**
 * Opens a set, the newest when none is named.
 * @throws Fault BAK023 when there is no such set, BAK025 when parts of it are gone
 */
export async function openSet(repository: Repository, set?: SetId): Promise<OpenedSet> {
  const { sets } = groupSets(await repository.snapshots(set === undefined ? {} : { set }));
  const snapshots = newestOf(sets, new Date())?.snapshots;
  if (snapshots?.manifest === undefined) throw new Fault('BAK023', { set: set ?? '-' });
  const manifest = readManifest(
    await repository.read(snapshots.manifest, `/${manifestFiles.manifest}`),
  );
  const gone = (['database', 'files'] as const).filter(
    (part) => manifest[part] !== undefined && manifest[part]?.snapshot !== snapshots[part],
  );
  if (gone.length > 0) {
    throw new Fault('BAK025', { set: manifest.set, parts: gone.join(', ') });
  }
  return { manifest, snapshots: { ...snapshots, manifest: snapshots.manifest } };
}

/** Values that the set's services were given as secrets. */
export async function secretsOf(
  repository: Repository,
  { snapshots }: OpenedSet,
): Promise<Record<string, string>> {
  const text = await repository.read(snapshots.manifest, `/${manifestFiles.secrets}`);
  return Object.fromEntries(parseDotenv(text));
}
