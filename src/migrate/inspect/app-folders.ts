/** Which folders of a document root are apps. */
import type { DocumentRoot } from './folder.js';
import { candidates, recognise } from './frameworks/all.js';
import { type AppFolder, type FoundFramework, framework } from './frameworks/framework.js';
import { plain } from './frameworks/plain.js';
import { baseName, folderOf, isBelow } from './paths.js';

export interface AppPlace {
  path: string;
  /** URL path below the document root. */
  at: string;
  framework: FoundFramework;
}

/**
 * The apps that a document root shows: frameworks where they are recognised, else plain PHP; folders
 * beside each other with database settings of their own when the root itself has none.
 * @returns none for a page of Debian's or an empty folder
 */
export function appsIn(root: DocumentRoot): AppPlace[] {
  const { real } = root;
  if (real === undefined) return [];
  const known = recognised(root, real);
  const covers = known.find(({ path }) => isBelow(real, path));
  if (covers !== undefined) return [covers, ...known.filter((place) => place !== covers)];
  const whole = plain(appFolder(root, root.base));
  const beside = plainFolders(root, real, known);
  const own = whole.databases.filter(({ file }) => {
    const path = `${root.base}/${file}`;
    return ![...known, ...beside].some((place) => isBelow(path, place.path));
  });
  if (own.length === 0 && known.length + beside.length > 0)
    return [...known, ...beside].sort(byPath);
  if (!isApp(root, real)) return known;
  const rest = root.codeFiles === 0 ? framework('static') : { ...whole, databases: own };
  return [{ path: root.base, at: '/', framework: rest }, ...known];
}

const byPath = (a: AppPlace, b: AppPlace) => (a.path < b.path ? -1 : 1);

function recognised(root: DocumentRoot, real: string): AppPlace[] {
  const paths = [...new Set([root.base, real, ...candidates(root.seen)])];
  return paths.flatMap((path) => {
    if (!isBelow(real, path) && !isBelow(path, real)) return [];
    const found = recognise(appFolder(root, path));
    return found === undefined ? [] : [{ path, at: urlOf(path, real), framework: found }];
  });
}

/** Folders right below the root with a page and database settings of their own. */
function plainFolders(root: DocumentRoot, real: string, known: AppPlace[]): AppPlace[] {
  const folders = root.seen
    .filter((path) => baseName(path) === 'index.php' && folderOf(folderOf(path)) === real)
    .map(folderOf);
  return [...new Set(folders)].flatMap((path) => {
    if (known.some((place) => isBelow(place.path, path))) return [];
    const found = plain(appFolder(root, path));
    return found.databases.length === 0 ? [] : [{ path, at: urlOf(path, real), framework: found }];
  });
}

const urlOf = (path: string, real: string) =>
  isBelow(real, path) ? '/' : `${path.slice(real.length)}/`;

/** Code, or pages that are not the one Debian's packages put there. */
function isApp(root: DocumentRoot, real: string): boolean {
  if (root.codeFiles > 0) return true;
  return root.fileCount > 2 && root.seen.some((path) => path === `${real}/index.html`);
}

export function appFolder(root: DocumentRoot, path: string): AppFolder {
  const below = (file: string) => (path === '/' ? file.slice(1) : file.slice(path.length + 1));
  const inside = [...root.files].filter(([file]) => isBelow(file, path));
  const seen = new Set([...root.seen, ...root.files.keys()].filter((file) => isBelow(file, path)));
  return {
    path,
    files: new Map(inside.map(([file, text]) => [below(file), text])),
    has: (file) => seen.has(`${path}/${file}`),
  };
}
