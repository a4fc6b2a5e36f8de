/** What is proven of an app's files, as it is added up. Pure. */
import type { MovedFolder } from '../mover/model.js';
import type { Itemized, Problem } from './rsync-output.js';

export interface FileDifference {
  volume: string;
  path: string;
  what: Itemized['what'];
}

export interface FilesProof {
  equal: boolean;
  /** Clock of the old host when it began, seconds since 1970. */
  at: number;
  /**
   * `since` of the next proof: contents of files that have not changed after it are proven equal.
   * Absent: of none.
   */
  from?: number;
  /** Of a proof in the freeze: clock of this server when nothing here had changed, seconds since 1970. */
  here?: number;
  volumes: Record<string, VolumeFigures>;
  /** The first hundred, and how many. */
  differences: FileDifference[];
  differenceCount: number;
  /** What the old host could not read, so that nothing is proven of it. */
  problems: (Problem & { volume: string })[];
  problemCount: number;
  excluded: string[];
}

export interface VolumeFigures {
  entries: number;
  files: number;
  bytes: number;
  /** Files whose SHA-256 was taken on both sides. */
  hashed: number;
}

const most = 100;

/** Nothing is compared yet. */
export const newProof = (folders: readonly MovedFolder[]): FilesProof => ({
  equal: false,
  at: 0,
  volumes: {},
  differences: [],
  differenceCount: 0,
  problems: [],
  problemCount: 0,
  excluded: folders.flatMap(({ path, exclude = [] }) => exclude.map((each) => `${path}/${each}`)),
});

/** All is compared. */
export function concluded(proof: FilesProof): FilesProof {
  return { ...proof, equal: proof.differenceCount === 0 && proof.problemCount === 0 };
}

/** What comparing contents found, apart from what the entries say of the same files. */
export interface Contents {
  hashed: number;
  /** The first hundred, and how many. */
  differences: Omit<FileDifference, 'volume'>[];
  differenceCount: number;
  unread: Problem[];
}

export const noContents = (): Contents => ({
  hashed: 0,
  differences: [],
  differenceCount: 0,
  unread: [],
});

export function noteContent(found: Contents, difference: Omit<FileDifference, 'volume'>): void {
  found.differenceCount += 1;
  if (found.differences.length < most) found.differences.push(difference);
}

/** A file that is missing or unreadable is told once, although both comparisons have seen it. */
export function noteContents(proof: FilesProof, { volume }: MovedFolder, found: Contents): void {
  const { hashed, differences, differenceCount, unread } = found;
  (proof.volumes[volume] as VolumeFigures).hashed = hashed;
  const told = new Set(proof.differences.map(({ path, what }) => `${what} ${path}`));
  const fresh = differences.filter(({ path, what }) => !told.has(`${what} ${path}`));
  for (const difference of fresh) note(proof, { volume, ...difference });
  proof.differenceCount += differenceCount - differences.length;
  const known = new Set(proof.problems.map(({ path }) => path.split('/').at(-1)));
  const problems = unread.filter(({ path }) => !known.has(path.split('/').at(-1)));
  noteProblems(proof, volume, problems, problems.length);
}

export function note(proof: FilesProof, difference: FileDifference): void {
  proof.differenceCount += 1;
  if (proof.differences.length < most) proof.differences.push(difference);
}

export function noteProblems(
  proof: FilesProof,
  volume: string,
  problems: Problem[],
  count: number,
): void {
  proof.problemCount += count;
  const room = Math.max(0, most - proof.problems.length);
  proof.problems.push(...problems.slice(0, room).map((each) => ({ ...each, volume })));
}
