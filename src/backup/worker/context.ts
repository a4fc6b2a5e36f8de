import { randomBytes } from 'node:crypto';
import { type Places, places } from './places.js';

/** What an action of the worker is given besides its job. */
export interface WorkerContext {
  places: Places;
  signal: AbortSignal;
  /** Takes a line about what is being done. */
  say: (message: string) => void;
  /** Words of a code, for those who are notified. */
  words: (code: string, args: Record<string, string | number>) => string;
  now: () => Date;
  chance: (bytes: number) => Uint8Array;
  /** Version of induk. */
  version: string;
}

export function workerContext(
  given: Pick<WorkerContext, 'signal' | 'say' | 'words' | 'version'>,
): WorkerContext {
  return { places, now: () => new Date(), chance: randomBytes, ...given };
}
