/**
 * An archive read from its beginning to its end: each entry judged and given its place, all of it
 * counted and digested. The operator's machine does it before anything is sent, the new server once
 * more while it unpacks, so that both can be compared.
 */
import { createHash } from 'node:crypto';
import { Fault } from '../../fault.js';
import { type Entry, eachEntry, shown } from './entries.js';
import { type Layout, type Place, placeOf, plainName, rootOf, staysInside } from './place.js';

export interface Counts {
  files: number;
  bytes: number;
  folders: number;
  links: number;
}

export interface ArchiveFacts {
  /** Folder in the archive that is the app. */
  root: string;
  at: string;
  volumes: Record<string, Counts>;
  /** SHA-256 over names, kinds, modes, targets and content of all that has a place. */
  digest: string;
  /** What stays out: how many, and the first of each kind. */
  left: Partial<Record<'homeless' | 'outside' | 'special' | 'link', Left>>;
  /** Whether anything belongs to Debian's www-data: then owners mean what they say here. */
  hasWebOwner: boolean;
  /** Dumps of a hosting panel's backup, as the archive names them. */
  dumps: string[];
}

export interface Left {
  count: number;
  first: string;
}

export interface Wanted {
  label: string;
  at: string;
  storage: Record<string, string>;
  /** Folder in the archive; absent: its first entry tells. */
  root?: string;
  panel: boolean;
  /** Leaves links out that lead out of the app, instead of refusing the archive. */
  leaveLinks: boolean;
}

/** Takes an entry that has a place. @returns SHA-256 of a file's content, hex */
export type Put = (
  place: { volume: string; path: string },
  entry: Entry,
  body: AsyncIterable<Buffer>,
) => Promise<string>;

/** Debian's number of the account that web servers run as. */
const webOwner = 33;

/**
 * @param put what becomes of each entry; absent: it is only read
 * @throws Fault MIG301 damaged, MIG303 not understood, MIG304 unclear root, MIG305 names that lead
 *   out, MIG306 links that do, MIG307 nothing of the app is in it
 */
export async function surveyArchive(
  content: AsyncIterable<Buffer>,
  wanted: Wanted,
  put: Put = onlyRead,
): Promise<ArchiveFacts> {
  const survey = new Survey(wanted);
  await eachEntry(content, wanted.label, (entry, body) => survey.take(entry, body, put));
  return survey.facts();
}

const onlyRead: Put = async (_place, { type }, body) => {
  const hash = createHash('sha256');
  for await (const chunk of body) hash.update(chunk);
  return type === 'file' ? hash.digest('hex') : '';
};

class Survey {
  readonly #wanted: Wanted;
  readonly #hash = createHash('sha256');
  readonly #volumes: ArchiveFacts['volumes'] = {};
  readonly #left: ArchiveFacts['left'] = {};
  readonly #dumps: string[] = [];
  #layout: Layout | undefined;
  #hasWebOwner = false;

  constructor(wanted: Wanted) {
    this.#wanted = wanted;
  }

