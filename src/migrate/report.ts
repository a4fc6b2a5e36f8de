/** What a move has compared and how long it took, read out of its journal. Pure. */
import type { AppId } from '../inventory/model.js';
import type { Entry, Reason, Step } from './journal.js';
import type { Settlement } from './movers.js';
import { type Phase, phaseOf, standingOf } from './phases.js';
import type { Rehearsal } from './rehearse/model.js';

export interface MoveReport {
  app: AppId;
  phase: Phase;
  method?: string;
  /** RFC 3339, UTC: first and last entry of the journal. */
  began?: string;
  at?: string;
  /** When the new side became the live one, the last time. */
  switched?: string;
  committed?: string;
  /** RFC 3339 date from which the old data may be erased. */
  erasable?: string;
  /** Why the old host was not asked when it was committed. */
  oldHostGone?: string;
  /** What was brought over; the seed's own figures. */
  seed?: unknown;
  /** What was proven equal while nobody could write, the last time. */
  proof?: unknown;
  /** Every time in which nobody could write. */
  freezes: Freeze[];
  /** How long each step took, each time. */
  steps: { step: Step; kind: 'do' | 'undo'; at: string; seconds: number }[];
  failures: { at: string; step: Step; because: Reason }[];
  /** The last rehearsal. */
  rehearsal?: Rehearsal;
}

export interface Freeze {
  at: string;
  /** Absent while it lasts. */
  seconds?: number;
  /** Which side wrote after it. */
  end?: 'new' | 'old';
}

export function moveReport(
  app: AppId,
  entries: readonly Entry[],
  method: string | undefined,
  rehearsal?: Rehearsal,
): MoveReport {
  const standing = standingOf(entries);
  const [first, last] = [entries[0], entries.at(-1)];
  const done = (step: Step): string | undefined =>
    entries.findLast((entry) => entry.event === 'done' && entry.step === step)?.at;
  const [switched, committed] = [done('open'), done('commit')];
  const { seed, verify, commit } = standing.data;
  const { erasable, oldHostGone } = (commit ?? {}) as Settlement;
  return {
    app,
    phase: phaseOf(standing, entries),
    ...(method === undefined ? {} : { method }),
    ...(first === undefined ? {} : { began: first.at }),
    ...(last === undefined ? {} : { at: last.at }),
    ...(switched === undefined || standing.states.open !== 'done' ? {} : { switched }),
    ...(committed === undefined ? {} : { committed }),
    ...(erasable === undefined ? {} : { erasable }),
    ...(oldHostGone === undefined ? {} : { oldHostGone }),
    ...(seed === undefined ? {} : { seed }),
    ...(verify === undefined ? {} : { proof: verify }),
    ...(rehearsal === undefined ? {} : { rehearsal }),
    freezes: freezesOf(entries),
    steps: stepsOf(entries),
    failures: entries.flatMap((entry) =>
      entry.event === 'failed' ? [{ at: entry.at, step: entry.step, because: entry.because }] : [],
    ),
  };
}

/** As `countFrozen` of phases.ts counts: from the first freeze until one side is open. */
function freezesOf(entries: readonly Entry[]): Freeze[] {
  const freezes: Freeze[] = [];
  for (const [index, { at }] of entries.entries()) {
    const open = freezes.at(-1);
    const isOpen = open !== undefined && open.seconds === undefined;
    const { frozen, states } = standingOf(entries.slice(0, index + 1));
    if (frozen !== undefined && !isOpen) freezes.push({ at });
    else if (frozen === undefined && isOpen) {
      open.seconds = secondsBetween(open.at, at);
      open.end = states.open === 'done' ? 'new' : 'old';
    }
  }
  return freezes;
}

function stepsOf(entries: readonly Entry[]): MoveReport['steps'] {
  const begun = new Map<Step, string>();
  return entries.flatMap((entry) => {
    if (entry.event === 'begun' || entry.event === 'undoing') begun.set(entry.step, entry.at);
    if (entry.event !== 'done' && entry.event !== 'undone') return [];
    const at = begun.get(entry.step) ?? entry.at;
    const kind = entry.event === 'done' ? ('do' as const) : ('undo' as const);
    return [{ step: entry.step, kind, at, seconds: secondsBetween(at, entry.at) }];
  });
}

const secondsBetween = (from: string, to: string): number =>
  (Date.parse(to) - Date.parse(from)) / 1000;
