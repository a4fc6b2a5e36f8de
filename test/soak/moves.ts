/** A live app moved there and back under faults at the edges of its phases, while people write. */
import type { Run } from '../e2e/support/induk.js';
import { type Ledger, openLedger } from '../e2e/support/ledger.js';
import { type MoveSite, moved, moveLab, readyToMove } from '../e2e/support/moving.js';
import { chanceOf, shuffled } from './chance.js';
import { type MoveFault, moveFaults } from './move-faults.js';

export interface SoakOptions {
  runs: number;
  /** The same seed chooses the same faults and edges. */
  seed: number;
  log: (line: string) => void;
}

/** What is done to whom, and when. */
export interface Strike {
  command: keyof typeof edges;
  fault: MoveFault;
  /** The step that has just begun. */
  edge: string;
}

export interface MoveRound {
  round: number;
  command: Strike['command'];
  fault: string;
  /** The step that had just begun. */
  edge: string;
  /** How the run that was struck ended: `done`, or its code. */
  ended: string;
  /** How often it had to be told again. */
  again: number;
  /** The longest time without an acknowledged write, milliseconds. */
  gap: number;
  seconds: number;
  /** What did not hold; empty when all did. */
  broken: string;
}

/** What a command says as it comes to a step. */
const edges = {
  start: ['key', 'account', 'seed', 'follow'],
  sync: ['seed'],
  rehearse: [
    'the database is copied',
    'the copy starts',
    'both are asked',
    'the freeze is measured',
  ],
  cutover: ['freeze', 'verify', 'reverse', 'keep', 'open', 'forward', 'cron'],
  rollback: [
    ...['cron', 'forward', 'open', 'keep', 'reverse', 'freeze', 'follow', 'account', 'key'].map(
      (step) => `undo ${step}`,
    ),
  ],
} as const;

const commands = Object.keys(edges) as Strike['command'][];

const { app, domain } = moved;
const flags: Record<Strike['command'], string[]> = {
  start: ['--enable-log'],
  sync: [],
  rehearse: [],
  cutover: ['--without-proof', 'soak', '--freeze-budget', '30s', '--confirm', app],
  rollback: ['--freeze-budget', '60s', '--confirm', app],
};

/** Seconds after which somebody must be able to write again, whatever was struck and left alone. */
const patience = 150;

/** @returns what came of each round; a round in which something did not hold is the last */
export async function soakMoves({ runs, seed, log }: SoakOptions): Promise<MoveRound[]> {
  const lab = await moveLab(`arung-${process.pid}`, log, 'bookworm', '12g');
  try {
    log('the server is set up, and the old host is read …');
    await readyToMove(lab);
    const strikes = strikesByChance(runs, chanceOf(seed));
    return await soakOn(lab, { strikes, name: `a${seed}`, log });
  } finally {
    await lab.down();
  }
}

/** Each fault at each edge once before any comes again. */
function strikesByChance(runs: number, chance: () => number): Strike[] {
  const strikes: Strike[] = [];
  while (strikes.length < runs) strikes.push(...asMovesGo(shuffled(all(), chance)));
  return strikes.slice(0, runs);
}

/** In an order in which most of them begin with what the one before has left. */
function asMovesGo(strikes: readonly Strike[]): Strike[] {
  const queues = commands.map((name) => strikes.filter(({ command }) => command === name));
  const length = Math.max(...queues.map((queue) => queue.length));
  return Array.from({ length }, (_, at) =>
    queues.flatMap((queue) => queue.slice(at, at + 1)),
  ).flat();
}

/** @throws when there is no such fault */
export function strikeOf(command: Strike['command'], name: string, edge: string): Strike {
  const fault = moveFaults.find((one) => one.name === name);
  if (fault === undefined) throw new Error(`no fault is called ${name}`);
  return { command, fault, edge };
}

/**
 * Rounds on machines that are ready.
 * @param name what the ids of its writes begin with
 */
export async function soakOn(
  lab: MoveSite,
  { strikes, name, log }: { strikes: Strike[]; name: string; log: (line: string) => void },
): Promise<MoveRound[]> {
  const rounds: MoveRound[] = [];
  const { address } = lab.old;
  const ledger = openLedger({
    ...{ address, domain, prefix: `${name}-${process.pid}`, writers: 2, pause: 60 },
    // A database server that is killed damages tables without transactions, moved or not.
    pairs: false,
  });
  try {
    for (const [index, strike] of strikes.entries()) {
      const round = index + 1;
      log(`${round}/${strikes.length} ${strike.command}: ${strike.fault.name} at ${strike.edge} …`);
      const started = Date.now();
      const told = await oneRound(lab, ledger, strike);
      const seconds = Math.round((Date.now() - started) / 1000);
      const { command, fault, edge } = strike;
      rounds.push({ round, command, fault: fault.name, edge, ...told, seconds });
      const held = told.broken === '' ? 'all held' : `BROKEN: ${told.broken}`;
      log(
        `  struck run ended ${told.ended}, told again ${told.again} times; ${held} (${seconds} s)`,
      );
      if (told.broken !== '') break;
    }
    const { acknowledged } = ledger.told();
    log(`${acknowledged} writes were acknowledged meanwhile`);
    return rounds;
  } finally {
    await ledger.stop();
  }
}

