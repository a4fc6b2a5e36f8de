/**
 * What happened in a migration, one line an event, each on the disk before the next act. The
 * journal is the only memory: killed anywhere, the next run reads it and goes on.
 */
import { Fault } from '../fault.js';

/** Steps in the order in which they are done; undone in the other. See phases.ts. */
export const steps = [
  'key',
  'account',
  'seed',
  'follow',
  'freeze',
  'verify',
  'reverse',
  'keep',
  'open',
  'forward',
  'cron',
  'commit',
] as const;

export type Step = (typeof steps)[number];

/** Where a migration should come to: see phases.ts. */
export type Goal = 'ready' | 'live' | 'settled' | 'back';

export type Entry = {
  /** RFC 3339, UTC. */
  at: string;
} /** `run` names the command that asked for it: its mover, started again, does not ask twice. */ & (
  | { event: 'goal'; goal: Goal; because?: Reason; run?: string }
  /** Written before the act, with what takes it back when nothing more is known. */
  | { event: 'begun'; step: Step; undo?: unknown }
  /** What the act found or made; `undo` replaces the one of `begun`. */
  | { event: 'done'; step: Step; undo?: unknown; data?: unknown }
  | { event: 'undoing'; step: Step }
  | { event: 'undone'; step: Step }
  | { event: 'failed'; step: Step; because: Reason }
);

/** Why a goal was given up or a step failed: a code of the prose catalogue and its arguments. */
export interface Reason {
  code: string;
  args: Record<string, string | number>;
}

type Bare<T> = T extends { at: string } ? Omit<T, 'at'> : never;
/** An entry before it has its time. */
export type Event = Bare<Entry>;

export interface Journal {
  readonly entries: readonly Entry[];
  /** On the disk when it resolves. */
  append(event: Event): Promise<void>;
}

/** A line of the journal; JSON keeps every line break inside its text escaped. */
export const lineOf = (entry: Entry): string => `${JSON.stringify(entry)}\n`;

/**
 * Reads a journal. What follows the last line break is a write that a power cut broke off: its
 * act was never begun, so it is as if it had not been written.
 * @returns the entries and how many bytes of the text they take
 * @throws Fault MIG200 when any other line is no entry: somebody changed it
 */
export function parseJournal(text: string): { entries: Entry[]; bytes: number } {
  const end = text.lastIndexOf('\n') + 1;
  const lines = text.slice(0, end).split('\n').slice(0, -1);
  const entries = lines.map((line, index) => {
    try {
      return JSON.parse(line) as Entry;
    } catch (cause) {
      throw new Fault('MIG200', { line: index + 1 }, { cause });
    }
  });
  return { entries, bytes: Buffer.byteLength(text.slice(0, end)) };
}