  async take(entry: Entry, body: AsyncIterable<Buffer>, put: Put): Promise<void> {
    const layout = this.#layoutFor(entry);
    const name = this.#named(entry);
    if (entry.type === 'file' && isPanelDump(name)) this.#dumps.push(name);
    const place = placeOf(name, layout);
    if (!this.#belongs(place, { ...entry, name }, layout)) return;
    const { volume, path } = place;
    if (path === '' && entry.type !== 'folder') throw this.#strange(name);
    const target = entry.type === 'hardlink' ? this.#linked(entry, layout, volume) : entry.target;
    const sum = await put({ volume, path }, { ...entry, name, target }, body);
    this.#count(volume, entry);
    if (entry.uid === webOwner) this.#hasWebOwner = true;
    const told = [volume, path, entry.type, entry.mode & 0o3777, entry.size, sum, target];
    this.#hash.update(Buffer.from(`${told.join('\0')}\n`, 'latin1'));
  }

  facts(): ArchiveFacts {
    const { label, at } = this.#wanted;
    if (Object.keys(this.#volumes).length === 0) {
      throw new Fault('MIG307', { file: label, at, root: this.#layout?.root || '.' });
    }
    return {
      root: this.#layout?.root ?? '',
      at,
      volumes: this.#volumes,
      digest: this.#hash.digest('hex'),
      left: this.#left,
      hasWebOwner: this.#hasWebOwner,
      dumps: this.#dumps,
    };
  }

  #layoutFor(first: Entry): Layout {
    const { at, storage, panel, root } = this.#wanted;
    this.#layout ??= { at, storage, root: root ?? rootOf(first, at, panel) };
    return this.#layout;
  }

  /** One that leads out is no matter of taste: whoever packed it meant harm, or no archive. */
  #named({ name }: Entry): string {
    const plain = plainName(name);
    if (plain !== undefined) return plain;
    throw new Fault('MIG305', { file: this.#wanted.label, name: shown(name) });
  }

  #belongs(
    place: Place,
    entry: Entry,
    layout: Layout,
  ): place is Extract<Place, { kind: 'volume' }> {
    const { type, name, target } = entry;
    const { root, leaveLinks, label, panel } = { ...this.#wanted, root: this.#wanted.root };
    if (place.kind === 'outside' && root === undefined && !panel && name !== '') {
      throw new Fault('MIG304', { folder: shown(layout.root), at: layout.at }, { exit: 64 });
    }
    if (place.kind !== 'volume') return this.#leave(place.kind, entry);
    if (type === 'other') return this.#leave('special', entry);
    if (type !== 'symlink' || staysInside(entry, layout)) return true;
    if (leaveLinks) return this.#leave('link', entry);
    throw new Fault('MIG306', { file: label, name: shown(name), target: shown(target) });
  }

  #leave(kind: keyof ArchiveFacts['left'], { name, type, target }: Entry): false {
    const { count = 0, first } = this.#left[kind] ?? {};
    // Folders that lead to the app are nothing that is left out.
    if (type === 'folder' && kind !== 'special') return false;
    const told = type === 'symlink' ? `${shown(name)} -> ${shown(target)}` : shown(name);
    this.#left[kind] = { count: count + 1, first: first ?? told };
    return false;
  }

  /** Another name of a file that came before it, in the same volume. */
  #linked({ name, target }: Entry, layout: Layout, volume: string): string {
    const plain = plainName(target);
    const place = plain === undefined ? undefined : placeOf(plain, layout);
    if (place?.kind === 'volume' && place.volume === volume) return place.path;
    const { label } = this.#wanted;
    throw new Fault('MIG306', { file: label, name: shown(name), target: shown(target) });
  }

  #count(volume: string, { type, size }: Entry): void {
    const counts = this.#volumes[volume] ?? { files: 0, bytes: 0, folders: 0, links: 0 };
    this.#volumes[volume] = counts;
    if (type === 'file') counts.files += 1;
    else if (type === 'folder') counts.folders += 1;
    else counts.links += 1;
    counts.bytes += size;
  }

  #strange(name: string): Fault {
    return new Fault('MIG303', { file: this.#wanted.label, name: shown(name) });
  }
}

/** cPanel keeps a dump of each database of an account beside its files. */
const isPanelDump = (name: string): boolean => /^(?:[^/]+\/)?mysql\/[^/]+\.sql$/.test(name);

/** All volumes together. */
export function sumOf(volumes: ArchiveFacts['volumes']): Counts {
  const sum: Counts = { files: 0, bytes: 0, folders: 0, links: 0 };
  for (const counts of Object.values(volumes)) {
    for (const key of Object.keys(sum) as (keyof Counts)[]) sum[key] += counts[key];
  }
  return sum;
}
