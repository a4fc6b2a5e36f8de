/** The movers' actions put together as the steps want them, for each method. */
import { Fault } from '../fault.js';
import type { Movers } from './acts.js';

/** One action of the mover: `seed-files`, `catch-up` … with its options. */
export type MoverAction = (
  what: string,
  options: Record<string, string | number | boolean>,
  signal: AbortSignal,
) => Promise<unknown>;

export interface MoverOptions {
  method: 'follow' | 'dump';
  /** Kind of the app's database; absent: it has none. */
  database?: 'mariadb' | 'postgres';
  /** Whether the app has folders that become volumes. */
  hasFiles: boolean;
  /**
   * Whether the whole database is compared while nobody can write, which takes as long as it is
   * large; else a follower is proven by its position alone.
   */
  digests: boolean;
  /** Whether its people agreed to one restart that turns the old database's log on. */
  enableLog: boolean;
  /** The old side is its owner's: it is read there, and never written. */
  byOwner?: boolean;
  /** What was written on the new side may stay behind when the app goes back. */
  leavesWrites?: boolean;
  /** Ends what is not part of a freeze. */
  signal: AbortSignal;
  /** Writes through the app on the new side; absent: nothing was declared for it. */
  tryWrite?: () => Promise<unknown>;
  /** Takes the migration's key away from the old host. */
  leave: (undo: unknown) => Promise<void>;
}

/** Seconds that a follower may take to catch up. */
const patience = 60;

interface Prepared {
  log?: unknown;
  replication?: unknown;
}

/** @param act what runs in the mover's container beside this, or in this very program */
export function moversOf(act: MoverAction, options: MoverOptions): Movers {
  const { method, database, hasFiles, signal } = options;
  const hasDatabase = database !== undefined;
  const follows = method === 'follow' && hasDatabase;
  // Also after a dump: the old server needs no log of its own to follow the new one.
  const isOwners = options.byOwner === true;
  const reverses = database === 'mariadb' && !isOwners;
  const forgets = async (): Promise<void> => {
    if (database === 'mariadb') await act('forget', {}, signal);
    else if (hasDatabase && !isOwners) await act('forget-return', {}, signal);
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
    unfollow: forgets,
    verify: (wanted, seed) => verify(act, options, wanted, seed as Seeded | undefined),
    unverify: async (leaves) => {
      if (options.tryWrite !== undefined && hasDatabase) await act('close', {}, signal);
      if (!leaves) await act('free', {}, signal);
    },
    reverse: async (wanted) => {
      // The way back is open as long as nothing is written: this is what it is told by.
      if (isOwners) await act('note-opened', {}, wanted);
      return reverses ? undoOf(await act('reverse', {}, wanted)) : undefined;
    },
    unreverse: async (undo) => {
      if (reverses && undo !== undefined) await undoing('stop-reverse', undo);
    },
    open: async () => {
      if (hasDatabase) await act('open', {}, signal);
      await act('free', {}, signal);
    },
    close: async (wanted) => {
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
      if (hasFiles) await act('return-files', {}, wanted);
    },
    // The Swarm's services are the operator's: apply makes them once the object says `switched`.
    cron: async () => {},
    commit: async ({ account, reverse }) => {
      if (!hasDatabase) return {};
      if (reverse !== undefined) await undoing('stop-reverse', reverse);
      // Its log stays on until somebody starts the old database anew: nobody agreed to that now.
      const { replication } = (account ?? {}) as Prepared;
      if (replication !== undefined) await undoing('revoke-replication', replication);
      await forgets();
      return {};
    },
  };
}

/** What `seed` found: here only what the proof in the freeze builds on. */
interface Seeded {
  files?: { proof?: { equal: boolean; at: number } };
  database?: { proof?: unknown };
}

/**
 * Brings files over, and compares all of them while people still write: what is equal now and does
 * not change any more need not be read again in the freeze.
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
    const seeded = (await act('seed-files', {}, signal)) as object;
    const proof = await act('verify-files', sinceOf({ files: before } as Seeded), signal);
    return { ...seeded, proof };
  } finally {
    await act('free', {}, signal);
  }
}

/** Times of files are finer than the clock that was asked. */
function sinceOf({ files }: Seeded): { since?: number } {
  const { proof } = files ?? {};
  return proof?.equal === true ? { since: proof.at - 1 } : {};
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

/** What is left comes over, then both sides are compared. @throws Fault MIG208 when they differ */
async function verify(
  act: MoverAction,
  options: MoverOptions,
  signal: AbortSignal,
  seed: Seeded = {},
): Promise<unknown> {
  const { method, database, hasFiles, tryWrite } = options;
  // Until it is opened, or this is taken back.
  await act('hold', {}, signal);
  const rows = database === undefined ? {} : verifyDatabase(act, options, signal);
  // A dump has the link for itself; what a follower lacks is little, and both wait most of the time.
  if (method === 'dump') await rows;
  // When one fails nothing is taken back beside the other.
  const parts = await Promise.allSettled([rows, hasFiles ? verifyFiles(act, signal, seed) : {}]);
  const proofs: Record<string, unknown> = {};
  for (const part of parts) {
    if (part.status === 'rejected') throw part.reason;
    Object.assign(proofs, part.value);
  }
  if (tryWrite !== undefined) {
    proofs.write = await tried(act, database !== undefined, tryWrite, signal);
  }
  return proofs;
}

async function verifyDatabase(
  act: MoverAction,
  { method, digests }: MoverOptions,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const proofs: Record<string, unknown> = {};
  if (method === 'follow') {
    proofs.position = await act('catch-up', { within: patience }, signal);
    proofs.objects = equal('objects', await act('compare-objects', {}, signal));
  } else await act('seed-database', { frozen: true }, signal);
  if (digests || method === 'dump') {
    proofs.database = equal('database', await act('verify-database', {}, signal));
  }
  return proofs;
}

async function verifyFiles(
  act: MoverAction,
  signal: AbortSignal,
  seed: Seeded,
): Promise<Record<string, unknown>> {
  await act('seed-files', { rounds: 1 }, signal);
  return { files: equal('files', await act('verify-files', sinceOf(seed), signal)) };
}

/**
 * Open for this one write: nobody is sent here yet, and the old side is closed. Its row is on the
 * new side alone, from which nothing is carried back yet.
 */
async function tried(
  act: MoverAction,
  hasDatabase: boolean,
  write: () => Promise<unknown>,
  signal: AbortSignal,
): Promise<unknown> {
  await act('free', {}, signal);
  if (!hasDatabase) return write();
  try {
    await act('open', {}, signal);
    return await write();
  } finally {
    await act('close', {}, signal);
  }
}

function equal(part: string, proof: unknown): unknown {
  const { equal: isEqual, differences = [] } = proof as {
    equal?: boolean;
    differences?: { name?: string; path?: string }[];
  };
  if (isEqual === true) return proof;
  const [first] = differences;
  const name = first?.name ?? first?.path ?? '-';
  throw new Fault('MIG208', { part, count: differences.length, first: name });
}

const undoOf = (answer: unknown): unknown => (answer as { undo?: unknown }).undo;
