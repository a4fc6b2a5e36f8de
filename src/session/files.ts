import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import type { SourceFile } from '../fault.js';
import type { Diagnostic } from '../inventory/diagnostic.js';
import { maxFileBytes as limit } from '../inventory/limits.js';

/**
 * The text of site.yaml and of every opd/*.yaml below `root`, in order of their names.
 * A file that is too large is refused by its size alone, before it is read.
 */
export async function readFiles(
  root: string,
): Promise<{ files: SourceFile[]; diagnostics: Diagnostic[] }> {
  const files: SourceFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const home = await realpath(root);
  for (const path of await list(root)) {
    const read = await readOne(home, path);
    if ('text' in read) files.push(read);
    else diagnostics.push(read);
  }
  return { files, diagnostics };
}

async function list(root: string): Promise<string[]> {
  const names = await readdir(join(root, 'opd')).catch(() => []);
  const agencies = names.filter((name) => /\.ya?ml$/.test(name) && !name.startsWith('.'));
  return ['site.yaml', ...agencies.sort().map((name) => `opd/${name}`)];
}

async function readOne(home: string, path: string): Promise<SourceFile | Diagnostic> {
  const full = join(home, path);
  try {
    if ((await lstat(full)).isSymbolicLink() && !isInside(home, await realpath(full))) {
      return finding(path, 'CLI014', { path });
    }
    const { size } = await stat(full);
    if (size > limit) return finding(path, 'CLI013', { path, bytes: size, limit });
    return { path, text: await readFile(full, 'utf8') };
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    return finding(path, 'CLI010', { path, reason });
  }
}

function finding(file: string, code: string, args: Diagnostic['args']): Diagnostic {
  return { code, severity: 'error', args, at: { file, line: 1, column: 1, length: 0 } };
}

/** Whether `path` is `folder` or below it; both absolute and without symbolic links. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
}
