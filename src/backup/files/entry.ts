import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileEntry } from '../model.js';
import { pathText } from './path-text.js';
import type { Found } from './walk.js';

/** Bytes at a file's beginning that tell its kind, and the least that tell anything. */
const sample = 1 << 14;
const least = 1 << 12;

/** A file or folder as a catalogue has it, without a file's content. */
export function entryOf(volume: string, { path, stats, link }: Found): FileEntry {
  const kind = stats.isFile()
    ? 'file'
    : stats.isDirectory()
      ? 'folder'
      : stats.isSymbolicLink()
        ? 'link'
        : 'other';
  return {
    volume,
    path: pathText(path),
    kind,
    mode: Number(stats.mode & 0o7777n),
    uid: Number(stats.uid),
    gid: Number(stats.gid),
    ...(kind === 'file' ? { size: Number(stats.size) } : {}),
    ...(kind === 'other' ? {} : { mtime: `${stats.mtimeNs}` }),
    ...(link === undefined ? {} : { content: pathText(link) }),
  };
}

export interface Content {
  /** SHA-256. */
  digest: string;
  /** Whether it looks like chance: encrypted or compressed. */
  random: boolean;
}

/** To read files through, one after the other: one for each file would be garbage by the gigabyte. */
export const readingBuffer = (): Buffer => Buffer.allocUnsafe(1 << 20);

/**
 * What a file holds; undefined when it has vanished.
 * @param buffer of `readingBuffer`, which nobody else reads through meanwhile
 * @throws when it cannot be read
 */
export async function contentOf(path: Buffer, buffer: Buffer): Promise<Content | undefined> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (file === undefined) return undefined;
  try {
    const hash = createHash('sha256');
    let random: boolean | undefined;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return { digest: hash.digest('hex'), random: random ?? false };
      const bytes = buffer.subarray(0, bytesRead);
      random ??= looksRandom(bytes.subarray(0, sample));
      hash.update(bytes);
    }
  } finally {
    await file.close();
  }
}

/** Bits of information in a byte: text has 4 to 5, programs 6, what is encrypted 8. */
function looksRandom(bytes: Buffer): boolean {
  if (bytes.length < least) return false;
  const counts = new Uint32Array(256);
  for (const byte of bytes) counts[byte] = (counts[byte] as number) + 1;
  let bits = 0;
  for (const count of counts) {
    if (count > 0) bits -= (count / bytes.length) * Math.log2(count / bytes.length);
  }
  return bits > 7.8;
}
