import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { Fault } from '../fault.js';

/** A file's bytes and what to compare before replacing them; no bytes: it does not exist. */
export interface Snapshot {
  bytes: Buffer | undefined;
  hash: string;
}

/** Reads a file that may be missing. @throws Fault SEC025 when it cannot be read. */
export async function snapshot(path: string): Promise<Snapshot> {
  try {
    const bytes = await readFile(path);
    return { bytes, hash: createHash('sha256').update(bytes).digest('hex') };
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return { bytes: undefined, hash: '' };
    throw ioFault(path, cause);
  }
}

/**
 * Puts new bytes in place of a file: whole or not at all, also after a power loss.
 * Call it under the lock; left-overs of killed writers are removed first.
 * @throws Fault SEC025 with the system's reason; the old file is untouched then.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const directory = dirname(path);
  const prefix = `.${basename(path)}.`;
  const draft = join(directory, `${prefix}${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(directory, { recursive: true });
    await removeDrafts(directory, prefix);
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, path);
    await syncDirectory(directory);
  } catch (cause) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw ioFault(path, cause);
  }
}

async function removeDrafts(directory: string, prefix: string): Promise<void> {
  for (const name of await readdir(directory)) {
    if (name.startsWith(prefix) && name.endsWith('.tmp')) {
      await rm(join(directory, name), { force: true });
    }
  }
}

/** A rename survives a power loss only once its directory is on disk. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What the system said about a file, as an expected error. */
export function ioFault(file: string, cause: unknown): Fault {
  const reason = (cause as NodeJS.ErrnoException).code ?? String(cause);
  return new Fault('SEC025', { file, reason }, { cause });
}
