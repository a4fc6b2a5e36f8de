import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault.js';
import type { DrillJob, Manifest, RepositoryAccess } from '../model.js';
import type { PruneRequest } from '../pruning.js';
import type { WatchJob } from '../watch/model.js';

/** What reading actions (`list`, `show`, `verify`, `fetch`, `stream`) need. */
export interface ReadJob {
  formatVersion?: 1;
  access: RepositoryAccess;
  /** ID of the key that it opens with, when whoever asks knows it. */
  keyHint?: string;
}

/** Makes a repository that opens with the app's key and the vault's. */
export interface InitJob extends ReadJob {
  vaultKey?: string;
}

/** Lets old sets go; `access` opens with the vault's key. */
export type PruneJob = ReadJob & PruneRequest;

/** The job of a container: in its volume, or on standard input. @throws Fault BAK003 */
export function readJob<T extends ReadJob | DrillJob>(folder: string): Promise<T> {
  return readChecked<T>(folder, ({ access }) =>
    typeof access?.url === 'string' ? undefined : 'no access',
  );
}

/** The job of the watch over a server's backups. @throws Fault BAK003 */
export function readWatchJob(folder: string): Promise<WatchJob> {
  return readChecked<WatchJob>(folder, ({ apps }) => (Array.isArray(apps) ? undefined : 'no apps'));
}

/** @param complaint what is missing */
async function readChecked<T extends { formatVersion?: number }>(
  folder: string,
  complaint: (job: Partial<T>) => string | undefined,
): Promise<T> {
  const text = (await textOf(join(folder, 'job.json'))) ?? (await standardInput());
  try {
    const job = JSON.parse(text) as T;
    if ((job.formatVersion ?? 1) !== 1) throw new Error(`format version ${job.formatVersion}`);
    const missing = complaint(job);
    if (missing !== undefined) throw new Error(missing);
    return job;
  } catch (error) {
    // The text holds secrets: only what is wrong with it is told, and no part of it.
    const reason = error instanceof SyntaxError ? 'no JSON' : (error as Error).message;
    throw new Fault('BAK003', { reason });
  }
}

/** Why a set is being made: said once in a file beside the job, else by the timer. */
export async function takeReason(folder: string): Promise<Manifest['reason']> {
  const path = join(folder, 'request.json');
  const text = await textOf(path);
  await rm(path, { force: true });
  const { reason } = (text === undefined ? {} : JSON.parse(text)) as { reason?: unknown };
  return reason === 'manual' || reason === 'safety' ? reason : 'schedule';
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
