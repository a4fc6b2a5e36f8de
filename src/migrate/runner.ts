/** What a mover does with a goal: opens the journal beside its job, and goes on until the end. */
import { join } from 'node:path';
import { type ActOptions, actsOf, type Movers } from './acts.js';
import type { Advancing } from './advance.js';
import { Agent, type Shell } from './host/agent.js';
import type { Holder } from './host/owners-word.js';
import type { Goal, Step } from './journal.js';
import { openJournal } from './journal-file.js';
import { goOn, type Pursued, pursue } from './pursue.js';

/** Name of the journal in the mover's folder. */
export const journalName = 'journal.ndjson';

export interface RunOptions extends ActOptions {
  /** Folder of the job, `/job`. */
  folder: string;
  engineName: string;
  /** The old host, as the mover reaches it. */
  shell: Shell;
  /** Who closes it there; default: induk's agent. */
  holder?: Holder;
  movers: Movers;
  signal: AbortSignal;
  say: (message: string) => void;
  /** Names the command that set the goal; see `pursue`. */
  run?: string;
  hasParted?: Advancing['hasParted'];
  isPrepared?: Advancing['isPrepared'];
}

/**
 * @param goal absent: the one in the journal, as a mover does that was started again
 * @throws Fault MIG202 to MIG206 and that of the act that failed: run again
 */
export async function runMigration(goal: Goal | undefined, options: RunOptions): Promise<Pursued> {
  const { folder, engineName, shell, movers, signal, say, run, ...rest } = options;
  const { holder = new Agent(shell, engineName), hasParted, isPrepared } = rest;
  const journal = await openJournal(join(folder, journalName), () => new Date());
  try {
    const acts = actsOf(holder, movers, rest);
    const advancing = {
      now: Date.now,
      budget: rest.budget,
      signal,
      say: (kind: 'do' | 'undo', step: Step) => say(kind === 'do' ? step : `undo ${step}`),
      ...(hasParted === undefined ? {} : { hasParted }),
      ...(isPrepared === undefined ? {} : { isPrepared }),
    };
    return goal === undefined
      ? await goOn(journal, acts, advancing)
      : await pursue(journal, goal, acts, advancing, run);
  } finally {
    await journal.close();
  }
}
