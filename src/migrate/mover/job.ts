import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../../fault.js';
import type { MovedDatabase, MoverJob } from './model.js';

/** The job of a mover: in its volume, or on standard input. @throws Fault MIG104 */
export async function readMoverJob(folder: string): Promise<MoverJob> {
  const text = await readFile(join(folder, 'job.json'), 'utf8').catch(() => standardInput());
  try {
    const job = JSON.parse(text) as MoverJob;
    if (job.formatVersion !== 1) throw new Error(`format version ${job.formatVersion}`);
    if (typeof job.old?.address !== 'string') throw new Error('no old host');
    return job;
  } catch (error) {
    // The text holds secrets: only what is wrong with it is told, and no part of it.
    const reason = error instanceof SyntaxError ? 'no JSON' : (error as Error).message;
    throw new Fault('MIG104', { reason });
  }
}

/** @throws Fault MIG104 when the app has no database */
export function databaseOf({ database, app }: MoverJob): MovedDatabase {
  if (database === undefined) throw new Fault('MIG104', { reason: `${app} has no database` });
  return database;
}

/** All of it. */
export async function standardInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
