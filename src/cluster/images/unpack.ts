/** A source that comes as a tar stream, from somebody who is trusted with this one app only. */
import { createWriteStream } from 'node:fs';
import { mkdir, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Header } from 'tar-stream';
import { Fault } from '../../fault.js';

/** More than any source has; less than a server's disk. */
const limits = { bytes: 1024 ** 3, entries: 100_000 };

/**
 * Writes a source's files below a new folder. Nothing is written outside of it: no entry may have
 * an absolute name or `..` in it, or lie behind a link; devices and hard links are refused.
 *
 * @returns Git commit, when `git archive` made the stream
 * @throws Fault DEP012 for a stream that is no such archive, is cut off or too large
 */
export async function unpackSource(
  stream: AsyncIterable<Buffer>,
  folder: string,
): Promise<{ commit?: string }> {
  const { default: tar } = await import('tar-stream');
  const [head, whole] = await peek(stream);
  const commit = commitOfArchive(head);
  const unpacked = tar.extract();
  const budget = { bytes: 0, entries: 0 };
  const links = new Set<string>();
  const writing = async (): Promise<void> => {
    for await (const entry of unpacked) {
      const path = placeOf(entry.header, links, budget);
      await write(entry as unknown as Content, join(folder, path), entry.header);
      if (entry.header.type === 'symlink') links.add(path);
    }
  };
  const feeding = pipeline(Readable.from(whole), unpacked as unknown as NodeJS.WritableStream);
  try {
    // An entry that is cut off never ends by itself: what feeds it says so.
    await Promise.all([feeding, writing()]);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw refused((error as Error).message);
  }
  if (budget.entries === 0) throw refused('it is empty');
  return commit === undefined ? {} : { commit };
}

/** What an entry holds; the package's own type of stream is no Node stream to TypeScript. */
type Content = AsyncIterable<Buffer> & { resume(): unknown };

/** Where an entry goes, relative to the folder. */
function placeOf({ name, type, size }: Header, links: Set<string>, budget: typeof limits) {
  budget.bytes += size;
  budget.entries += 1;
  if (budget.bytes > limits.bytes) throw refused(`it is larger than ${limits.bytes} bytes`);
  if (budget.entries > limits.entries) throw refused(`it has more than ${limits.entries} entries`);
  if (!['file', 'contiguous-file', 'directory', 'symlink'].includes(type ?? '')) {
    throw refused(`${name} is a ${type}`);
  }
  const parts = name.split('/').filter((part) => part !== '' && part !== '.');
  if (name.startsWith('/') || parts.includes('..') || name.includes('\0')) {
    throw refused(`${name} leads out of it`);
  }
  for (let depth = 1; depth <= parts.length; depth += 1) {
    if (links.has(parts.slice(0, depth).join('/'))) throw refused(`${name} lies behind a link`);
  }
  return parts.join('/');
}

async function write(entry: Content, path: string, header: Header): Promise<void> {
  if (header.type === 'directory') {
    await mkdir(path, { recursive: true });
    entry.resume();
    return;
  }
  await mkdir(dirname(path), { recursive: true });
  if (header.type === 'symlink') {
    await symlink(header.linkname ?? '', path);
    entry.resume();
    return;
  }
  const mode = ((header.mode ?? 0) & 0o111) === 0 ? 0o644 : 0o755;
  // A name twice would be written through what the first one was.
  await pipeline(entry, createWriteStream(path, { flags: 'wx', mode }));
}

/** The first kilobyte, and the whole stream with it. */
async function peek(stream: AsyncIterable<Buffer>): Promise<[Buffer, AsyncIterable<Buffer>]> {
  const chunks: Buffer[] = [];
  const rest = stream[Symbol.asyncIterator]();
  let size = 0;
  while (size < 1024) {
    const { value, done } = await rest.next();
    if (done) break;
    chunks.push(value);
    size += value.length;
  }
  const head = Buffer.concat(chunks);
  async function* whole(): AsyncGenerator<Buffer> {
    yield head;
    for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
  }
  return [head, whole()];
}

/** `git archive` writes the commit as the comment of a global header, which comes first. */
function commitOfArchive(head: Buffer): string | undefined {
  if (head.length < 1024 || head.toString('latin1', 156, 157) !== 'g') return undefined;
  return /^\d+ comment=([0-9a-f]{40,64})\n/.exec(head.toString('latin1', 512, 1024))?.[1];
}

const refused = (reason: string): Fault => new Fault('DEP012', { reason: reason.slice(0, 200) });
