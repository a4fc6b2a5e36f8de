/** The proof in a freeze: what is left comes over, and both sides are shown to be equal. */
import { Fault } from '../fault.js';
import type { CaughtUp } from './database/follow.js';
import type { Problem } from './files/rsync-output.js';
import { unreadOf } from './files/unread.js';
import type { ComparedPage } from './mover/compare-pages.js';
import { together } from './together.js';

/** One action of the mover: `seed-files`, `catch-up` … with its options. */
export type MoverAction = (
  what: string,
  options: Record<string, string | number | boolean>,
  signal: AbortSignal,
) => Promise<unknown>;

export interface VerifyOptions {
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
  /** Pages that both sides answered alike before the old one was closed. */
  pages?: readonly ComparedPage[];
  /** Compares jobs with what the inventory says of them; absent: nothing is known of them. */
  proveJobs?: (signal: AbortSignal) => Promise<unknown>;
  /** Writes through the app on the new side; absent: nothing was declared for it. */
  tryWrite?: () => Promise<unknown>;
}

/** Seconds that a follower may take to catch up. */
export const patience = 60;

/** What `seed` found: here only what the proof in the freeze builds on. */
export interface Seeded {
  files?: { proof?: { from?: number } };
  database?: { proof?: unknown };
}

/** From when on files have to be read again. */
export function sinceOf({ files }: Seeded): { since?: number } {
  const from = files?.proof?.from;
  return from === undefined ? {} : { since: from };
}

/**
 * What is left comes over, then both sides are compared.
 * @throws Fault MIG058 for files that cannot be read, MIG208 when both sides differ
 */
export async function verify(
  act: MoverAction,
  options: VerifyOptions,
  signal: AbortSignal,
  seed: Seeded = {},
): Promise<unknown> {
  const { method, database, hasFiles, proveJobs, tryWrite, pages = [] } = options;
  // It stands still since the freeze began, unless the server was started anew meanwhile.
  const held = act('hold', {}, signal);
  if (method === 'dump') await held;
  const rows = database === undefined ? {} : verifyDatabase(act, options, signal);
  // A dump has the link for itself; what a follower lacks is little, and both wait most of the time.
  if (method === 'dump') await rows;
  const files = held.then(() => (hasFiles ? verifyFiles(act, signal, seed) : {}));
  // Asked beside them, so that it takes no time of its own.
  const jobs = proveJobs?.(signal).then((proof) => ({ jobs: proof })) ?? {};
  const proofs: Record<string, unknown> = pages.length === 0 ? {} : { pages };
  for (const part of await together(rows, files, jobs)) Object.assign(proofs, part);
  if (tryWrite !== undefined) {
    const { logged } = (proofs.position ?? {}) as Partial<CaughtUp>;
    const known = logged === undefined ? {} : { logged };
    proofs.write = await tried(act, { ...options, tryWrite }, known, signal);
  }
  return proofs;
}

async function verifyDatabase(
  act: MoverAction,
  { method, digests }: VerifyOptions,
  signal: AbortSignal,
): Promise<Record<string, unknown>> {
  const proofs: Record<string, unknown> = {};
  if (method === 'follow') {
    const caught = (await act('catch-up', { within: patience }, signal)) as CaughtUp;
    proofs.position = { gtid: caught.gtid, logged: caught.logged };
    proofs.objects = equal('objects', caught.objects);
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
  return { files: equal('files', await act('finish-files', sinceOf(seed), signal)) };
}

/**
 * Open for this one write: nobody is sent here yet, and the old side is closed. Its row is on the
 * new side alone until the switch is made. `reverse` closes it, which it can beside its own work.
 */
async function tried(
  act: MoverAction,
  { database, tryWrite: write }: VerifyOptions & { tryWrite: () => Promise<unknown> },
  known: { logged?: string },
  signal: AbortSignal,
): Promise<unknown> {
  await act('free', {}, signal);
  if (database === 'mariadb') await act('note-alone', known, signal);
  if (database === undefined) return write();
  try {
    await act('open', {}, signal);
    return await write();
  } catch (error) {
    await act('close', {}, signal);
    throw error;
  }
}

/** @throws Fault MIG058 when something could not be read, else MIG208 when both sides differ */
export function equal(part: string, proof: unknown): unknown {
  const { equal: isEqual, differences = [], problems = [], problemCount } = proof as Proof;
  if (isEqual === true) return proof;
  // What cannot be read did not come over either: that it is missing here is no news.
  const unread = unreadOf({ problems, problemCount });
  if (unread !== undefined) throw new Fault('MIG058', { ...unread });
  const apart = [...differences, ...problems];
  const first = apart[0]?.name ?? apart[0]?.path ?? '-';
  throw new Fault('MIG208', { part, count: apart.length, first });
}

/** As far as proofs of rows, objects and files have it in common. */
interface Proof {
  equal?: boolean;
  differences?: { name?: string; path?: string }[];
  problems?: (Problem & { name?: never })[];
  problemCount?: number;
}
