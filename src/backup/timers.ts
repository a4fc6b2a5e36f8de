/** Timers as they are on a server, beside those that the inventory wants. */
import { createHash } from 'node:crypto';
import { watchName } from '../desired/names.js';
import type { AppId } from '../inventory/model.js';
import { type Unit, type UnitKind, unitPattern } from './units.js';

/** What a server says of its units of backups and drills. */
export interface FoundTimers {
  /** File name → SHA-256 of its text. */
  files: Map<string, string>;
  /** File name → property → value, as `systemctl show` writes them in UTC. */
  properties: Map<string, Map<string, string>>;
}

/** Worst first. */
export type TimerState =
  | 'missing'
  | 'disabled'
  | 'stopped'
  | 'changed'
  | 'left over'
  | 'no systemd'
  | 'ok';

export interface TimerStatus {
  server: string;
  /** Absent for the watch, and for one that is left of an app which is not backed up here. */
  app?: AppId;
  /**
   * `watch`: over all the server's backups; `log`: no timer, but the worker that follows the log of
   * a database all the time.
   */
  kind: UnitKind | 'watch' | 'log';
  /** Of the units, without ending; of the container. */
  name: string;
  state: TimerState;
  /** RFC 3339, UTC: when it elapses next. */
  next?: string;
  /** The last run that systemd remembers; it forgets at a reboot. */
  last?: { at: string; result: 'ok' | 'failed' | 'running'; status?: number };
}

/** One timer that the inventory wants. */
export interface WantedTimer {
  /** Absent for the watch. */
  app?: AppId;
  kind: UnitKind | 'watch';
  name: string;
  /** Its service and its timer. */
  units: Unit[];
}

/** The answer of a server: `sha256sum` of the files, an empty line, a block for each unit. */
export function readTimers(text: string): FoundTimers {
  const [sums = '', ...blocks] = text.split('\n\n');
  const files = sums.split('\n').flatMap((line): [string, string][] => {
    const [, digest, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    return digest === undefined || name === undefined ? [] : [[name, digest]];
  });
  const properties = blocks.flatMap((block): [string, Map<string, string>][] => {
    const pairs = block.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    });
    const own = new Map(pairs);
    const id = own.get('Id');
    return id === undefined ? [] : [[id, own]];
  });
  return { files: new Map(files), properties: new Map(properties) };
}

/**
 * How each timer of a server is: those wanted in their order, then those nobody wants.
 * @param found undefined where there is no systemd
 */
export function judgeTimers(
  server: string,
  wanted: readonly WantedTimer[],
  found: FoundTimers | undefined,
): TimerStatus[] {
  const own = wanted.map(({ app, kind, name, units }): TimerStatus => {
    const about = { server, ...(app && { app }), kind, name };
    if (found === undefined) return { ...about, state: 'no systemd' };
    return { ...about, state: stateOf(name, units, found), ...timesOf(name, found) };
  });
  const known = new Set(wanted.map(({ name }) => name));
  const names = [...(found?.files.keys() ?? [])].filter((file) => unitPattern.test(file));
  const others = new Set(names.map((file) => file.replace(/\.\w+$/, '')));
  const left = [...others].filter((name) => !known.has(name)).sort();
  return [
    ...own,
    ...left.map((name): TimerStatus => {
      return {
        server,
        kind: kindOf(name),
        name,
        state: 'left over',
        ...(found && timesOf(name, found)),
      };
    }),
  ];
}

function kindOf(name: string): WantedTimer['kind'] {
  if (name === watchName) return 'watch';
  return name.startsWith('induk-drill-') ? 'drill' : 'backup';
}

function stateOf(name: string, units: readonly Unit[], found: FoundTimers): TimerState {
  if (units.some((unit) => !found.files.has(unit.name))) return 'missing';
  const timer = found.properties.get(`${name}.timer`);
  if (timer?.get('UnitFileState') !== 'enabled') return 'disabled';
  if (timer.get('ActiveState') !== 'active') return 'stopped';
  const isOther = units.some((unit) => {
    const isStale = found.properties.get(unit.name)?.get('NeedDaemonReload') === 'yes';
    return isStale || found.files.get(unit.name) !== sha256(unit.text);
  });
  return isOther ? 'changed' : 'ok';
}

function timesOf(name: string, { properties }: FoundTimers): Pick<TimerStatus, 'next' | 'last'> {
  const next = instantOf(properties.get(`${name}.timer`)?.get('NextElapseUSecRealtime'));
  const service = properties.get(`${name}.service`);
  const ended = instantOf(service?.get('ExecMainExitTimestamp'));
  const begun = instantOf(service?.get('ExecMainStartTimestamp'));
  const isRunning = service?.get('ActiveState') === 'activating';
  const last =
    isRunning && begun !== undefined
      ? { at: begun, result: 'running' as const }
      : ended && resultOf(ended, service);
  return { ...(next && { next }), ...(last && { last }) };
}

function resultOf(at: string, service: Map<string, string> | undefined): TimerStatus['last'] {
  if (service?.get('Result') === 'success') return { at, result: 'ok' };
  return { at, result: 'failed', status: Number(service?.get('ExecMainStatus') ?? 1) };
}

/** E.g. `Sun 2026-11-22 19:17:05 UTC`; empty or `n/a` when there is none. */
function instantOf(text: string | undefined): string | undefined {
  const [, date, time] = /^\w{3} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC$/.exec(text ?? '') ?? [];
  return date === undefined ? undefined : `${date}T${time}Z`;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
