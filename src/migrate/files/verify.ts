/** The proof that the volumes hold what the old host's folders do. */
import { posix } from 'node:path';
import { contentOf, readingBuffer } from '../../backup/files/entry.js';
import { pathText } from '../../backup/files/path-text.js';
import { Fault } from '../../fault.js';
import type { MovedFolder, MoverJob } from '../mover/model.js';
import type { OldHost } from '../mover/old-host.js';
import { plainPattern, pullOnce } from './rsync.js';
import { type Itemized, type Problem, readItem } from './rsync-output.js';
import type { Moving } from './seed.js';
import { settle } from './settle.js';
import { changedSince, clockOf, provenFrom } from './since.js';

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
  volumes: Record<string, VolumeFigures>;
  /** The first hundred, and how many. */
  differences: FileDifference[];
  differenceCount: number;
  /** What the old host could not read, so that nothing is proven of it. */
  problems: (Problem & { volume: string })[];
  problemCount: number;
  excluded: string[];
}

interface VolumeFigures {
  entries: number;
  files: number;
  bytes: number;
  /** Files whose SHA-256 was taken on both sides. */
  hashed: number;
}

const most = 100;

/**
 * Compares all folders: names, kinds, modes, owners, times, ACLs, attributes and hard links of
 * everything by a dry run, contents by SHA-256 on both sides, streamed. When it resolves, all that
 * is here is on the disk.
 *
 * @param since seconds since 1970 by the old host's clock: only files changed after it are
 *   hashed (by ctime, which no program can set), because an earlier proof covers the others
 * @param begun the same clock when the copy began of which this is the proof
 * @throws Fault MIG050 to MIG055
 */
export async function verifyFiles(
  { folders }: Pick<MoverJob, 'folders'>,
  moving: Moving,
  since?: number,
  begun?: number,
): Promise<FilesProof> {
  const compared = compareFolders(folders, moving, since);
  const settled = folders.length > 0 ? settle(moving.volumes) : undefined;
  const [proof] = await Promise.all([compared, settled]);
  const from = await provenFrom(proof, begun, async (volume, after) => {
    const folder = folders.find((one) => one.volume === volume);
    return folder === undefined ? new Set() : changedSince(folder, moving.host, after);
  });
  return from === undefined ? proof : { ...proof, from };
}

async function compareFolders(
  folders: readonly MovedFolder[],
  moving: Moving,
  since: number | undefined,
): Promise<FilesProof> {
  const clock = clockOf(moving.host);
  const proof: FilesProof = {
    equal: false,
    at: 0,
    volumes: {},
    differences: [],
    differenceCount: 0,
    problems: [],
    problemCount: 0,
    excluded: folders.flatMap(({ path, exclude = [] }) => exclude.map((each) => `${path}/${each}`)),
  };
  for (const folder of folders) {
    // The clock is read before the first content is: what changes meanwhile is not proven by this.
    const contents = clock.then((told) => {
      proof.at ||= told;
      return compareContents(folder, moving, since);
    });
    // When one fails the other has ended, too, before that is told.
    const both = await Promise.allSettled([compareEntries(folder, moving, proof), contents]);
    for (const one of both) if (one.status === 'rejected') throw one.reason;
    noteContents(proof, folder, await contents);
  }
  proof.equal = proof.differenceCount === 0 && proof.problemCount === 0;
  return proof;
}

async function compareEntries(
  folder: MovedFolder,
  { host, volumes, signal }: Moving,
  proof: FilesProof,
): Promise<void> {
  const { volume } = folder;
  const onItem = (line: string): void => {
    const item = readItem(line);
    if (item !== undefined) note(proof, { volume, ...item });
  };
  const pulled = await pullOnce({ host, folder, volumes, signal, dryRun: true, onItem });
  if (pulled.cut !== undefined) throw host.lost(pulled.cut);
  const { entries, regular: files, bytes } = pulled.totals;
  proof.volumes[volume] = { entries, files, bytes, hashed: 0 };
  noteProblems(proof, volume, pulled.problems, pulled.problemCount);
}

/** What comparing contents found, apart from what the entries say of the same files. */
interface Contents {
  hashed: number;
  /** The first hundred, and how many. */
  differences: Omit<FileDifference, 'volume'>[];
  differenceCount: number;
  unread: Problem[];
}

