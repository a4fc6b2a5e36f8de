import { truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { extract } from 'tar-stream';
import { describe, expect, it } from 'vitest';
import { buildContext, type ContextPart } from '../../../src/cluster/images/context.js';
import { tree } from './tree.js';

interface Entry {
  name: string;
  type: string | null | undefined;
  mode: number | undefined;
  linkname?: string | null;
  content: string;
}

async function entriesOf(parts: ContextPart[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  const unpacked = extract();
  const sent = pipeline(buildContext(parts), unpacked);
  sent.catch(() => {});
  for await (const entry of unpacked) {
    const chunks: Buffer[] = [];
    for await (const chunk of entry) chunks.push(chunk as Buffer);
    const { name, type, mode, linkname } = entry.header;
    const link = type === 'symlink' ? { linkname: linkname ?? null } : {};
    entries.push({ name, type, mode, ...link, content: Buffer.concat(chunks).toString() });
  }
  await sent;
  return entries;
}

describe('a build context', () => {
  it('holds a recipe at its root and the app below app/', async () => {
    const recipe = await tree({ Dockerfile: 'FROM x', run: { script: '#!/bin/sh' } });
    const app = await tree({
      'public/index.php': '<?php',
      cache: 'folder',
      current: { link: 'public' },
    });
    expect(
      await entriesOf([
        { directory: recipe, at: '' },
        { directory: app, at: 'app' },
      ]),
    ).toEqual([
      { name: 'Dockerfile', type: 'file', mode: 0o644, content: 'FROM x' },
      { name: 'run', type: 'file', mode: 0o755, content: '#!/bin/sh' },
      { name: 'app/', type: 'directory', mode: 0o755, content: '' },
      { name: 'app/cache/', type: 'directory', mode: 0o755, content: '' },
      { name: 'app/current', type: 'symlink', mode: 0o644, linkname: 'public', content: '' },
      { name: 'app/public/', type: 'directory', mode: 0o755, content: '' },
      { name: 'app/public/index.php', type: 'file', mode: 0o644, content: '<?php' },
    ]);
  });

  it('is the same bytes for the same source', async () => {
    const one = { directory: await tree({ a: '1', 'b/c': '2' }), at: '' };
    const two = { directory: await tree({ 'b/c': '2', a: '1' }), at: '' };
    expect(await bytesOf(one)).toEqual(await bytesOf(two));
  });

  it('holds paths longer than old tar formats know, and files of any size of name', async () => {
    const long = `${'folder-with-a-long-name/'.repeat(8)}${'n'.repeat(200)}.php`;
    const [entry] = (
      await entriesOf([{ directory: await tree({ [long]: 'x' }), at: 'app' }])
    ).filter(({ type }) => type === 'file');
    expect(entry).toMatchObject({ name: `app/${long}`, content: 'x' });
  });

  it('streams: 300 MB do not pass through the memory', async () => {
    const directory = await tree({ 'dump.sql': '' });
    await truncate(join(directory, 'dump.sql'), 300 * 2 ** 20);
    const before = process.memoryUsage().rss;
    let [size, peak] = [0, 0];
    for await (const chunk of buildContext([{ directory, at: 'app' }])) {
      size += (chunk as Buffer).length;
      if (size % 2 ** 20 < 2 ** 16) peak = Math.max(peak, process.memoryUsage().rss);
    }
    expect(size).toBeGreaterThan(300 * 2 ** 20);
    expect(peak - before).toBeLessThan(60 * 2 ** 20);
  });

  it('says so when a file cannot be read', async () => {
    const directory = join(await tree({}), 'gone');
    await expect(bytesOf({ directory, at: '' })).rejects.toThrow('ENOENT');
  });
});

async function bytesOf(part: ContextPart): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of buildContext([part])) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
