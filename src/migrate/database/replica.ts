/** A replica's state, as SHOW SLAVE STATUS tells it. Pure. */
import { Fault } from '../../fault.js';
import type { Pairing } from './pairing.js';

export interface ReplicaState {
  /** Whether it is connected to the server it follows. */
  connected: boolean;
  /** Whether it carries out what it got. */
  applying: boolean;
  /** Seconds it is behind; undefined while that is not known. */
  lag?: number;
  /** GTID position up to which it got changes. */
  received: string;
  /** Why it does not get on. */
  trouble?: { kind: 'connect' | 'apply'; reason: string };
}

/** Options of the client that prints a row as lines of `name: value`. */
export const vertical = ['--batch', '--raw', '--vertical'];

export const showReplica = ({ replica }: Pairing): string => `SHOW SLAVE '${replica}' STATUS;`;

/** A server answers with an error when it never had a replica of that name. */
export function unlessNone(error: unknown): string {
  if (error instanceof Fault && /\b1617\b/.test(`${error.args.reason}`)) return '';
  throw error;
}

/** @param text what a client with `vertical` prints; undefined when there is no such replica */
export function readReplica(text: string): ReplicaState | undefined {
  const fields = new Map(
    [...text.matchAll(/^\s*(\w+): (.*)$/gm)].map(([, key, value]) => [key, value] as const),
  );
  if (!fields.has('Slave_IO_Running')) return undefined;
  const value = (key: string): string => fields.get(key) ?? '';
  const lag = value('Seconds_Behind_Master');
  const apply = value('Last_SQL_Error');
  const connect = value('Last_IO_Error');
  const reason = apply === '' ? connect : apply;
  return {
    connected: value('Slave_IO_Running') === 'Yes',
    applying: value('Slave_SQL_Running') === 'Yes',
    ...(lag === '' || lag === 'NULL' ? {} : { lag: Number(lag) }),
    received: value('Gtid_IO_Pos'),
    ...(reason === '' ? {} : { trouble: { kind: apply === '' ? 'connect' : 'apply', reason } }),
  };
}

/**
 * Whether a replica stands still because a routine was to be altered or dropped that it has not: one
 * of the old server's other databases. Rows that a missing function would have made are none of it.
 */
export const lacksRoutine = (reason: string): boolean =>
  /^Error '(?:PROCEDURE|FUNCTION|PACKAGE)[^\n]* does not exist' on query\. Default database: '[^\n]*'\. Query: '(?:ALTER|DROP) (?:PROCEDURE|FUNCTION|PACKAGE) /.test(
    reason,
  );

/**
 * Whether one GTID position holds all of another: in each domain its sequence number is as high.
 */
export function holds(position: string, wanted: string): boolean {
  const numbers = new Map(parts(position).map(([domain, , sequence]) => [domain, sequence]));
  return parts(wanted).every(([domain, , sequence]) => (numbers.get(domain) ?? -1n) >= sequence);
}

/**
 * Where an old server begins to follow a new one.
 * @param position where it stands as a replica already
 * @param from where the new one's log stands
 * @param fresh sequence of the new one's own changes
 * @param own sequence of the old one's own changes, of which several new ones may know more or less
 *   than each other; it does not carry out its own anew, so the lower one does for all
 */
export function joined(position: string, from: string, fresh: number, own: number): string {
  const others = parts(position).filter(([domain]) => domain !== BigInt(fresh));
  const all = new Map(others.map((part) => [part[0], part]));
  for (const part of parts(from)) {
    const known = all.get(part[0]);
    const isLower = part[0] === BigInt(own) && part[2] < (known?.[2] ?? part[2]);
    if (known === undefined || isLower) all.set(part[0], part);
  }
  return told([...all.values()]);
}

/** A position with one sequence as it was before; without it, if it had not begun by then. */
export const rewound = (position: string, before: string, fresh: number): string =>
  [wanted(position, (domain) => domain !== fresh), wanted(before, (domain) => domain === fresh)]
    .filter((part) => part !== '')
    .join(',');

/** The parts of a position whose sequences are wanted. */
export const wanted = (position: string, isWanted: (domain: number) => boolean): string =>
  told(parts(position).filter(([domain]) => isWanted(Number(domain))));

const told = (all: [bigint, bigint, bigint][]): string =>
  all.map((part) => part.join('-')).join(',');

function parts(position: string): [bigint, bigint, bigint][] {
  return position
    .trim()
    .split(',')
    .filter((part) => part !== '')
    .map((part) => part.split('-').map(BigInt) as [bigint, bigint, bigint]);
}
