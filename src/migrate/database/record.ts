/** What lies beside the job of a database that follows, or is followed. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../backup/worker/atomic.js';
import { Fault } from '../../fault.js';
import type { Following } from './following.js';
import type { Settings } from './settings.js';

/** Kept beside the job: where the seed stands, what the new server is told to be. */
export interface FollowRecord {
  /**
   * Position of the seed; '' before the first change, absent when nobody asked for it and as long
   * as the copy is not whole.
   */
  gtid?: string;
  settings: Settings;
  /** Whether the old server ran its events. */
  events: string;
}

const recordFile = (folder: string): string => join(folder, 'follow.json');
const passwordFile = (folder: string): string => join(folder, 'replication');

/** Password of the replication accounts on both sides, made once for a migration. */
export async function replicationPassword(folder: string): Promise<string> {
  const file = passwordFile(folder);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return known;
  const made = randomBytes(24).toString('base64url');
  await replaceFile(file, made, 0o600);
  return made;
}

/** @returns undefined before the first seed */
export async function knownFollow(folder: string): Promise<FollowRecord | undefined> {
  const text = await readFile(recordFile(folder), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as FollowRecord);
}

/** @throws Fault MIG078 before the first seed */
export async function readFollow({
  folder,
  moved,
}: Pick<Following, 'folder' | 'moved'>): Promise<FollowRecord> {
  const known = await knownFollow(folder);
  if (known === undefined) throw new Fault('MIG078', { name: moved.name });
  return known;
}

export const writeFollow = (folder: string, record: FollowRecord): Promise<void> =>
  replaceFile(recordFile(folder), JSON.stringify(record), 0o600);
