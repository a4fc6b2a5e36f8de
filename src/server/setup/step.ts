/** A setup step: look at the facts, say what would change, change it. */
import type { Server } from '../../inventory/model.js';
import type { Connection } from '../connection.js';
import type { Facts } from '../facts.js';

/** What a step needs besides the facts. */
export interface Target {
  server: Server;
  /** The other servers of the site that are reached over SSH. */
  peers: readonly Server[];
  /** Public key lines (`<type> <base64> …`) of the operator who may log in afterwards. */
  publicKeys: readonly string[];
  /** Ports everybody may reach. */
  ports: readonly number[];
  /** Ports only the peers may reach; default: Swarm's. */
  inside?: InsidePorts;
}

export interface InsidePorts {
  tcp: readonly number[];
  udp: readonly number[];
}

export interface Acting extends Target {
  connection: Connection;
  facts: Facts;
  signal?: AbortSignal;
  /** Says what is being done now, e.g. a line of apt. */
  progress: (message: string) => void;
  /** Opens a second connection to the server, to see whether one still can; closes it again. */
  canConnect: () => Promise<boolean>;
}

export type Finding =
  | { state: 'ok' /** A condition that is accepted. */; note?: string }
  | { state: 'change' /** What is wrong now, in a few words. */; change: string };

export interface SetupStep {
  name: string;
  /** Pure: the same facts give the same finding. */
  check(facts: Facts, target: Target): Finding;
  /** Brings about what `check` asks for; after it, `check` of new facts must be ok. */
  act(acting: Acting): Promise<void>;
}

export const ok: Finding = { state: 'ok' };

export function change(what: string): Finding {
  return { state: 'change', change: what };
}
