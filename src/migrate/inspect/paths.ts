/** Paths of an old host: what its patterns mean, and which lies below which. */

/** Paths that a shell pattern with `*`, `?` and `[…]` means, sorted; a folder means its files. */
export function matching(paths: Iterable<string>, pattern: string): string[] {
  const source = pattern
    .replace(/\/+/g, '/')
    .replace(/\/$/, '')
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*/g, '[^/]*')
    .replace(/\?/g, '[^/]');
  const expression = patternOf(`^${source}(/[^/]+)?$`);
  return [...paths].filter((path) => expression?.test(path)).sort();
}

function patternOf(source: string): RegExp | undefined {
  try {
    return new RegExp(source);
  } catch {
    // An unfinished `[` in somebody's configuration matches nothing.
    return undefined;
  }
}

export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/')) || '/';

export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether a path is the folder or lies below it. */
export const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
