/** The movers' actions put together as the steps want them, for each method. */
import type { Movers } from './acts.js';
import type { Since } from './files/return.js';
import { together } from './together.js';
import {
  equal,
  type MoverAction,
  patience,
  type Seeded,
  sinceOf,
  type VerifyOptions,
  verify,
} from './verify.js';

export interface MoverOptions extends VerifyOptions {
  /** Whether its people agreed to one restart that turns the old database's log on. */
  enableLog: boolean;
  /** The old side is its owner's: it is read there, and never written. */
  byOwner?: boolean;
  /** What was written on the new side may stay behind when the app goes back. */
  leavesWrites?: boolean;
  /** What the journal of a commit has besides what the old host was told. */
  settlement?: Settlement;
  /** Ends what is not part of a freeze. */
  signal: AbortSignal;
  /** Takes the migration's key away from the old host. */
  leave: (undo: unknown) => Promise<void>;
}

/** How a move became one for good. */
export interface Settlement {
  /** RFC 3339 date from which the old data may be erased. */
  erasable?: string;
  /** Why the old host was not asked. */
  oldHostGone?: string;
}

interface Prepared {
  log?: unknown;
  replication?: unknown;
}

/** Whether `prepare` has made what the method needs, by what takes that back. */
export function isPrepared(
  { method, database }: Pick<MoverOptions, 'method' | 'database'>,
  undo: unknown,
): boolean {
  const { replication } = (undo ?? {}) as Prepared;
  return method !== 'follow' || database === undefined || replication !== undefined;
}

/** @param act what runs in the mover's container beside this, or in this very program */
export function moversOf(act: MoverAction, options: MoverOptions): Movers {
  const { method, database, hasFiles, signal } = options;
  const hasDatabase = database !== undefined;
  const follows = method === 'follow' && hasDatabase;
  // Also after a dump: the old server needs no log of its own to follow the new one.
  const isOwners = options.byOwner === true;
  const reverses = database === 'mariadb' && !isOwners;
  const forgets = async (brought: 'forget-return' | 'withdraw-return'): Promise<void> => {
    if (database === 'mariadb') await act('forget', {}, signal);
    else if (hasDatabase && !isOwners) await act(brought, {}, signal);
  };
  const undoing = (what: string, undo: unknown) =>
    act(what, { undo: JSON.stringify(undo) }, signal);
  return {
    reach: async (wanted) => void (await act('reach', {}, wanted)),
    leave: options.leave,
    prepare: async (wanted) => {
      if (!follows) return {};
      const log = options.enableLog ? undoOf(await act('enable-log', {}, wanted)) : undefined;
      return { log, replication: undoOf(await act('grant-replication', {}, wanted)) };
    },
    unprepare: async (undo) => {
      const { log, replication } = (undo ?? {}) as Prepared;
      if (replication !== undefined) await undoing('revoke-replication', replication);
      if (log !== undefined) await undoing('disable-log', log);
    },
    seed: async (wanted) => ({
      ...(hasFiles ? { files: await filesOf(act, wanted) } : {}),
      ...(hasDatabase ? { database: await databaseOf(act, follows, wanted) } : {}),
    }),
    follow: async (wanted) => {
      if (follows) await act('follow', { within: 1 }, wanted);
    },
    unfollow: () => forgets('forget-return'),
    still: async (wanted) => void (await act('hold', {}, wanted)),
    wake: async () => void (await act('free', {}, signal)),
    verify: (wanted, seed) => verify(act, options, wanted, seed as Seeded | undefined),
    unverify: async (leaves) => {
      if (options.tryWrite !== undefined && hasDatabase) {
        await act('close', {}, signal);
        if (follows && !leaves) await act('part', {}, signal);
      }
    },
    reverse: async (wanted) => {
      const isTried = options.tryWrite !== undefined && hasDatabase;
      const closed = isTried ? act('close', {}, wanted) : undefined;
      if (reverses) {
        // What the old side is to get is told from where it stood before that one write.
        const [undo] = await together(act('reverse', {}, wanted), closed);
        return undoOf(undo);
      }
      await closed;
      // The way back is open as long as nothing is written: this is what it is told by.
      if (isOwners) await act('note-opened', {}, wanted);
      return undefined;
    },
    unreverse: async (undo) => {
      if (reverses && undo !== undefined) await undoing('stop-reverse', undo);
    },
    carryBack: async (wanted) => {
      if (reverses) await act('carry-back', {}, wanted);
    },
    open: async () => {
      if (hasDatabase) await act('open', {}, signal);
      await act('free', {}, signal);
    },
    close: async (wanted, verified) => {
      if (hasDatabase) await act('close', {}, signal);
      // From here on it writes no file either, so that what is brought back is all there is.
      await act('hold', {}, signal);
      if (isOwners) {
        if (options.leavesWrites !== true) await act('unwritten', {}, wanted);
        return;
      }
      if (reverses) await act('catch-up-reverse', { within: patience }, wanted);
      // Nothing follows it: all of it is brought back.
      else if (hasDatabase) await act('return-database', {}, wanted);
      if (hasFiles) await act('return-files', coveredBy(verified), wanted);
    },
    // The Swarm's services are the operator's: apply makes them once the object says `switched`.
    cron: async () => {},
    commit: async ({ account, reverse }) => {
      const { settlement = {} } = options;
      if (!hasDatabase) return settlement;
      if (settlement.oldHostGone !== undefined) {
        // What is left over there goes with it; here nothing waits for it any more.
        if (database === 'mariadb') await act('forget', {}, signal);
        return settlement;
      }
      if (reverse !== undefined) await undoing('stop-reverse', reverse);
      const { log, replication } = (account ?? {}) as Prepared;
      if (replication !== undefined) await undoing('revoke-replication', replication);
      // The log itself stays on until somebody starts that server anew: nobody agreed to it now.
      if (log !== undefined) await undoing('leave-log', log);
      // The old data stays what it was, also where a way back was begun and given up.
      await forgets('withdraw-return');
      return settlement;
    },
  };
}

/**
 * Brings files over, and compares all of them while people still write: what does not change from
 * then on need not be read again in the freeze.
 * @param before an earlier answer, which covers what has not changed since
 */
export async function filesOf(
  act: MoverAction,
  signal: AbortSignal,
  before?: unknown,
): Promise<unknown> {
  // Where the app runs here already it may write logs or caches, only because it is asked how it is.
  await act('hold', {}, signal);
  try {
    const seeded = (await act('seed-files', {}, signal)) as { begun?: number };
    const { begun } = seeded;
    const known = {
      ...sinceOf({ files: before } as Seeded),
      ...(begun === undefined ? {} : { begun }),
    };
    const proof = await act('verify-files', known, signal);
    return { ...seeded, proof };
  } finally {
    await act('free', {}, signal);
  }
}

/** @throws Fault MIG208 when what is to be followed is not what was copied */
async function databaseOf(
  act: MoverAction,
  follows: boolean,
  signal: AbortSignal,
): Promise<unknown> {
  const options = { position: follows, proof: follows };
  const seeded = (await act('seed-database', options, signal)) as Seeded['database'];
  if (follows) equal('database', seeded?.proof);
  return seeded;
}

/** What a proof at the switch says of files need not be looked at again on the way back. */
function coveredBy(verified: unknown): { since?: number; here?: number } {
  const { from, here } = ((verified ?? {}) as { files?: Since }).files ?? {};
  return from === undefined || here === undefined ? {} : { since: from, here };
}

const undoOf = (answer: unknown): unknown => (answer as { undo?: unknown }).undo;
