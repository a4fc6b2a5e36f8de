import { execFileSync } from 'node:child_process';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tar, { type Header } from 'tar-stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { unpackSource } from '../../../src/cluster/images/unpack.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'induk-unpack-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

type Entry = Partial<Header> & { name: string; content?: string };

async function archive(entries: Entry[]): Promise<Buffer> {
  const pack = tar.pack();
  for (const { content, ...header } of entries) pack.entry(header, content ?? '');
  pack.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of pack) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** As it comes over a network: in pieces that end anywhere. */
async function* pieces(whole: Buffer, size = 700): AsyncGenerator<Buffer> {
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

const unpack = (whole: Buffer) => unpackSource(pieces(whole), join(folder, 'source'));

it('writes files, folders and links, and what may be executed', async () => {
  const whole = await archive([
    { name: 'src/', type: 'directory' },
    { name: 'src/main.js', content: 'x'.repeat(5000), mode: 0o644 },
    { name: './jalan.sh', content: '#!/bin/sh\n', mode: 0o755 },
    { name: 'tautan', type: 'symlink', linkname: '/etc/passwd' },
  ]);
  expect(await unpack(whole)).toEqual({});
  const source = join(folder, 'source');
  expect(readFileSync(join(source, 'src/main.js'), 'utf8')).toHaveLength(5000);
  expect(lstatSync(join(source, 'jalan.sh')).mode & 0o777).toBe(0o755);
  expect(lstatSync(join(source, 'src/main.js')).mode & 0o777).toBe(0o644);
  expect(readlinkSync(join(source, 'tautan'))).toBe('/etc/passwd');
});

it('knows the commit of what git archived', async () => {
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args]);
  git('init', '--quiet');
  execFileSync('sh', ['-c', 'echo satu > "$1"', 'sh', join(folder, 'satu.txt')]);
  git('add', '.');
  git('-c', 'user.name=u', '-c', 'user.email=u@u', 'commit', '--quiet', '-m', 'satu');
  const commit = git('rev-parse', 'HEAD').toString().trim();
  expect(await unpack(git('archive', '--format=tar', 'HEAD'))).toEqual({ commit });
  expect(readdirSync(join(folder, 'source'))).toEqual(['satu.txt']);
});

it.each<[string, Entry[]]>([
  ['a name above it', [{ name: '../luar', content: 'x' }]],
  ['a name above it, later', [{ name: 'a/../../luar', content: 'x' }]],
  ['an absolute name', [{ name: '/luar', content: 'x' }]],
  [
    'a file behind a link',
    [
      { name: 'a', type: 'symlink', linkname: '..' },
      { name: 'a/luar', content: 'x' },
    ],
  ],
  [
    'a file in the place of a link',
    [
      { name: 'a', type: 'symlink', linkname: '../luar' },
      { name: './a', content: 'x' },
    ],
  ],
  [
    'a folder in the place of a link',
    [
      { name: 'a', type: 'symlink', linkname: '..' },
      { name: 'a/', type: 'directory' },
    ],
  ],
  ['a hard link', [{ name: 'a', type: 'link', linkname: '../luar' }]],
  ['a device', [{ name: 'a', type: 'character-device' }]],
  [
    'a name twice',
    [
      { name: 'a', content: 'x' },
      { name: 'a', content: 'y' },
    ],
  ],
  ['nothing', []],
])('refuses %s', async (_, entries) => {
  const unpacking = unpack(await archive(entries));
  await expect(unpacking).rejects.toMatchObject({ code: 'DEP012' });
  expect(readdirSync(folder)).not.toContain('luar');
});

it('refuses a stream that is cut off, at whatever place', async () => {
  const whole = await archive([{ name: 'a', content: 'x'.repeat(4000) }]);
  for (const end of [0, 100, 600, 2000, 4300]) {
    rmSync(join(folder, 'source'), { recursive: true, force: true });
    await expect(unpack(whole.subarray(0, end))).rejects.toMatchObject({ code: 'DEP012' });
  }
});

it('refuses what is no archive', async () => {
  const text = Buffer.from('bukan arsip '.repeat(200));
  await expect(unpack(text)).rejects.toMatchObject({ code: 'DEP012' });
});
