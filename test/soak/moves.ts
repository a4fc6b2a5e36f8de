/** A live app moved there and back under faults at the edges of its phases, while people write. */
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

export interface MoveRound {
  round: number;
  command: 'start' | 'cutover' | 'rollback';
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
  cutover: ['freeze', 'verify', 'reverse', 'keep', 'open', 'forward', 'cron'],
  rollback: [
    ...['cron', 'forward', 'open', 'keep', 'reverse', 'freeze', 'follow', 'account', 'key'].map(
      (step) => `undo ${step}`,
    ),
  ],
} as const;

const { app, domain } = moved;
const flags = {
  start: ['--enable-log'],
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
    return await soakOn(lab, { runs, seed, log });
  } finally {
    await lab.down();
  }
}

/** Rounds on machines that are ready. */
export async function soakOn(
  lab: MoveSite,
  { runs, seed, log }: SoakOptions,
): Promise<MoveRound[]> {
  const chance = chanceOf(seed);
  const rounds: MoveRound[] = [];
  const { address } = lab.old;
  const ledger = openLedger({
    ...{ address, domain, prefix: `a${seed}-${process.pid}`, writers: 2, pause: 60 },
    // A database server that is killed damages tables without transactions, moved or not.
    pairs: false,
  });
  let order: { command: MoveRound['command']; fault: MoveFault; edge: string }[] = [];
  try {
    for (let round = 1; round <= runs; round += 1) {
      // Each fault at each edge once before any comes again.
      if (order.length === 0) order = shuffled(all(), chance);
      const strike = order.pop() as (typeof order)[number];
      log(`${round}/${runs} ${strike.command}: ${strike.fault.name} at ${strike.edge} …`);
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

const all = () =>
  (['start', 'cutover', 'rollback'] as const).flatMap((command) =>
    moveFaults.flatMap((fault) => edges[command].map((edge) => ({ command, fault, edge }))),
  );

async function oneRound(
  lab: MoveSite,
  ledger: Ledger,
  { command, fault, edge }: { command: MoveRound['command']; fault: MoveFault; edge: string },
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
    ended = code === 0 ? 'done' : String(json?.error?.code ?? `exit ${code}`);
    again = await untilDone(lab, command, code === 0);
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

/** Nothing is there before a start, the app follows before a cutover and is switched before a rollback. */
async function bringTo({ must }: MoveSite, command: MoveRound['command']): Promise<void> {
  const phase = await phaseOf(must);
  if (command === 'start') {
    if (!/^(not started|rolled back)$/.test(phase))
      await must(['migrate', 'rollback', app, ...flags.rollback]);
    return;
  }
  if (phase !== 'live' && phase !== 'follow') await must(['migrate', 'start', app, ...flags.start]);
  if (command === 'rollback' && phase !== 'live') {
    await must(['migrate', 'cutover', app, ...flags.cutover]);
  }
  if (command === 'cutover' && phase === 'live') {
    await must(['migrate', 'rollback', app, ...flags.rollback]);
    await must(['migrate', 'start', app, ...flags.start]);
  }
}

async function phaseOf(must: MoveSite['must']): Promise<string> {
  const { json } = await must(['migrate', 'status', app]);
  return json.data.apps[0].phase;
}

/** Tells it again as a person does, until it is as wanted. @returns how often */
async function untilDone(
  { site }: MoveSite,
  command: MoveRound['command'],
  isDone: boolean,
): Promise<number> {
  let last = '';
  for (let again = 0; again < 6; again += 1) {
    if (isDone && again === 0) return 0;
    const run = await site.induk(['migrate', command, app, ...flags[command], '--json']);
    if (run.code === 0) return again + 1;
    last = `${run.json?.error?.code} ${run.json?.error?.message}`;
    // What it had copied is not to be trusted any more: it says so, and is brought over anew.
    if (/MIG(074|078|080|204|208|246)/.test(last) && command === 'cutover') {
      await site.induk(['migrate', 'start', app, ...flags.start, '--json']);
    }
    await new Promise((resolve) => setTimeout(resolve, 3_000));
  }
  throw new Error(`${command} does not come to its end: ${last}`);
}
