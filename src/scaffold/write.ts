/** Files on the disk: whole or not at all. */
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
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

/** A file as it is to be; without a text it goes. */
export interface Replacement {
  /** Below the root. */
  path: string;
  text?: string;
  /** What it must still be. */
  before?: string;
}

/** As `replaceFiles`, of one. */
export async function replaceText(
  root: string,
  change: Replacement & { text: string; before: string },
): Promise<void> {
  await replaceFiles(root, [change]);
}

/**
 * Writes files whole, keeping the modes of those that are there. Every new content stands beside
 * its place before the first gets its name: what cannot be written leaves all as it was.
 * @param changes in the order in which they get their names
 * @throws Fault NEW035 when one is not its `before` any more, NEW039 when one cannot be written
 */
export async function replaceFiles(root: string, changes: Replacement[]): Promise<void> {
  const undo: string[] = [];
  const staged: { draft: string | undefined; place: string }[] = [];
  try {
    for (const { path, text, before } of changes) {
      const full = join(root, path);
      if (before !== undefined && (await readFile(full, 'utf8')) !== before) {
        throw new Fault('NEW035', { path });
      }
      // of a link, what it leads to
      const place = await realpath(full).catch(() => full);
      const draft =
        text === undefined ? undefined : await stage(place, text, undo).catch(refuse(path));
      staged.push({ place, draft });
    }
  } catch (error) {
    for (const path of undo.reverse()) await rm(path, { recursive: true, force: true });
    throw error;
  }
  for (const { draft, place } of staged) {
    if (draft === undefined) await rm(place, { force: true });
    else await rename(draft, place);
  }
}

/** @param made gets what is new on the disk, folders too */
async function stage(place: string, text: string, made: string[]): Promise<string> {
  const folder = await mkdir(dirname(place), { recursive: true });
  if (folder !== undefined) made.push(folder);
  const found = await stat(place).catch(() => undefined);
  if (found?.isDirectory()) throw Object.assign(new Error(place), { code: 'EISDIR' });
  const draft = join(dirname(place), `.induk-new-${randomBytes(6).toString('hex')}`);
  made.push(draft);
  await writeFile(draft, text, { flag: 'wx', ...(found && { mode: found.mode }) });
  return draft;
}

function refuse(path: string) {
  return (cause: NodeJS.ErrnoException): never => {
    throw new Fault('NEW039', { path, reason: cause.code ?? cause.message }, { cause });
  };
}
