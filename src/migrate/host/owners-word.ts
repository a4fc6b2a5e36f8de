/**
 * An old host where nobody may be root: its owner closes the app there, and says so. Nothing is
 * done on it. That nobody writes is seen by looking twice, at the pages, at every row and at every
 * file: before all is brought over once more, and when that was proven equal.
 */
import { setTimeout } from 'node:timers/promises';
import { Fault } from '../../fault.js';
import type { Agent } from './agent.js';

/** What a migration asks of an old host. */
export type Holder = Pick<
  Agent,
  'install' | 'fence' | 'unfence' | 'keep' | 'release' | 'forward' | 'remove'
>;

/** What lies there: part (a table, a folder) → its digest. */
export type Seen = Record<string, string>;

export interface Watch {
  address: string;
  /** Who says that the old side is closed; absent: nobody. */
  statement?: string;
  /** @throws Fault MIG291 when a page is still answered as by an app that is open */
  closed(): Promise<void>;
  look(signal?: AbortSignal): Promise<Seen>;
}

/** Milliseconds between both looks at least. */
const apart = 5_000;

export class OwnersWord implements Holder {
  /** Of which freeze, when, and what was there. A run that was killed looks anew. */
  #first: { epoch: number; at: number; seen: Seen } | undefined;

  constructor(private readonly watch: Watch) {}

  /** @throws Fault MIG290 when nobody says that it is closed, MIG291 when it is not */
  async fence(turn: number, _seconds: number, signal?: AbortSignal): Promise<void> {
    const { address, statement = '' } = this.watch;
    if (statement.trim() === '') throw new Fault('MIG290', { address });
    await this.watch.closed();
    this.#first = { epoch: turn, at: Date.now(), seen: await this.watch.look(signal) };
  }

  /**
   * @throws Fault MIG231 when nobody has looked at the begin of that freeze, MIG291 when it was
   *   opened, MIG292 when something is not as it was
   */
  async keep(_turn: number, epoch: number, signal?: AbortSignal): Promise<void> {
    const { address } = this.watch;
    const first = this.#first;
    if (first?.epoch !== epoch) {
      throw new Fault('MIG231', { server: address, reason: 'nobody looked on all the time' });
    }
    const wait = first.at + apart - Date.now();
    if (wait > 0) await setTimeout(wait, undefined, { signal });
    await this.watch.closed();
    const [changed] = differences(first.seen, await this.watch.look(signal));
    if (changed !== undefined) throw new Fault('MIG292', { address, part: changed });
  }

  /** It is its owner who opens it, puts things there or takes them away. */
  async install(): Promise<void> {}
  async unfence(): Promise<void> {}
  async release(): Promise<void> {}
  async forward(): Promise<void> {}
  async remove(): Promise<void> {}
}

/** Parts that are not the same, by name. Pure. */
export function differences(before: Seen, after: Seen): string[] {
  const parts = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return parts.filter((part) => before[part] !== after[part]);
}