async function compareContents(
  folder: MovedFolder,
  moving: Moving,
  since: number | undefined,
): Promise<Contents> {
  const { volume } = folder;
  const found: Contents = { hashed: 0, differences: [], differenceCount: 0, unread: [] };
  const buffer = readingBuffer();
  let told = Date.now();
  for await (const { digest, path } of oldDigests(folder, moving, since, found)) {
    moving.signal.throwIfAborted();
    const here = Buffer.concat([Buffer.from(`${moving.volumes}/${volume}/`), path]);
    const content = await contentOf(here, buffer);
    found.hashed += 1;
    if (content?.digest !== digest) {
      const what = content === undefined ? 'missing' : 'content';
      found.differenceCount += 1;
      if (found.differences.length < most) found.differences.push({ path: pathText(path), what });
    }
    if (Date.now() - told > 2000) {
      told = Date.now();
      moving.say(`files: ${volume}: ${found.hashed} compared`);
    }
  }
  return found;
}

/** A file that is missing or unreadable is told once, although both comparisons have seen it. */
function noteContents(proof: FilesProof, { volume }: MovedFolder, found: Contents): void {
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

/**
 * SHA-256 of a folder's files, computed where they are and read as they come. Both programs say
 * how they ended, so that a list that is cut short is never taken for a whole one.
 */
async function* oldDigests(
  { path, exclude = [] }: MovedFolder,
  { host }: Moving,
  since: number | undefined,
  found: Pick<Contents, 'unread'>,
): AsyncGenerator<{ digest: string; path: Buffer }> {
  const pruned = exclude.map((each) => `./${plainPattern(each)}`);
  const args = [path, since === undefined ? '' : `@${since}`, ...pruned];
  const running = host.stream(digestScript, args, { sudo: host.sudo });
  const messages: string[] = [];
  try {
    yield* readDigests(running.stdout);
    const ended = await running.ended;
    messages.push(...ended.messages.split('\n').filter((line) => line !== ''));
    if (ended.code !== 0 || !isWhole(messages)) throw hashFault(host, messages, ended.code);
    found.unread = unreadIn(messages, path);
  } finally {
    running.stop();
  }
}

/** Two programs in a row on the old host; neither writes anything there. */
const digestScript = `
cd -- "$1" || exit 66
since=$2; shift 2
command -v sha256sum >/dev/null && command -v xargs >/dev/null || exit 67
count=$#
while [ "$count" -gt 0 ]; do
  set -- "$@" -path "$1" -prune -o; shift; count=$((count - 1))
done
[ -z "$since" ] || set -- "$@" -newerct "$since"
exec 3>&2
{ find . "$@" -type f -print0; echo "induk find $?" >&3; } | xargs -0 -r sha256sum -z --
echo "induk hash $?" >&2`;

/** Both ended by themselves; 1 and 123: something could not be read, which they have said. */
function isWhole(messages: string[]): boolean {
  const find = messages.some((line) => /^induk find [01]$/.test(line));
  return find && messages.some((line) => /^induk hash (0|123)$/.test(line));
}

/** `<digest>  ./<path>` and a zero byte, each. */
async function* readDigests(
  input: AsyncIterable<Buffer>,
): AsyncGenerator<{ digest: string; path: Buffer }> {
  let kept = Buffer.alloc(0);
  for await (const chunk of input) {
    const bytes = kept.length === 0 ? chunk : Buffer.concat([kept, chunk]);
    let at = 0;
    for (let end = bytes.indexOf(0); end >= 0; end = bytes.indexOf(0, at)) {
      const record = bytes.subarray(at, end);
      yield { digest: record.toString('latin1', 0, 64), path: record.subarray(68) };
      at = end + 1;
    }
    kept = Buffer.from(bytes.subarray(at));
  }
}

/** What find and sha256sum could not read; what vanished meanwhile the dry run tells. */
const unreadIn = (messages: readonly string[], folder: string): Problem[] =>
  messages.flatMap((line): Problem[] => {
    const [, name, reason] = /^(?:find|sha256sum): [‘'"]?(.*?)[’'"]?: (.*)$/.exec(line) ?? [];
    if (name === undefined || reason === undefined) return [];
    const path = posix.join(folder, name);
    return [{ kind: /No such file/.test(reason) ? 'vanished' : 'unreadable', path, reason }];
  });

function hashFault(host: OldHost, messages: string[], code: number | null): Fault {
  if (code === 255) return host.lost(messages.join('\n'));
  const reason = messages.at(-1) ?? `exit status ${code}`;
  return new Fault('MIG055', { address: host.server, reason: reason.slice(0, 300) });
}

function note(proof: FilesProof, difference: FileDifference): void {
  proof.differenceCount += 1;
  if (proof.differences.length < most) proof.differences.push(difference);
}

function noteProblems(proof: FilesProof, volume: string, problems: Problem[], count: number): void {
  proof.problemCount += count;
  const room = Math.max(0, most - proof.problems.length);
  proof.problems.push(...problems.slice(0, room).map((each) => ({ ...each, volume })));
}
