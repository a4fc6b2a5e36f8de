/** What of an old host's files has changed since when, by its own clock. */
import { pathText } from '../../backup/files/path-text.js';
import { Fault } from '../../fault.js';
import type { MovedFolder } from '../mover/model.js';
import type { OldHost } from '../mover/old-host.js';
import { pathsIn } from './path-list.js';
import type { FilesProof } from './proof.js';

/** The old host's clock, seconds since 1970. */
export async function clockOf(host: OldHost): Promise<number> {
  return Number((await host.exec(['date', '+%s'])).stdout.trim());
}

/**
 * From when on files have to be read again: contents of those that have not changed since are
 * proven equal. While people write, the proof finds differences: whatever came after `begun`, when
 * the last copy began. These say nothing of the other files, as long as all of them are so young.
 * @param begun seconds since 1970 by the old host's clock; absent: nobody copied right before
 * @param changed the paths of a volume that have changed after a moment (by ctime)
 * @returns undefined when nothing is proven
 */
export async function provenFrom(
  proof: Omit<FilesProof, 'from'>,
  begun: number | undefined,
  changed: (volume: string, since: number) => Promise<ReadonlySet<string>>,
): Promise<number | undefined> {
  // Times of files are finer than the clock that was asked.
  if (proof.equal) return proof.at - 1;
  const { differences, differenceCount, problems, problemCount } = proof;
  const isAllTold = differenceCount === differences.length && problemCount === problems.length;
  const isRead = problems.every(({ kind }) => kind === 'vanished');
  if (begun === undefined || !isAllTold || !isRead) return undefined;
  const since = begun - 1;
  for (const volume of new Set(differences.map((each) => each.volume))) {
    const young = await changed(volume, since);
    // What is here alone has no content there.
    const present = differences.filter((each) => each.volume === volume && each.what !== 'extra');
    if (!present.every(({ path }) => young.has(path.replace(/\/$/, '')))) return undefined;
  }
  return since;
}

/** Paths below a folder that have changed after a moment, as the proof writes them. */
export async function changedSince(
  { path }: Pick<MovedFolder, 'path'>,
  host: OldHost,
  since: number,
): Promise<ReadonlySet<string>> {
  const running = host.stream(changedScript, [path, `@${since}`], { sudo: host.sudo });
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of running.stdout) chunks.push(chunk as Buffer);
    const { code, messages } = await running.ended;
    if (code === 255) throw host.lost(messages);
    // 1: it could not look everywhere; then what lies there is in no list.
    if (code !== 0 && code !== 1) {
      throw new Fault('MIG055', { address: host.server, reason: messages.slice(0, 300) });
    }
    // `./a`; `.` is the folder itself.
    const named = (path: Buffer): Buffer => (path.length > 2 ? path.subarray(2) : path);
    return new Set([...pathsIn(Buffer.concat(chunks))].map((path) => pathText(named(path))));
  } finally {
    running.stop();
  }
}

const changedScript = 'cd -- "$1" && exec find . -newerct "$2" -print0';
