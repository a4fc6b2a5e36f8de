import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import dockerignore from '@balena/dockerignore';

/** What lies below a directory, in the order of its path. */
export interface SourceEntry {
  /** Relative, with `/`. */
  path: string;
  absolute: string;
  kind: 'file' | 'link' | 'folder';
  executable: boolean;
  /** Bytes. */
  size: number;
  /** Where a link points. */
  link?: string;
}

/** A directory to take everything from, or of its first level only what is named. */
export interface SourceFolder {
  directory: string;
  only?: readonly string[];
}

/**
 * Files of a directory, without what its `.dockerignore` names and without `.git`.
 * Sockets, pipes and devices are passed over, as Docker's own client does. Links are
 * never followed: one that leads out of the source would bring in what lies there.
 */
export async function sourceEntries(
  directory: string,
  only?: readonly string[],
): Promise<SourceEntry[]> {
  const rules = only === undefined ? await ignoreRules(directory) : onlyNames(only);
  const entries: SourceEntry[] = [];
  await walk(directory, '', rules, entries);
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function walk(
  root: string,
  folder: string,
  rules: IgnoreRules,
  entries: SourceEntry[],
): Promise<void> {
  for (const found of await readdir(join(root, folder), { withFileTypes: true })) {
    const path = folder === '' ? found.name : `${folder}/${found.name}`;
    const ignored = rules.ignores(path);
    if (!ignored) {
      const entry = await entryAt(root, path);
      if (entry !== undefined) entries.push(entry);
    }
    // What `!` brings back may lie in an ignored folder; else its thousands of files need no look.
    if (found.isDirectory() && (!ignored || rules.hasExceptions)) {
      await walk(root, path, rules, entries);
    }
  }
}

/** SHA-256 over paths, modes and contents, 64 hexadecimal digits; times do not count. */
export async function sourceDigest(folders: readonly (string | SourceFolder)[]): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const { directory, only } =
      typeof folder === 'string' ? { directory: folder, only: undefined } : folder;
    for (const entry of await sourceEntries(directory, only)) {
      hash.update(`${entry.path}\0${entry.kind}\0${entry.executable}\0${entry.size}\0`);
      if (entry.link !== undefined) hash.update(entry.link);
      if (entry.kind === 'file') await addContent(hash, entry);
    }
    hash.update('\0\0');
  }
  return hash.digest('hex');
}

/** Piece by piece: a source may hold files larger than the memory. */
async function addContent(hash: Hash, { absolute }: SourceEntry): Promise<void> {
  for await (const chunk of createReadStream(absolute)) hash.update(chunk as Buffer);
}

async function entryAt(root: string, path: string): Promise<SourceEntry | undefined> {
  const absolute = join(root, path);
  const stats = await lstat(absolute);
  const common = { path, absolute, executable: (stats.mode & 0o111) !== 0 };
  if (stats.isSymbolicLink()) {
    const link = await readlink(absolute);
    // Its mode is the platform's, not the author's.
    return { ...common, executable: false, kind: 'link', size: Buffer.byteLength(link), link };
  }
  if (stats.isDirectory()) return { ...common, executable: true, kind: 'folder', size: 0 };
  return stats.isFile() ? { ...common, kind: 'file', size: stats.size } : undefined;
}

interface IgnoreRules {
  ignores(path: string): boolean;
  hasExceptions: boolean;
}

function onlyNames(names: readonly string[]): IgnoreRules {
  return { ignores: (path) => !names.includes(path.split('/')[0] as string), hasExceptions: false };
}

async function ignoreRules(directory: string): Promise<IgnoreRules> {
  // The package's types describe an ES module; what Node loads is the function itself.
  const create = dockerignore as unknown as typeof dockerignore.default;
  const rules = create({ ignorecase: false }).add(['.git', '.git/**']);
  const text = await textOf(join(directory, '.dockerignore'));
  rules.add(text);
  return { ignores: (path) => rules.ignores(path), hasExceptions: /^\s*!/m.test(text) };
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
