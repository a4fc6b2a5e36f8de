/** What a watch has told already: what stays red is told once a day. */
import type { AppId } from '../../inventory/model.js';
import type { Alarm } from '../model.js';
import type { Memory, Remembered } from './model.js';

/** Milliseconds between two notices of the same thing. */
const repetition = 24 * 3_600_000;

/** What is remembered of an app; of one that is new, or from the future, that it begins now. */
export function rememberedOf(app: AppId, memory: Memory, now: Date): Remembered {
  const since = now.toISOString();
  const known = Object.hasOwn(memory, app) ? memory[app] : undefined;
  return known !== undefined && known.since <= since ? known : { since, told: {} };
}

/** Whether something is found of an app that people have not heard of for a day. */
export function isDue({ told }: Remembered, found: readonly Alarm[], now: Date): boolean {
  return found.some(({ code }) => {
    const at = told[code];
    // Told in the future: by a clock that was put right since.
    return at === undefined || Math.abs(now.getTime() - Date.parse(at)) >= repetition;
  });
}

/**
 * @param found what is red now; what no longer is, is forgotten, and told at once when it is again
 * @param isTold whether people have just heard of it
 */
export function remember(
  { since, told }: Remembered,
  found: readonly Alarm[],
  isTold: boolean,
  now: Date,
): Remembered {
  const known = found.flatMap(({ code }): [string, string][] => {
    const at = isTold ? now.toISOString() : told[code];
    return at === undefined ? [] : [[code, at]];
  });
  return { since, told: Object.fromEntries(known) };
}
