import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Repository } from '../repository/repository.js';
import { replaceFile } from './atomic.js';

const fileIn = (job: string): string => join(job, 'key-hint');

/** ID of the key that opens an app's repository; each that restic need not try saves half a second. */
export async function keyHintIn(job: string): Promise<string | undefined> {
  return readFile(fileIn(job), 'utf8').catch(() => undefined);
}

/** Notes it for the runs to come; a vault that does not tell it costs them time and nothing else. */
export async function learnKeyHint(job: string, repository: Repository): Promise<void> {
  const key = await repository.currentKey().catch(() => undefined);
  if (key !== undefined) await replaceFile(fileIn(job), key, 0o600);
}
