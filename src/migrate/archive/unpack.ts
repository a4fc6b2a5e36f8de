/**
 * An archive unpacked into an app's volumes, which nothing uses yet. Every entry was judged before
 * it is written; links are made last, so that nothing is ever written through one.
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import {
  chmod,
  chown,
  lchown,
  link,
  lstat,
  lutimes,
  mkdir,
  open,
  readdir,
  rm,
  symlink,
  utimes,
} from 'node:fs/promises';
import { Fault } from '../../fault.js';
import { type Bytes, type Entry, shown } from './entries.js';
import { type ArchiveFacts, type Counts, type Put, surveyArchive, type Wanted } from './survey.js';

/** `keep`: the numbers of the archive; else everything is the app's own account's. */
export type Owner = 'keep' | { uid: number; gid: number };

interface Later {
  path: Buffer;
  entry: Entry;
  /** Of a hard link: the other name. */
  other?: Buffer;
}

/** New and a file: neither what is there already nor what a link leads to is written. */
const fresh = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Empties the volumes and fills them.
 * @param folder in which each volume lies under its key
 * @throws Fault of `surveyArchive`; MIG308 when the disk is full, MIG309 for what cannot be made
 */
export async function unpackArchive(
  content: AsyncIterable<Buffer>,
  wanted: Wanted,
  { folder, owner }: { folder: string; owner: Owner },
): Promise<ArchiveFacts> {
  for (const volume of Object.keys(wanted.storage)) await emptyFolder(`${folder}/${volume}`);
  const unpacking = new Unpacking(folder, owner);
  try {
    const facts = await surveyArchive(content, wanted, unpacking.put);
    await unpacking.finish();
    return facts;
  } catch (error) {
    throw explained(error);
  }
}

export async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder, { encoding: 'buffer' })) {
    await rm(join(Buffer.from(folder), name), { recursive: true, force: true });
  }
}

class Unpacking {
  readonly #folder: Buffer;
  readonly #owner: Owner;
  readonly #made = new Set<string>();
  readonly #folders: Later[] = [];
  readonly #hard: Later[] = [];
  readonly #soft: Later[] = [];

  constructor(folder: string, owner: Owner) {
    this.#folder = Buffer.from(folder);
    this.#owner = owner;
  }

  readonly put: Put = async ({ volume, path }, entry, body) => {
    const at = this.#pathOf(volume, path);
    if (entry.type === 'folder') {
      await this.#folderAt(volume, path);
      this.#folders.push({ path: at, entry });
      return '';
    }
    await this.#folderAt(volume, path.includes('/') ? path.replace(/\/[^/]*$/, '') : '');
    if (entry.type === 'file') return this.#write(at, entry, body);
    if (entry.type === 'symlink') this.#soft.push({ path: at, entry });
    else this.#hard.push({ path: at, entry, other: this.#pathOf(volume, entry.target) });
    return '';
  };

  async finish(): Promise<void> {
    for (const { path, other } of this.#hard) {
      const found = await lstat(other as Buffer).catch(() => undefined);
      if (found?.isFile() !== true) throw this.#refused(path, 'it is linked to no file');
      await link(other as Buffer, path);
    }
    for (const { path, entry } of this.#soft) {
      await symlink(Buffer.from(entry.target, 'latin1'), path);
      await lchown(path, ...this.#ownerOf(entry));
      await lutimes(path, entry.mtime, entry.mtime);
    }
    // Innermost first: what is made in a folder changes its time.
    for (const { path, entry } of this.#folders.reverse()) {
      await chown(path, ...this.#ownerOf(entry));
      await chmod(path, entry.mode & 0o3777);
      await utimes(path, entry.mtime, entry.mtime);
    }
  }

  async #write(path: Buffer, entry: Entry, body: AsyncIterable<Buffer>): Promise<string> {
    const hash = createHash('sha256');
    const file = await open(path, fresh, 0o600);
    try {
      for await (const chunk of body) {
        hash.update(chunk);
        await file.writeFile(chunk);
      }
      await file.chown(...this.#ownerOf(entry));
      // No program of an old host is to run here as somebody else.
      await file.chmod(entry.mode & 0o777);
      await file.utimes(entry.mtime, entry.mtime);
    } finally {
      await file.close();
    }
    return hash.digest('hex');
  }

  /** Makes a folder and those above it, which the archive may not have by themselves. */
  async #folderAt(volume: string, path: Bytes): Promise<void> {
    if (path === '' || this.#made.has(`${volume}\0${path}`)) return;
    if (path.includes('/')) await this.#folderAt(volume, path.replace(/\/[^/]*$/, ''));
    const at = this.#pathOf(volume, path);
    await mkdir(at, 0o755).catch(async (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST' || !(await lstat(at)).isDirectory()) throw error;
    });
    if (this.#owner !== 'keep') await chown(at, this.#owner.uid, this.#owner.gid);
    this.#made.add(`${volume}\0${path}`);
  }

  #ownerOf({ uid, gid }: Entry): [number, number] {
    return this.#owner === 'keep' ? [uid, gid] : [this.#owner.uid, this.#owner.gid];
  }

  #pathOf(volume: string, path: Bytes): Buffer {
    return join(this.#folder, Buffer.from(volume), Buffer.from(path, 'latin1'));
  }

  #refused(path: Buffer, reason: string): Fault {
    return new Fault('MIG309', { name: shown(path.toString('latin1')), reason });
  }
}

/** Joins without looking at what the names say: they are bytes, and were judged before. */
function join(...parts: Buffer[]): Buffer {
  const slash = Buffer.from('/');
  const named = parts.filter((part) => part.length > 0);
  return Buffer.concat(named.flatMap((part, index) => (index === 0 ? [part] : [slash, part])));
}

function explained(error: unknown): unknown {
  const { code, syscall, path } = error as NodeJS.ErrnoException;
  if (error instanceof Fault || syscall === undefined) return error;
  if (code === 'ENOSPC' || code === 'EDQUOT') return new Fault('MIG308', {});
  const name = shown(Buffer.from(String(path ?? '-')).toString('latin1'));
  return new Fault('MIG309', { name, reason: code === 'EEXIST' ? 'it is there twice' : `${code}` });
}

/** What lies in the volumes now, by their own word. */
export async function countVolumes(
  folder: string,
  keys: string[],
): Promise<ArchiveFacts['volumes']> {
  const volumes: ArchiveFacts['volumes'] = {};
  for (const key of keys) {
    const counts: Counts = { files: 0, bytes: 0, folders: 0, links: 0 };
    await countIn(Buffer.from(`${folder}/${key}`), counts, new Set());
    volumes[key] = counts;
  }
  return volumes;
}

/** @param known files with several names that were counted already */
async function countIn(folder: Buffer, counts: Counts, known: Set<number>): Promise<void> {
  for (const entry of await readdir(folder, { encoding: 'buffer', withFileTypes: true })) {
    const path = join(folder, entry.name as unknown as Buffer);
    if (entry.isDirectory()) {
      counts.folders += 1;
      await countIn(path, counts, known);
      continue;
    }
    const { nlink, ino, size } = await lstat(path);
    if (!entry.isFile() || known.has(ino)) {
      counts.links += 1;
      continue;
    }
    if (nlink > 1) known.add(ino);
    counts.files += 1;
    counts.bytes += size;
  }
}
