import { pipeline } from 'node:stream/promises';
import { extract, type Header, pack } from 'tar-stream';
import { Fault } from '../../fault.js';

/** Files of an archive that say what an image is called; small, as there is one image. */
const most = 1024 * 1024;

/**
 * An archive of `docker save` without any name in it. What an app's server has put into the vault
 * must not become, on another server, the image of another app or of the proxy: loading it would
 * move their names to it.
 *
 * @throws Fault BAK180 when the archive is no single image
 */
export async function* nameless(archive: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const from = extract();
  const to = pack();
  const fed = pipeline(archive, from as unknown as NodeJS.WritableStream);
  const passed = pass(from as unknown as AsyncIterable<Entry>, to);
  for (const part of [fed, passed]) part.catch((error: Error) => to.destroy(error));
  yield* to as unknown as AsyncIterable<Buffer>;
  await Promise.all([fed, passed]);
}

interface Entry extends AsyncIterable<Buffer> {
  header: Header;
  resume(): void;
}

async function pass(from: AsyncIterable<Entry>, to: ReturnType<typeof pack>): Promise<void> {
  for await (const entry of from) {
    const { header } = entry;
    const edit = edits[header.name];
    if (header.name === 'repositories') entry.resume();
    else if (edit !== undefined) {
      const text = JSON.stringify(edit(await jsonOf(entry)));
      const { pax: _, size: __, ...rest } = header;
      to.entry(rest, text);
    } else if (header.type === 'file') {
      const sink = to.entry(header);
      await pipeline(entry, sink as unknown as NodeJS.WritableStream);
    } else {
      entry.resume();
      to.entry(header);
    }
  }
  to.finalize();
}

const strange = (): Fault => new Fault('BAK180', {});

/** File at the archive's root → how its content is changed. */
const edits: Record<string, (content: unknown) => unknown> = {
  'manifest.json': (content) => {
    if (!Array.isArray(content) || content.length !== 1) throw strange();
    return [{ ...(content[0] as object), RepoTags: null }];
  },
  // The engine's newer format, beside the older one.
  'index.json': (content) => {
    const { manifests } = content as { manifests?: { annotations?: object }[] };
    if (!Array.isArray(manifests) || manifests.length !== 1) throw strange();
    const [{ annotations: _, ...manifest } = {}] = manifests;
    return { ...(content as object), manifests: [manifest] };
  },
};

async function jsonOf(entry: Entry): Promise<unknown> {
  if ((entry.header.size ?? 0) > most) throw strange();
  const chunks: Buffer[] = [];
  for await (const chunk of entry) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw strange();
  }
}
