/** Seconds between sets, as far as the log of the database leads. */
import { statusFolder } from '../../../backup/containers/folders.js';
import type { Cover } from '../../../backup/log/cover.js';
import type { LogRecord, Look } from '../../../backup/log/model.js';
import { exitCodes, Fault } from '../../../fault.js';
import type { App } from '../../../inventory/model.js';
import type { Site } from '../../site.js';
import type { SetReader } from './worker.js';

/** What a database is brought to after its set was loaded. */
export interface Instant {
  /** RFC 3339, UTC. */
  at: string;
  look?: Look;
}

/** A clock on the way may be a little ahead. */
const tolerance = 1_000;

/**
 * The set from which an instant is reached, and what else is needed to reach it.
 * @param zone in which errors name other instants, IANA
 * @returns undefined when no log of the app was ever saved: then there are sets only
 * @throws Fault BAK208 (exit 64) in the future; BAK200 before, BAK201 after all that is covered,
 *   BAK202 in a gap, each naming the nearest instants that can be brought back; BAK203
 */
export async function reachInstant(
  reader: SetReader,
  time: Date,
  { app, zone }: { app: string; zone: string },
): Promise<{ set: string; instant: Instant } | undefined> {
  const local = (at: Date): string => localTime(at, zone);
  if (time.getTime() > Date.now() + tolerance) {
    const args = { at: local(time), now: local(new Date()) };
    throw new Fault('BAK208', args, { exit: exitCodes.usage });
  }
  const look = await reader.look();
  const looked = look === undefined ? [] : ['--look', JSON.stringify(look)];
  const at = time.toISOString();
  const { cover } = await reader
    .ask<{ cover?: Cover }>(['cover', '--at', at, ...looked])
    .catch((error: unknown) => {
      throw error instanceof Fault ? inZone(error, app, zone) : error;
    });
  if (cover === undefined) return undefined;
  return { set: cover.set, instant: { at, ...(look === undefined ? {} : { look }) } };
}

/** Arguments of a worker that brings a database there. */
export function instantArguments(instant: Instant | undefined): string[] {
  if (instant === undefined) return [];
  const { at, look } = instant;
  return ['--at', at, ...(look === undefined ? [] : ['--look', JSON.stringify(look)])];
}

/** How far the log was looked at last, by the app's own server; undefined when it does not say. */
export async function lastLook(
  { connections }: Site,
  { server, engineName }: App,
): Promise<Look | undefined> {
  try {
    const connection = await connections.get(server);
    const { code, stdout } = await connection.exec([
      'cat',
      `${statusFolder}/${engineName}.log.json`,
    ]);
    return code === 0 ? (JSON.parse(stdout) as LogRecord).look : undefined;
  } catch {
    return undefined;
  }
}

/** Seconds that can be given to `--at` as they are: the first is rounded up, the last down. */
function inZone({ code, args, ...rest }: Fault, app: string, zone: string): Fault {
  const ends: Record<string, number> = { oldest: 999, to: 999, newest: 0, from: 0, at: 0 };
  const told = Object.entries(args).map(([key, value]) => {
    const end = ends[key];
    const time = Date.parse(String(value));
    if (end === undefined || Number.isNaN(time)) return [key, value];
    return [key, localTime(new Date(time + end), zone)];
  });
  return new Fault(code, { ...Object.fromEntries(told), app }, rest);
}

/** As people write it, in the time zone of the site: `2026-11-20 10:31:07`. */
export function localTime(at: Date, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(at);
}
