import { createHash, hash } from 'node:crypto';
import { closeSync, constants, openSync, readSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import type { FileEntry } from '../model.js';
import { pathText } from './path-text.js';
import type { Found } from './walk.js';

/** Bytes at a file's beginning that tell its kind; a shorter file tells nothing. */
const sample = 1 << 12;

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
  const file = openUnlessGone(path);
  if (file === undefined) return undefined;
  try {
    const first = fill(file, buffer);
    const random = looksRandom(first.subarray(0, sample));
    if (first.length < buffer.length) return { digest: hash('sha256', first), random };
    const whole = createHash('sha256');
    for (let bytes = first; bytes.length > 0; bytes = fill(file, buffer)) {
      whole.update(bytes);
      // Others in this process wait no longer than for one piece of a long file.
      await setImmediate();
    }
    return { digest: whole.digest('hex'), random };
  } finally {
    closeSync(file);
  }
}

function openUnlessGone(path: Buffer): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The next bytes of a file, fewer than the buffer takes only at its end. */
function fill(file: number, buffer: Buffer): Buffer {
  let length = 0;
  for (;;) {
    const bytesRead = readSync(file, buffer, length, buffer.length - length, null);
    length += bytesRead;
    if (bytesRead === 0 || length === buffer.length) return buffer.subarray(0, length);
  }
}

/** Bits of information in a byte: text has 4 to 5, programs 6, what is encrypted 8. */
function looksRandom(bytes: Buffer): boolean {
  if (bytes.length < sample) return false;
  const counts = new Uint32Array(256);
  // By index: an iterator takes ten times as long, and every file passes here.
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] as number;
    counts[byte] = (counts[byte] as number) + 1;
  }
  let bits = 0;
  for (const count of counts) {
    if (count > 0) bits -= (count / bytes.length) * Math.log2(count / bytes.length);
  }
  return bits > 7.8;
}
