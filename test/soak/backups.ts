/** Backups under faults at any instant, one round after the other; each must end well. */
import { type BackupFault, backupFaults } from './backup-faults.js';
import { type SoakSite, soakSite } from './backup-site.js';
import { chanceOf, shuffled } from './chance.js';

export interface SoakOptions {
  runs: number;
  /** The same seed chooses the same faults and instants. */
  seed: number;
  log: (line: string) => void;
}

export interface SoakRound {
  round: number;
  fault: string;
  /** Milliseconds after the run began. */
  at: number;
  /** How the run that was struck ended: `made`, or its code. */
  ended: string;
  seconds: number;
  /** What did not hold; empty when all did. */
  broken: string;
}

const app = 'dishub/parkir';

/** @returns what came of each round; a round in which something did not hold is the last */
export async function soakBackups({ runs, seed, log }: SoakOptions): Promise<SoakRound[]> {
  const chance = chanceOf(seed);
  const soak = await soakSite(`rendam-${process.pid}`, log);
  const rounds: SoakRound[] = [];
  try {
    const begun = Date.now();
    await soak.must(['backups', 'create', app]);
    const length = Date.now() - begun;
    await soak.must(['backups', 'drill', app]);
    let order: BackupFault[] = [];
    for (let round = 1; round <= runs; round += 1) {
      // Each fault once before any comes again.
      if (order.length === 0) order = shuffled(backupFaults, chance);
      const fault = order.pop() as BackupFault;
      const share = chance();
      const at = Math.round(share * length);
      const started = Date.now();
      const told = await oneRound(soak, fault, at);
      const seconds = Math.round((Date.now() - started) / 1000);
      rounds.push({ round, fault: fault.name, at, ...told, seconds });
      const held = told.broken === '' ? 'all held' : `BROKEN: ${told.broken}`;
      log(`${round}/${runs} ${fault.name} at ${at} ms: run ended ${told.ended}; ${held}`);
      if (told.broken !== '') break;
    }
    log(`${soak.written()} visits that wrote were answered meanwhile`);
    return rounds;
  } finally {
    await soak.down();
  }
}

async function oneRound(
  soak: SoakSite,
  fault: BackupFault,
  at: number,
): Promise<Pick<SoakRound, 'ended' | 'broken'>> {
  let ended = '?';
  try {
    const before = await setsOf(soak);
    const run = soak.site.start(['backups', 'create', app, '--json']);
    await new Promise((resolve) => setTimeout(resolve, at));
    await fault.strike(soak);
    const { code, json } = await run.done;
    await fault.mend?.(soak);
    ended = code === 0 ? 'made' : String(json?.error?.code ?? `exit ${code}`);
    await isHonest(soak, before, code === 0 ? json.data.created[0].set : undefined);
    await soak.must(['backups', 'verify', app, '--data', '100']);
    const next = await soak.must(['backups', 'create', app]);
    const { set: made } = next.json.data.created[0];
    check((await setsOf(soak)).includes(made), 'the set of the next run is not there');
    const drill = await soak.must(['backups', 'drill', app]);
    check(drill.json.data.proven[0].set === made, 'another set than the newest was drilled');
    const { state } = await stateOf(soak);
    check(state === 'ok', `state ${state} in the end`);
    return { ended, broken: '' };
  } catch (error) {
    return { ended, broken: (error as Error).message };
  }
}

/** No set is gone, and none is claimed that is not there. */
async function isHonest(soak: SoakSite, before: string[], set: string | undefined): Promise<void> {
  const now = await eventually(() => setsOf(soak));
  for (const old of before) check(now.includes(old), `set ${old} is gone`);
  const { last } = await stateOf(soak);
  check(last === undefined || now.includes(last.set), `set ${last?.set} is claimed, not there`);
  check(set === undefined || now.includes(set), `set ${set} was made and is not there`);
}

async function setsOf({ must }: SoakSite): Promise<string[]> {
  const { json } = await must(['backups', 'list', app]);
  return json.data.sets.map(({ set }: { set: string }) => set);
}

async function stateOf({ must }: SoakSite): Promise<{ state: string; last?: { set: string } }> {
  const { json } = await must(['backups', app]);
  return json.data.apps[0];
}

/** What was struck down needs a moment to come back. */
async function eventually<T>(ask: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 120_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
  }
}

function check(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}
