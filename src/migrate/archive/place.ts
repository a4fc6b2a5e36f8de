/** Where what is in an archive belongs in an app, and what is in no archive of an app. Pure. */
import { posix } from 'node:path';
import { Fault } from '../../fault.js';
import type { App } from '../../inventory/model.js';
import { type Bytes, type Entry, shown } from './entries.js';

/** How an archive's folders lie in an app. */
export interface Layout {
  /** Folder in the archive, without a slash at an end; '' for all of it. */
  root: Bytes;
  /** Where that folder is in the app's container, absolute. */
  at: string;
  /** Volume → absolute path in the container. */
  storage: Record<string, string>;
}

export type Place =
  | { kind: 'volume'; volume: string; path: Bytes }
  /** Beneath the root, but in no volume of the app. */
  | { kind: 'homeless' }
  /** Not beneath the root. */
  | { kind: 'outside' };

/** The name without what means nothing; undefined when it leads out. */
export function plainName(name: Bytes): Bytes | undefined {
  if (name.startsWith('/')) return undefined;
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? undefined : parts.join('/');
}

export function placeOf(name: Bytes, { root, at, storage }: Layout): Place {
  const inner = beneath(name, root);
  if (inner === undefined) return { kind: 'outside' };
  return inVolume(posix.join(bytesOf(at), inner), storage);
}

function inVolume(path: Bytes, storage: Layout['storage']): Place {
  let best: { volume: string; path: Bytes; length: number } | undefined;
  for (const [volume, target] of Object.entries(storage)) {
    const base = bytesOf(posix.join(target));
    const inner = beneath(path.replace(/\/$/, ''), base.replace(/\/$/, ''));
    if (inner === undefined || (best !== undefined && best.length >= base.length)) continue;
    best = { volume, path: inner, length: base.length };
  }
  if (best === undefined) return { kind: 'homeless' };
  return { kind: 'volume', volume: best.volume, path: best.path };
}

function beneath(name: Bytes, root: Bytes): Bytes | undefined {
  if (root === '' || name === root) return name === root ? '' : name;
  return name.startsWith(`${root}/`) ? name.slice(root.length + 1) : undefined;
}

const bytesOf = (text: string): Bytes => Buffer.from(text, 'utf8').toString('latin1');

/**
 * Whether a symbolic link stays in the app. Its parent folders are real ones, so steps upward at
 * the beginning mean what they say; after a name they could be taken from inside another link, and
 * are no way that anybody writes a link.
 */
export function staysInside({ name, target }: Pick<Entry, 'name' | 'target'>, layout: Layout) {
  const { root, at, storage } = layout;
  const inner = beneath(name, root);
  if (inner === undefined || target === '') return false;
  if (/(^|\/)(?!\.\.?(\/|$))[^/]+\/(.*\/)?\.\.(\/|$)/.test(target)) return false;
  const path = target.startsWith('/')
    ? posix.normalize(target)
    : posix.join(bytesOf(at), posix.dirname(inner), target);
  const isOwn = beneath(path.replace(/(.)\/$/, '$1'), bytesOf(at)) !== undefined;
  return isOwn || inVolume(path, storage).kind === 'volume';
}

/** Names that a docroot has on hosting panels and in distributions. */
const docroots = ['public_html', 'htdocs', 'www', 'html', 'httpdocs'];

/**
 * The folder of an archive that is the app, when nobody says it: told by its first entry, and
 * proven wrong by any later one that is not beneath it.
 * @param panel whether it is a hosting panel's backup of a whole account
 * @throws Fault MIG304 (exit 64) for one that could be meant in two ways
 */
export function rootOf(first: Entry, at: string, panel: boolean): Bytes {
  const name = plainName(first.name) ?? '';
  const [top = ''] = name.split('/');
  if (panel) return top === 'homedir' ? 'homedir/public_html' : `${top}/homedir/public_html`;
  if (top === '' || (first.type !== 'folder' && !name.includes('/'))) return '';
  const own = bytesOf(posix.basename(at));
  if (top === own || docroots.includes(top)) return top;
  throw new Fault('MIG304', { folder: shown(top), at }, { exit: 64 });
}

/**
 * Where the archive's folder lies in the app when nobody says it: where it was, else the volume that
 * has the document root, else the app's folder in its image.
 */
export function homeOf({ legacy, runtime, storage }: App): string {
  if (legacy?.path !== undefined) return legacy.path;
  const docroot = 'docroot' in runtime ? (runtime.docroot ?? '') : '';
  const targets = Object.values(storage).sort((a, b) => b.length - a.length);
  const own = targets.find((target) => docroot === target || docroot.startsWith(`${target}/`));
  if (own !== undefined) return own;
  const [only] = targets.filter((target) => !target.startsWith('/app/'));
  return only ?? '/app';
}
