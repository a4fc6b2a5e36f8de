/** Files on the disk: whole or not at all. */
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exitCodes, Fault } from '../fault.js';
import type { ProjectFile } from './model.js';

/** @throws Fault NEW030 when there is anything at `path`, a broken link too */
export async function refuseExisting(path: string, shown: string): Promise<void> {
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  );
  if (isThere) throw new Fault('NEW030', { path: shown }, { exit: exitCodes.usage });
}

/**
 * Writes a project into a folder beside its place, then gives it its name.
 * @param folder that must not exist
 */
export async function writeProject(folder: string, files: ProjectFile[]): Promise<void> {
  const draft = join(dirname(folder), `.induk-new-${randomBytes(6).toString('hex')}`);
  try {
    for (const { path, text } of files) {
      await mkdir(dirname(join(draft, path)), { recursive: true });
      await writeFile(join(draft, path), text, { flag: 'wx' });
    }
    await rename(draft, folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Replaces a text file whole, keeping its mode.
 * @throws Fault NEW035 when it is not `before` any more
 */
export async function replaceText(
  root: string,
  { path, text, before }: { path: string; text: string; before: string },
): Promise<void> {
  const full = join(root, path);
  if ((await readFile(full, 'utf8')) !== before) throw new Fault('NEW035', { path });
  const draft = join(dirname(full), `.induk-new-${randomBytes(6).toString('hex')}`);
  try {
    await writeFile(draft, text, { flag: 'wx', mode: (await stat(full)).mode });
    await rename(draft, full);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}
