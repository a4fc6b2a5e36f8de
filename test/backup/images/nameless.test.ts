import { extract, type Header, pack } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { nameless } from '../../../src/backup/images/nameless.js';
import type { Fault } from '../../../src/fault.js';

const layer = Buffer.alloc(3 << 20, 'lapisan');

type Member = [Partial<Header> & { name: string }, (string | Buffer)?];

async function* archiveOf(members: Member[]): AsyncGenerator<Buffer> {
  const tar = pack();
  const fill = async (): Promise<void> => {
    for (const [header, content = ''] of members) {
      await new Promise<void>((resolve, reject) => {
        tar.entry(header as Header, content, (error) => (error ? reject(error) : resolve()));
      });
    }
    tar.finalize();
  };
  const filled = fill();
  yield* tar as unknown as AsyncIterable<Buffer>;
  await filled;
}

/** Member → content, or its kind when it has none. */
async function passed(members: Member[]): Promise<Record<string, string>> {
  const out: Record<string, string> = {};
  const from = extract();
  const reading = (async () => {
    for await (const entry of from) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry as AsyncIterable<Buffer>) chunks.push(chunk);
      const { name, type, linkname } = entry.header;
      const content = Buffer.concat(chunks).toString();
      out[name] = type === 'file' ? content : `${type} ${linkname ?? ''}`.trim();
    }
  })();
  for await (const chunk of nameless(archiveOf(members))) from.write(chunk);
  from.end(undefined as never);
  await reading;
  return out;
}

const codeOf = (members: Member[]) =>
  passed(members).then(
    () => undefined,
    (error: Fault) => error.code,
  );

const named = {
  Config: 'a.json',
  RepoTags: ['localhost:1/induk-proxy:1'],
  Layers: ['b/layer.tar'],
};

describe('an archive of an image', () => {
  it('keeps all but its names', async () => {
    const found = await passed([
      [{ name: 'b/', type: 'directory' }],
      [{ name: 'b/layer.tar' }, layer],
      [{ name: 'c/layer.tar', type: 'symlink', linkname: '../b/layer.tar' }],
      [{ name: 'a.json' }, '{}'],
      [{ name: 'manifest.json' }, JSON.stringify([named])],
      [{ name: 'repositories' }, '{"localhost:1/induk-proxy": {"1": "b"}}'],
    ]);
    expect(Object.keys(found)).toEqual([
      ...['b/', 'b/layer.tar', 'c/layer.tar', 'a.json', 'manifest.json'],
    ]);
    expect(found['b/layer.tar'] === layer.toString()).toBe(true);
    expect(found['c/layer.tar']).toBe('symlink ../b/layer.tar');
    expect(JSON.parse(found['manifest.json'] ?? '')).toEqual([{ ...named, RepoTags: null }]);
  });

  it('loses them in the newer format, too', async () => {
    const annotations = { 'io.containerd.image.name': 'localhost:1/induk-proxy:1' };
    const index = { schemaVersion: 2, manifests: [{ digest: 'sha256:a', annotations }] };
    const found = await passed([[{ name: 'index.json' }, JSON.stringify(index)]]);
    expect(JSON.parse(found['index.json'] ?? '')).toEqual({
      schemaVersion: 2,
      manifests: [{ digest: 'sha256:a' }],
    });
  });

  it.each([
    ['two images', 'manifest.json', JSON.stringify([named, named])],
    ['two images of the newer format', 'index.json', '{"manifests": [{}, {}]}'],
    ['what is no JSON', 'manifest.json', '{'],
    ['a list without end', 'manifest.json', ' '.repeat(2 << 20)],
  ])('is refused with %s', async (_, name, content) => {
    expect(await codeOf([[{ name }, content]])).toBe('BAK180');
  });
});
