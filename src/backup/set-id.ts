import type { SetId } from './model.js';

const pattern = /^(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)-[0-9a-f]{4}$/;

/**
 * Name of a set that begins at `at` (UTC).
 * @param chance two random bytes: tells two sets of the same second apart
 */
export function setIdAt(at: Date, chance: Uint8Array): SetId {
  const [day, time] = at.toISOString().slice(0, 19).split('T') as [string, string];
  const suffix = Buffer.from(chance.subarray(0, 2)).toString('hex');
  return `${day.replaceAll('-', '')}-${time.replaceAll(':', '')}-${suffix}`;
}

/** When a set began; undefined when that is no set's name. */
export function timeOfSet(id: SetId): Date | undefined {
  const found = pattern.exec(id);
  if (found === null) return undefined;
  const [year, month, day, hour, minute, second] = found.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const at = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  return setIdAt(at, new Uint8Array(2)).slice(0, 15) === id.slice(0, 15) ? at : undefined;
}
