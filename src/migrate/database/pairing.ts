/**
 * Names and numbers by which the two databases of one move know each other. Each move has its own:
 * several apps of one old server may be on their way at the same time. Pure.
 */
import { createHash } from 'node:crypto';

export interface Pairing {
  /** Of the new server and of its own sequence of changes; a server follows no one of its number. */
  number: number;
  /** Name of the connection of replicas on both sides: an old host may have replicas of its own. */
  replica: string;
  /** Account by which either side is followed. */
  account: string;
  /** Port of the tunnel at both ends, on 127.0.0.1: below those that systems give out themselves. */
  port: number;
}

const replicas = 'induk_';
const first = 330_000_000;
const count = 1_000_000;

/** Begin of every account by which an old server is followed. */
export const replicaAccounts = 'induk_replica_';

export function pairingOf({ engineName }: { engineName: string }): Pairing {
  const digest = createHash('sha256').update(engineName).digest();
  const number = first + (digest.readUInt32BE(0) % count);
  return {
    number,
    replica: `${replicas}${number}`,
    account: `${replicaAccounts}${number}`,
    port: portOf(number),
  };
}

const portOf = (number: number): number => 20_000 + (number % 10_000);

/** Whether an account or a connection of replicas is of another move that has the same port. */
export function sharesPort({ number, port }: Pairing, name: string): boolean {
  const [, digits] = /^induk_(?:replica_)?(\d+)$/.exec(name) ?? [];
  return digits !== undefined && Number(digits) !== number && portOf(Number(digits)) === port;
}

/** Whether a sequence of changes is that of a server to which an app was moved. */
export const isPaired = (domain: number): boolean => domain >= first && domain < first + count;

/** Whether a connection of replicas is one of a move. */
export const isReplica = (name: string): boolean => name.startsWith(replicas);
