import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import dockerignore from '@balena/dockerignore';

/** A file or link below a directory, in the order of its path. */
export interface SourceEntry {
  /** Relative, with `/`. */
  path: string;
  absolute: string;
  kind: 'file' | 'link';
  executable: boolean;
  /** Bytes. */
  size: number;
  /** Where a link points. */
  link?: string;
}

/**
 * Files of a directory, without what its `.dockerignore` names and without `.git`.
 * Sockets, pipes and devices are passed over, as Docker's own client does.
 */
export async function sourceEntries(directory: string): Promise<SourceEntry[]> {
  const ignored = await ignoreRules(directory);
  const entries: SourceEntry[] = [];
  for (const name of await readdir(directory, { recursive: true })) {
    if (ignored(name)) continue;
    const entry = await entryAt(directory, name);
    if (entry !== undefined) entries.push(entry);
  }
  return entries.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** SHA-256 over paths, modes and contents, 64 hexadecimal digits; times do not count. */
export async function sourceDigest(directories: string[]): Promise<string> {
  const hash = createHash('sha256');
  for (const directory of directories) {
    for (const entry of await sourceEntries(directory)) {
      hash.update(`${entry.path}\0${entry.kind}\0${entry.executable}\0${entry.size}\0`);
      if (entry.link !== undefined) hash.update(entry.link);
      else for await (const chunk of createReadStream(entry.absolute)) hash.update(chunk);
    }
    hash.update('\0\0');
  }
  return hash.digest('hex');
}

async function entryAt(directory: string, name: string): Promise<SourceEntry | undefined> {
  const absolute = join(directory, name);
  const stats = await lstat(absolute);
  const common = { path: name, absolute, executable: (stats.mode & 0o111) !== 0 };
  if (stats.isSymbolicLink()) {
    return { ...common, kind: 'link', size: 0, link: await readlink(absolute) };
  }
  return stats.isFile() ? { ...common, kind: 'file', size: stats.size } : undefined;
}

async function ignoreRules(directory: string): Promise<(path: string) => boolean> {
  // The package's types describe an ES module; what Node loads is the function itself.
  const create = dockerignore as unknown as typeof dockerignore.default;
  const rules = create({ ignorecase: false }).add(['.git', '.git/**']);
  try {
    rules.add(await readFile(join(directory, '.dockerignore'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return (path) => rules.ignores(path);
}
