/**
 * Files: from the old host's folders into the app's volumes, straight over ssh.
 *
 *   seed.ts     rounds of rsync until what comes in meanwhile is little; goes on after a cut link
 *   verify.ts   the proof: metadata by a dry run, contents by SHA-256 on both sides
 *   finish.ts   the last copy and its proof in one, while nobody writes
 *   rounds.ts   when there were enough rounds (pure)
 *
 * Owners by number, modes, ACLs, extended attributes, hard links, holes, links and names of any
 * bytes are kept; what is gone on the old host goes here. Nothing is left out but what `exclude`
 * names, which is told with the result.
 */
import { setTimeout } from 'node:timers/promises';
import { Fault } from '../../fault.js';
import type { MovedFolder, MoverJob } from '../mover/model.js';
import type { OldHost } from '../mover/old-host.js';
import { type Enough, enoughRounds, type Round, roundRule } from './rounds.js';
import { type Pull, type Pulled, pullOnce } from './rsync.js';
import type { Problem } from './rsync-output.js';
import { settle } from './settle.js';
import { clockOf } from './since.js';

export interface SeededFiles {
  rounds: Round[];
  /** Clock of the old host when the last round began, seconds since 1970. */
  begun: number;
  /** Why there was no further round. */
  enough: Enough;
  /** Volume → what is in it. */
  volumes: Record<string, { entries: number; files: number; bytes: number }>;
  /** What could not be read at the end: the first hundred, and how many. */
  problems: (Problem & { volume: string })[];
  problemCount: number;
  excluded: string[];
  /** How often the link was cut. */
  cuts: number;
}

export interface Moving {
  host: OldHost;
  /** Folder of all volumes. */
  volumes: string;
  signal: AbortSignal;
  say: (message: string) => void;
}

/** Attempts without a byte of progress after which a link is given up. */
const attempts = 6;

/**
 * Copies all folders, again and again until the rest is small.
 * @param most rounds at most
 * @throws Fault MIG050 to MIG054
 */
export async function seedFiles(
  { folders, bandwidth }: Pick<MoverJob, 'folders' | 'bandwidth'>,
  moving: Moving,
  most = roundRule.most,
): Promise<SeededFiles> {
  const rounds: Round[] = [];
  const seeded: SeededFiles = {
    rounds,
    begun: 0,
    enough: 'most',
    volumes: {},
    problems: [],
    problemCount: 0,
    excluded: folders.flatMap(({ path, exclude = [] }) => exclude.map((each) => `${path}/${each}`)),
    cuts: 0,
  };
  for (let enough: Enough | undefined; enough === undefined; ) {
    const round: Round = { seconds: 0, files: 0, received: 0, deleted: 0 };
    seeded.begun = await clockOf(moving.host);
    const begin = performance.now();
    seeded.problems = [];
    seeded.problemCount = 0;
    for (const folder of folders) {
      const options = { bandwidth, round: rounds.length + 1 };
      const { pulled, cuts } = await pullWhole(folder, moving, options);
      addTo(seeded, round, folder, pulled);
      seeded.cuts += cuts;
    }
    round.seconds = (performance.now() - begin) / 1000;
    rounds.push(round);
    moving.say(tellRound(rounds.length, round));
    enough = enoughRounds(rounds, { ...roundRule, most });
    seeded.enough = enough ?? seeded.enough;
  }
  if (folders.length > 0) await settle(moving.volumes);
  return seeded;
}

interface PullOptions extends Pick<Pull, 'dryRun' | 'onItem'> {
  bandwidth: number | undefined;
  /** Which one this is, where there are several. */
  round?: number;
}

/**
 * Pulls one folder to its end, however often the link is cut meanwhile.
 * @throws Fault MIG050 to MIG054
 */
export async function pullWhole(
  folder: MovedFolder,
  { host, volumes, signal, say }: Moving,
  { bandwidth, round, ...options }: PullOptions,
): Promise<{ pulled: Pulled; cuts: number }> {
  let [cuts, idle, told] = [0, 0, Date.now()];
  const limit = bandwidth === undefined ? {} : { bandwidth };
  const which = round === undefined ? '' : `round ${round}, `;
  for (;;) {
    let moved = 0;
    const onProgress = (bytes: number, percent: number): void => {
      moved = bytes;
      if (Date.now() - told < 2000) return;
      told = Date.now();
      say(`files: ${which}${folder.volume}: ${bytes} bytes, ${percent} %`);
    };
    const pull = { host, folder, volumes, signal, onProgress, ...limit, ...options };
    const pulled = await pullOnce(pull);
    if (pulled.cut === undefined) return { pulled, cuts };
    cuts += 1;
    idle = moved > 0 ? 0 : idle + 1;
    if (idle >= attempts) throw new Fault('MIG054', { times: idle, reason: pulled.cut });
    say(`files: the link was cut (${pulled.cut}); going on from there`);
    await setTimeout(Math.min(30_000, 500 * 2 ** idle), undefined, { signal });
  }
}

function addTo(seeded: SeededFiles, round: Round, { volume }: MovedFolder, pulled: Pulled): void {
  const { totals, problems, problemCount } = pulled;
  round.files += totals.files;
  round.received += totals.received;
  round.deleted += totals.deleted;
  seeded.volumes[volume] = { entries: totals.entries, files: totals.regular, bytes: totals.bytes };
  const room = Math.max(0, 100 - seeded.problems.length);
  seeded.problems.push(...problems.slice(0, room).map((each) => ({ ...each, volume })));
  seeded.problemCount += problemCount;
}

function tellRound(number: number, { files, received, deleted, seconds }: Round): string {
  const took = seconds.toFixed(1);
  return `files: round ${number}: ${files} files, ${received} bytes, ${deleted} deleted, ${took} s`;
}
