/** What is in a tar, an entry at a time; names are kept as bytes. */
import { pipeline } from 'node:stream/promises';
import { extract, type Header } from 'tar-stream';
import { Fault } from '../../fault.js';

/**
 * A name or a link's target as the archive has it, one character a byte: old hosts have names that
 * are no UTF-8.
 */
export type Bytes = string;

export interface Entry {
  name: Bytes;
  /** `other`: a device or a pipe. */
  type: 'file' | 'folder' | 'symlink' | 'hardlink' | 'other';
  mode: number;
  uid: number;
  gid: number;
  size: number;
  /** Seconds. */
  mtime: number;
  /** Of a link. */
  target: Bytes;
}

/** As people may read it. */
export const shown = (name: Bytes): string =>
  JSON.stringify(Buffer.from(name, 'latin1').toString('utf8')).slice(1, -1);

/**
 * Gives each entry and its content to `see`, one after the other.
 * @param label of the archive, for people
 * @throws Fault MIG301 when it is damaged or ends early, MIG303 for what it cannot hold
 */
export async function eachEntry(
  content: AsyncIterable<Buffer>,
  label: string,
  see: (entry: Entry, body: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const end = new Ending();
  const tar = extract({ filenameEncoding: 'latin1' } as Parameters<typeof extract>[0]);
  const read = async (): Promise<void> => {
    for await (const stream of tar) {
      await see(entryOf(stream.header, label), stream as unknown as AsyncIterable<Buffer>);
      stream.resume();
    }
  };
  // Whoever fails ends the other; the first reason is the one that counts.
  let first: unknown;
  const note = (error: unknown): void => {
    first ??= error;
  };
  const stop = (error: unknown): void => {
    note(error);
    tar.destroy(error as Error);
  };
  await Promise.allSettled([
    pipeline(end.watch(content, note), tar as unknown as NodeJS.WritableStream).catch(note),
    read().catch(stop),
  ]);
  if (first !== undefined) throw explained(first, label);
  if (!end.isMarked) throw new Fault('MIG301', { file: label, reason: 'it ends early' });
}

/** A whole tar ends in two blocks of nothing; one that was cut between two entries does not. */
class Ending {
  #zeros = 0;

  get isMarked(): boolean {
    return this.#zeros >= 1024;
  }

  async *watch(
    content: AsyncIterable<Buffer>,
    note: (error: unknown) => void,
  ): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of content) {
        let at = chunk.length;
        while (at > 0 && chunk[at - 1] === 0) at -= 1;
        this.#zeros = at === 0 ? this.#zeros + chunk.length : chunk.length - at;
        yield chunk;
      }
    } catch (error) {
      note(error);
      throw error;
    }
  }
}

const types: Record<string, Entry['type']> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  symlink: 'symlink',
  link: 'hardlink',
  'character-device': 'other',
  'block-device': 'other',
  fifo: 'other',
};

function entryOf(header: Header, label: string): Entry {
  const pax = (header.pax ?? {}) as Record<string, string>;
  const isSparse = Object.keys(pax).some((key) => key.startsWith('GNU.sparse.'));
  const type = types[header.type ?? ''];
  const bytes = (text: string, key: string): Bytes =>
    key in pax ? Buffer.from(text, 'utf8').toString('latin1') : text;
  const name = bytes(header.name, 'path');
  if (type === undefined || isSparse) throw new Fault('MIG303', { file: label, name: shown(name) });
  return {
    name,
    type,
    mode: header.mode,
    uid: Number(pax.uid ?? header.uid),
    gid: Number(pax.gid ?? header.gid),
    size: type === 'file' ? header.size : 0,
    mtime: Math.floor(Number(pax.mtime ?? header.mtime.getTime() / 1000)),
    target: bytes(header.linkname ?? '', 'linkpath'),
  };
}

/** What the reader of tar says is about bytes; faults are told as they are. */
function explained(error: unknown, label: string): unknown {
  if (error instanceof Fault || !(error instanceof Error)) return error;
  const { message } = error;
  if (/Unexpected end of data|Premature close/.test(message)) {
    return new Fault('MIG301', { file: label, reason: 'it ends early' });
  }
  if (/[Ii]nvalid (tar )?header|exceeds max size/.test(message)) {
    const reason = 'it is no tar, or bytes of it were changed';
    return new Fault('MIG301', { file: label, reason });
  }
  return error;
}
