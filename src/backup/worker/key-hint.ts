import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from './atomic.js';

const fileIn = (job: string): string => join(job, 'key-hint');

/** ID of the key that opens an app's repository; each that restic need not try saves half a second. */
export async function keyHintIn(job: string): Promise<string | undefined> {
  return readFile(fileIn(job), 'utf8').catch(() => undefined);
}

export function keepKeyHint(job: string, key: string): Promise<void> {
  return replaceFile(fileIn(job), key, 0o600);
}
