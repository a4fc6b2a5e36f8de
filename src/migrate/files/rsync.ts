/** One run of rsync that pulls a folder of the old host into a volume. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Fault } from '../../fault.js';
import type { MovedFolder } from '../mover/model.js';
import type { OldHost } from '../mover/old-host.js';
import {
  type Problem,
  readProblem,
  readProgress,
  readTotals,
  type Totals,
} from './rsync-output.js';

export interface Pull {
  host: OldHost;
  folder: MovedFolder;
  /** Folder of all volumes. */
  volumes: string;
  /** KiB per second. */
  bandwidth?: number;
  /** Compares and changes nothing. */
  dryRun?: boolean;
  /** Only these entries below the folder, by themselves: nothing is looked for that is gone there. */
  only?: readonly Buffer[];
  /** Takes no file for unchanged because its size and time are: its content is compared. */
  checksum?: boolean;
  /** The other way, for a rollback: nothing is deleted on the old host. */
  back?: boolean;
  signal: AbortSignal;
  onProgress?: (bytes: number, percent: number) => void;
  /** Takes each line that tells a change, done or, of a dry run, to be done. */
  onItem?: (line: string) => void;
}

export interface Pulled {
  totals: Totals;
  /** The first hundred of each kind. */
  problems: Problem[];
  /** All of them. */
  problemCount: number;
  /** The link was cut; what arrived is kept, and a further run goes on from there. */
  cut?: string;
}

/** Of a link, not of files: protocol stream, socket, timeout, ssh itself. */
const linkCodes = new Set([10, 12, 30, 35, 255]);
/** Some files could not be read, or vanished: which ones was said. */
const partlyCodes = new Set([23, 24]);
const most = 100;

/** A path with what rsync and find take for a pattern made plain. */
export const plainPattern = (path: string): string => path.replaceAll(/[\\*?[\]]/g, '\\$&');

/** rsync's arguments; the paths go over the protocol, so no shell reads them. */
export function rsyncArguments(pull: Omit<Pull, 'host' | 'signal'>, host: OldHost): string[] {
  const { folder, volumes, bandwidth, only, onItem } = pull;
  const { dryRun = false, checksum = false, back = false } = pull;
  const { path, exclude = [], volume } = folder;
  const ends = [`old:${path.replace(/\/*$/, '/')}`, `${volumes}/${volume}/`];
  return [
    ...['--archive', '--hard-links', '--acls', '--xattrs', '--sparse', '--numeric-ids'],
    // A label of the old host's own security system means nothing here.
    '--filter=-x security.selinux',
    // To the nanosecond: a file that was changed twice in a second is not taken for unchanged.
    ...['--modify-window=-1', '--partial-dir=.induk-partial', '--secluded-args'],
    ...(back || only !== undefined ? [] : ['--delete']),
    ...(only === undefined ? [] : ['--files-from=-', '--from0', '--no-implied-dirs']),
    ...(checksum ? ['--checksum'] : []),
    ...['--stats', '--no-human-readable', '--outbuf=Line', '--timeout=60'],
    ...exclude.map((each) => `--exclude=/${plainPattern(each)}`),
    ...(bandwidth === undefined ? [] : [`--bwlimit=${bandwidth}`]),
    ...(dryRun ? ['--dry-run'] : ['--info=progress2']),
    ...(onItem === undefined ? [] : ['--itemize-changes', '--out-format=%i %n']),
    ...(host.sudo && host.user !== 'root' ? ['--rsync-path=sudo -n rsync'] : []),
    `--rsh=ssh -F ${host.config}`,
    ...(back ? ends.reverse() : ends),
  ];
}

/**
 * Pulls once. Exit codes that speak of the link come back as `cut`.
 * @throws Fault MIG050 no rsync on the old host, MIG051 no such folder there, MIG053 the disk
 *   here is full, MIG052 whatever else
 */
export async function pullOnce(pull: Pull): Promise<Pulled> {
  const { host, folder, only, signal, onProgress, onItem } = pull;
  const child = spawn('rsync', rsyncArguments(pull, host), {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: 'C' },
    signal,
  });
  const closed = new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? linkLostBySignal));
  });
  // One that ended early takes no more, which its status tells.
  child.stdin.on('error', () => {});
  child.stdin.end(Buffer.concat((only ?? []).flatMap((path) => [path, Buffer.from([0])])));
  const said: string[] = [];
  const problems = new Problems();
  const [code] = await Promise.all([
    closed,
    eachLine(child.stdout, (line) => {
      const progress = readProgress(line);
      if (progress !== undefined) onProgress?.(progress.bytes, progress.percent);
      else if (/^(\*deleting|[<>ch.][fdLDS]\S{9}) /.test(line)) onItem?.(line);
      else if (said.length < 100) said.push(line);
    }),
    eachLine(child.stderr, (line) => problems.add(line)),
  ]);
  const { tail } = problems;
  const pulled = {
    totals: readTotals(said.join('\n')),
    problems: problems.kept,
    problemCount: problems.count,
  };
  if (code === 0) return pulled;
  if (problems.full) throw new Fault('MIG053', { volume: folder.volume }, { logTail: tail });
  if (code === 127 || tail.some((line) => /rsync: (command )?not found/.test(line))) {
    throw new Fault('MIG050', { address: host.server });
  }
  if (linkCodes.has(code)) return { ...pulled, cut: tail.at(-1) ?? `exit status ${code}` };
  if (/change_dir .*No such file/.test(tail.join('\n'))) {
    throw new Fault('MIG051', { path: folder.path, address: host.server });
  }
  if (partlyCodes.has(code) && !problems.other) return pulled;
  const reason = (tail.find((line) => readProblem(line)?.kind === 'other') ?? tail[0] ?? '').slice(
    0,
    300,
  );
  throw new Fault('MIG052', { volume: folder.volume, code, reason }, { logTail: tail });
}

/** Killed: nothing of it is the old host's doing. */
const linkLostBySignal = 20;

/** Standard error, of which only an end and a sample is kept. */
class Problems {
  readonly kept: Problem[] = [];
  readonly tail: string[] = [];
  count = 0;
  other = false;
  full = false;

  add(line: string): void {
    this.tail.push(line);
    if (this.tail.length > 40) this.tail.shift();
    if (/No space left on device|Disk quota exceeded/.test(line)) this.full = true;
    const problem = readProblem(line);
    if (problem === undefined) return;
    this.count += 1;
    if (problem.kind === 'other') this.other = true;
    if (this.kept.length < most) this.kept.push(problem);
  }
}

/** rsync ends lines of progress with a carriage return. */
async function eachLine(input: NodeJS.ReadableStream, take: (line: string) => void): Promise<void> {
  for await (const text of createInterface({ input })) {
    for (const line of text.split('\r')) if (line !== '') take(line);
  }
}
