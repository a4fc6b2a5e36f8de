/** A Git repository for a project that has none around it. */
import { execFile } from 'node:child_process';
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** Whether `folder` or one above it is a Git work tree. */
export async function isInRepository(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    const isThere = await lstat(join(at, '.git')).then(
      () => true,
      () => false,
    );
    if (isThere) return true;
    if (at === dirname(at)) return false;
  }
}

/** @returns false when Git is not installed, which stops nothing */
export async function initRepository(folder: string): Promise<boolean> {
  try {
    await promisify(execFile)('git', ['init', '--quiet', '--initial-branch=main', folder]);
    return true;
  } catch {
    return false;
  }
}
