import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { replaceFile } from '../../backup/worker/atomic.js';

/**
 * What a first run has found and a later one cannot find any more, because the first has changed
 * it: kept beside the job until it is taken back.
 */
export async function remembered<T>(
  folder: string,
  name: string,
  find: () => Promise<T>,
): Promise<T> {
  const file = join(folder, `${name}.json`);
  const known = await readFile(file, 'utf8').catch(() => undefined);
  if (known !== undefined) return JSON.parse(known) as T;
  const found = await find();
  await replaceFile(file, JSON.stringify(found), 0o600);
  return found;
}

/** Whether a run has found it, and nothing was taken back since. */
export const isKnown = (folder: string, name: string): Promise<boolean> =>
  access(join(folder, `${name}.json`)).then(
    () => true,
    () => false,
  );

export const forget = (folder: string, name: string): Promise<void> =>
  rm(join(folder, `${name}.json`), { force: true });
