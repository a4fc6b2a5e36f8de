/** A file on the operator's own machine, there as a whole or not at all. */
import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { access, link, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { exitCodes, Fault } from '../../fault.js';

/**
 * Writes a file that only its owner may read, and gives it its name once it is complete.
 * @param force whether it may replace one that is there
 * @throws Fault BAK119 (exit 64) when there is one; BAK118 when it cannot be written
 */
export async function writeLocalFile<T>(
  path: string,
  force: boolean,
  fill: (to: Writable) => Promise<T>,
): Promise<T> {
  const file = resolve(path);
  const taken = new Fault('BAK119', { file }, { exit: exitCodes.usage });
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (isThere && !force) throw taken;
  const draft = join(dirname(file), `.${basename(file)}.${randomBytes(4).toString('hex')}`);
  const to = createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true });
  const done = finished(to);
  done.catch(() => undefined);
  try {
    const result = await fill(to);
    to.end();
    await done;
    if (force) await rename(draft, file);
    // link(2) fails when the name was taken meanwhile.
    else await link(draft, file);
    return result;
  } catch (error) {
    to.destroy();
    throw told(error, file, taken);
  } finally {
    await rm(draft, { force: true });
  }
}

function told(error: unknown, file: string, taken: Fault): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (code === 'EEXIST') return taken;
  if (error instanceof Fault || syscall === undefined) return error;
  return new Fault('BAK118', { file, reason: code ?? '' }, { cause: error });
}
