import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import tar from 'tar-stream';
import { type SourceEntry, type SourceFolder, sourceEntries } from './source.js';

/** A directory and the folder of the build context it goes to; `''` is the root. */
export interface ContextPart extends SourceFolder {
  at: string;
}

/** A folder of the build context with nothing in it. */
export interface EmptyPart {
  at: string;
  directory?: undefined;
}

/**
 * Build context as a tar stream, read from the disk as the engine takes it: nothing is
 * held whole in memory or written to a temporary file.
 */
export function buildContext(parts: (ContextPart | EmptyPart)[]): NodeJS.ReadableStream {
  const pack = tar.pack();
  fill(pack, parts).then(
    () => pack.finalize(),
    (error: Error) => pack.destroy(error),
  );
  return pack as unknown as NodeJS.ReadableStream;
}

async function fill(pack: tar.Pack, parts: (ContextPart | EmptyPart)[]): Promise<void> {
  for (const part of parts) {
    const { at } = part;
    if (at !== '') await header(pack, { name: `${at}/`, type: 'directory', mode: 0o755 });
    if (part.directory === undefined) continue;
    for (const entry of await sourceEntries(part.directory, part.only)) {
      await add(pack, entry, at === '' ? entry.path : `${at}/${entry.path}`);
    }
  }
}

async function add(pack: tar.Pack, entry: SourceEntry, name: string): Promise<void> {
  const mode = entry.executable ? 0o755 : 0o644;
  if (entry.kind === 'folder') {
    await header(pack, { name: `${name}/`, type: 'directory', mode });
    return;
  }
  if (entry.kind === 'link') {
    await header(pack, { name, type: 'symlink', linkname: entry.link ?? '', mode });
    return;
  }
  // Fixed times: the same source gives the same bytes.
  const sink = pack.entry({ name, size: entry.size, mode, mtime: new Date(0) });
  await pipeline(createReadStream(entry.absolute), sink);
}

function header(pack: tar.Pack, headers: Partial<tar.Header> & { name: string }): Promise<void> {
  return new Promise((resolve, reject) => {
    pack.entry({ ...headers, mtime: new Date(0) }, (error) => (error ? reject(error) : resolve()));
  });
}
