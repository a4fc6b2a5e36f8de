/** Lexical rules on paths; symbolic links are the reader's to check. */

export type PathFault = 'empty' | 'absolute' | 'relative' | 'outside' | 'characters' | 'unclean';

/** Printable, no shell quoting needed, no colon (Docker's mount separator) and no backslash. */
const plain = /^[A-Za-z0-9._@+/-]+$/;

/**
 * What is wrong with a path relative to a folder.
 * @param up how many levels above that folder it may reach
 */
export function insideFault(path: string, up = 0): PathFault | undefined {
  if (path === '') return 'empty';
  if (path.startsWith('/') || path.startsWith('~') || /^[A-Za-z]:/.test(path)) return 'absolute';
  if (!plain.test(path)) return 'characters';
  let depth = 0;
  for (const part of path.split('/')) {
    if (part === '..') depth -= 1;
    else if (part !== '' && part !== '.') depth += 1;
    if (depth < -up) return 'outside';
  }
  return undefined;
}

/** What is wrong with an absolute path inside a container. */
export function absoluteFault(path: string): PathFault | undefined {
  if (path === '') return 'empty';
  if (!path.startsWith('/')) return 'relative';
  if (!plain.test(path)) return 'characters';
  return /\/\/|\/\.\.?(\/|$)|.\/$/.test(path) ? 'unclean' : undefined;
}

/** `./apps//x/../y/` → `apps/y`; the folder itself is `.`; a leading `..` stays. */
export function normaliseInside(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/') || '.';
}

/** Whether one absolute path is the other or lies below it. */
export function overlaps(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}/`) || b.startsWith(`${a}/`);
}