const all = (): Strike[] =>
  commands.flatMap((command) =>
    moveFaults.flatMap((fault) => edges[command].map((edge) => ({ command, fault, edge }))),
  );

async function oneRound(
  lab: MoveSite,
  ledger: Ledger,
  { command, fault, edge }: Strike,
): Promise<Pick<MoveRound, 'ended' | 'again' | 'gap' | 'broken'>> {
  let [ended, again] = ['?', 0];
  ledger.told(true);
  try {
    await bringTo(lab, command);
    const run = lab.site.start(['migrate', command, app, ...flags[command], '--json']);
    const saw = await run.saw(new RegExp(`"message":"${edge}"`)).then(
      () => true,
      () => false,
    );
    if (saw) await fault.strike(lab, run);
    const left = isLeftAlone(fault, command, edge);
    if (left) run.kill('SIGKILL');
    // Nobody tells it again, and nobody is kept waiting for that.
    if (left) await ledger.more(5, patience * 1000);
    await fault.mend?.(lab);
    const { code, json } = await run.done;
    const isDone = hasEnded({ code, json });
    ended = isDone ? 'done' : String(json?.error?.code ?? `exit ${code}`);
    again = await untilDone(lab, command, isDone);
    await ledger.more(10);
    await ledger.whole(lab.old.address);
    if (!saw) throw new Error(`nothing was struck: ${edge} was never begun`);
    return { ended, again, gap: ledger.told().gap, broken: '' };
  } catch (error) {
    return { ended, again, gap: ledger.told().gap, broken: (error as Error).message };
  }
}

/** Whether what watches on the machines themselves must end it, with no induk at work. */
const isLeftAlone = ({ name }: MoveFault, command: string, edge: string): boolean =>
  name === 'induk and mover killed' && command === 'cutover' && /^(freeze|verify)$/.test(edge);

/** Nothing is there before a start; an app is switched before a rollback, and follows before all else. */
async function bringTo({ must }: MoveSite, command: Strike['command']): Promise<void> {
  const tell = (told: Strike['command']) => must(['migrate', told, app, ...flags[told]]);
  const wanted = command === 'start' ? 'none' : command === 'rollback' ? 'live' : 'follow';
  const phase = await phaseOf(must);
  const isThere = !/^(not started|rolled back)$/.test(phase);
  if (phase === wanted || (wanted === 'none' && !isThere)) return;
  if (isThere && (wanted === 'none' || phase === 'live')) await tell('rollback');
  if (wanted === 'none') return;
  if (phase !== 'follow') await tell('start');
  if (wanted === 'live') await tell('cutover');
}

async function phaseOf(must: MoveSite['must']): Promise<string> {
  const { json } = await must(['migrate', 'status', app]);
  return json.data.apps[0].phase;
}

/** Tells it again as a person does, until it is as wanted. @returns how often */
async function untilDone(
  { site }: MoveSite,
  command: Strike['command'],
  isDone: boolean,
): Promise<number> {
  let last = '';
  const begun = Date.now();
  for (let again = 0; again < 6; again += 1) {
    if (isDone && again === 0) return 0;
    const run = await site.induk(['migrate', command, app, ...flags[command], '--json']);
    if (hasEnded(run)) return again + 1;
    const { error, data } = run.json ?? {};
    const told = error ?? { code: 'pages', message: JSON.stringify(differingIn(data)) };
    last = `${told.code} ${told.message}`;
    // What it had copied is not to be trusted any more: it says so, and is brought over anew.
    if (/MIG(074|078|080|204|208|246)/.test(last) && command === 'cutover') {
      await site.induk(['migrate', 'start', app, ...flags.start, '--json']);
    }
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    // A rehearsal goes on without the induk that was killed, and a second one has to wait for it.
    if (/MIG284/.test(last) && Date.now() - begun < patience * 1000) again -= 1;
  }
  throw new Error(`${command} does not come to its end: ${last}`);
}

interface Page {
  path: string;
  verdict: string;
}

/** The pages of a rehearsal that are not as on the old host. */
const differingIn = (data: { pages?: Page[] } | undefined): Page[] =>
  (data?.pages ?? []).filter(({ verdict }) => verdict !== 'same');

/**
 * As it should, or by a rehearsal that saw what the ledger uploaded between its sync and its first
 * look at the page that lists it.
 */
function hasEnded({ code, json }: Pick<Run, 'code' | 'json'>): boolean {
  if (code === 0) return true;
  const differing = differingIn(json?.data).map(({ path }) => path);
  return code === 2 && differing.length > 0 && differing.every((path) => path === '/unggahan');
}
