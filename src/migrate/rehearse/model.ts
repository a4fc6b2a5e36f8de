/** A rehearsal: what it is told, and what it found. */
import type { AppId } from '../../inventory/model.js';
import type { Method } from '../predict.js';

/** On the standard input of the worker that rehearses; holds secrets. */
export interface RehearsalJob {
  formatVersion: 1;
  /** Access log of the old host whose most frequent pages are asked. */
  accessLog?: string;
  /** Pages that the inventory declares. */
  pages: string[];
  /** Names the app answers at: where a page sends visitors to is compared without them. */
  names: string[];
  /** Pages of the access log at most. */
  most: number;
  /** What the copy finds in /run/secrets. */
  secrets: Record<string, string>;
}

export interface AskedPage {
  path: string;
  /** Requests in the access log; absent when it is only declared. */
  visits?: number;
}

/** What a page is compared by. */
export interface Look {
  status: number;
  title: string;
  /** Where it sends visitors to, without the app's own name. */
  location?: string;
}

export interface PageResult extends AskedPage {
  verdict: 'same' | 'status' | 'location' | 'title' | 'text' | 'unanswered';
  /** Absent when it did not answer. */
  old?: Look;
  copy?: Look;
  /** The old host answered differently before and after: what changes by itself is no difference. */
  unsteady?: true;
  /** Where the texts begin to differ, or why nothing was answered. */
  detail?: { old: string; copy: string };
}

/** Seconds of what the freeze will consist of, measured without one. */
export interface FreezeParts {
  /** Fencing, switching and forwarding: assumed. */
  steps: number;
  /** Until the new database had all that the old one had, and consists of the same. */
  catchUp?: number;
  /** A dump brought over, as the last one took. */
  dump?: number;
  /** Every row compared, as long as the new side's digests take. */
  rows?: number;
  /** Every file looked at once more, and what has changed compared. */
  files?: number;
}

/** `/job/rehearsal.json`. */
export interface Rehearsal {
  formatVersion: 1;
  app: AppId;
  method: Method;
  /** RFC 3339, UTC: when its data were copied. */
  at: string;
  /** Those that differ first. */
  pages: PageResult[];
  different: number;
  /** Pages of the log that by their name do something, so that nobody asked for them. */
  left: string[];
  /** Seconds: told before, and expected by what was measured now. */
  freeze: { predicted?: number; expected: number; parts: FreezeParts };
  /** What it took: to copy, to start, and all of it. */
  seconds: { database: number; start: number; total: number };
}

/** Name of the record in the mover's folder. */
export const rehearsalName = 'rehearsal.json';

export const isDifferent = ({ verdict }: Pick<PageResult, 'verdict'>): boolean =>
  verdict !== 'same';
