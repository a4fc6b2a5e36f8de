import { randomBytes } from 'node:crypto';
import { readlinkSync, statSync } from 'node:fs';
import { lstat, mkdir, mkdtemp, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { execa } from 'execa';
import { pack } from 'tar-stream';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Fault } from '../../../src/fault.js';
import { contentOf } from '../../../src/migrate/archive/open.js';
import { surveyArchive, type Wanted } from '../../../src/migrate/archive/survey.js';
import { countVolumes, unpackArchive } from '../../../src/migrate/archive/unpack.js';

type Item = Parameters<ReturnType<typeof pack>['entry']>[0] & { content?: string };

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'induk-archive-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function tarOf(items: Item[]): Promise<Buffer> {
  const tar = pack();
  for (const { content = '', ...header } of items) tar.entry({ mode: 0o644, ...header }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

async function* pieces(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 700) yield bytes.subarray(at, at + 700);
}

const wanted: Wanted = {
  label: 'situs.tar',
  at: '/var/www/situs',
  storage: { app: '/var/www/situs' },
  panel: false,
  leaveLinks: false,
};

const survey = async (items: Item[], more: Partial<Wanted> = {}) =>
  surveyArchive(pieces(await tarOf(items)), { ...wanted, ...more });

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Fault) return error.code;
  throw error ?? new Error('nothing was refused');
}

const folders: Item[] = [{ name: 'situs/', type: 'directory', mode: 0o755 }];
const page: Item = { name: 'situs/index.php', content: '<?php', uid: 33 };

describe('an archive', () => {
  it('is counted by the volumes that its parts belong to', async () => {
    const facts = await survey(
      [
        ...folders,
        page,
        { name: 'situs/unggah/a.jpg', content: 'foto' },
        { name: 'situs/unggah/pipa', type: 'fifo' },
      ],
      { storage: { unggah: '/var/www/situs/unggah' } },
    );
    expect(facts).toMatchObject({
      root: 'situs',
      volumes: { unggah: { files: 1, bytes: 4 } },
      left: { homeless: { count: 1, first: 'situs/index.php' }, special: { count: 1 } },
      hasWebOwner: false,
    });
  });

  it('has the same digest only when everything in it is the same', async () => {
    const { digest } = await survey([...folders, page]);
    expect((await survey([...folders, page])).digest).toBe(digest);
    for (const other of [{ content: '<?PHP' }, { mode: 0o600 }, { name: 'situs/index.PHP' }]) {
      expect((await survey([...folders, { ...page, ...other }])).digest).not.toBe(digest);
    }
  });

  it('of a panel has the app in its home, and dumps beside it', async () => {
    const items: Item[] = [
      { name: 'backup-1_kota/', type: 'directory' },
      { name: 'backup-1_kota/homedir/public_html/index.php', content: 'x' },
      { name: 'backup-1_kota/homedir/mail/rahasia', content: 'x' },
      { name: 'backup-1_kota/mysql/kota_situs.sql', content: 'x' },
    ];
    expect(await survey(items, { panel: true })).toMatchObject({
      root: 'backup-1_kota/homedir/public_html',
      volumes: { app: { files: 1 } },
      left: { outside: { count: 2 } },
      dumps: ['backup-1_kota/mysql/kota_situs.sql'],
    });
  });

  it.each<[string, string, Item[]]>([
    ['a name that climbs', 'MIG305', [...folders, { name: 'situs/../../etc/passwd' }]],
    ['an absolute name', 'MIG305', [...folders, { name: '/etc/passwd' }]],
    [
      'a link to another place',
      'MIG306',
      [...folders, { name: 'situs/a', type: 'symlink', linkname: '/etc' }],
    ],
    [
      'a link that climbs',
      'MIG306',
      [...folders, { name: 'situs/a', type: 'symlink', linkname: '../../b' }],
    ],
    [
      'a link that climbs behind a name',
      'MIG306',
      [...folders, { name: 'situs/a', type: 'symlink', linkname: 'b/../../c' }],
    ],
    [
      'another name of a file elsewhere',
      'MIG306',
      [...folders, { name: 'situs/a', type: 'link', linkname: '../etc/shadow' }],
    ],
    [
      'a folder that may not be the app',
      'MIG304',
      [{ name: 'lain/', type: 'directory' }, { name: 'lain/a' }],
    ],
    ['two folders', 'MIG304', [...folders, page, { name: 'lain/a' }]],
    ['nothing at all', 'MIG307', []],
  ])('is refused with %s', async (_what, code, items) => {
    expect(await refusal(survey(items as Item[]))).toBe(code);
  });

  it('may have links that stay in the app', async () => {
    const links = ['b', './b', 'c/d', '/var/www/situs/c', '.'].map((linkname, at) => ({
      ...{ name: `situs/${at}`, type: 'symlink' as const, linkname },
    }));
    const climbing: Item = { name: 'situs/c/d/e', type: 'symlink', linkname: '../../f' };
    expect((await survey([...folders, page, ...links, climbing])).volumes.app?.links).toBe(6);
  });

  it('is refused when it was cut, wherever that was', async () => {
    const whole = await tarOf([...folders, page, { ...page, name: 'situs/b' }]);
    for (const at of [300, 512, 1200, 1536, 2100, 2560, 3000]) {
      expect([at, await refusal(surveyArchive(pieces(whole.subarray(0, at)), wanted))]).toEqual([
        at,
        'MIG301',
      ]);
    }
    const packed = gzipSync(whole);
    await writeFile(join(folder, 'cut.tar.gz'), packed.subarray(0, packed.length - 20));
    expect(await refusal(surveyArchive(contentOf(join(folder, 'cut.tar.gz')), wanted))).toBe(
      'MIG301',
    );
  });

  it('is refused when bytes of it were changed', async () => {
    const whole = await tarOf([...folders, page]);
    whole[520] = 0x7e;
    expect(await refusal(surveyArchive(pieces(whole), wanted))).toBe('MIG301');
    const packed = gzipSync(await tarOf([...folders, page]));
    packed[packed.length - 6] = (packed.at(-6) ?? 0) ^ 255;
    await writeFile(join(folder, 'changed.tar.gz'), packed);
    expect(await refusal(surveyArchive(contentOf(join(folder, 'changed.tar.gz')), wanted))).toBe(
      'MIG301',
    );
    expect(await refusal(surveyArchive(pieces(Buffer.from('no archive'.repeat(99))), wanted))).toBe(
      'MIG301',
    );
  });
});

describe('a packed file', () => {
  afterEach(() => vi.unstubAllEnvs());

  it.each([
    ['zst', '28b52ffd2004', 'MIG302'],
    ['zip', '504b0506'.padEnd(44, '0'), 'MIG302'],
    ['missing', '', 'MIG300'],
  ])('.%s that cannot be read here says what is missing', async (name, head, code) => {
    vi.stubEnv('PATH', folder);
    const file = join(folder, `situs.${name}`);
    if (head !== '') await writeFile(file, Buffer.from(head, 'hex'));
    expect(await refusal(surveyArchive(contentOf(file), wanted))).toBe(code);
  });

  it('.zip or .tar.zst has in it what the same files have as a tar', async () => {
    const of = async (name: string) =>
      surveyArchive(contentOf(await packed(name)), { ...wanted, label: name });
    const tar = await of('situs.tar');
    expect(tar.volumes.app).toMatchObject({ files: 2, links: 1 });
    expect((await of('situs.zip')).digest).toBe(tar.digest);
    expect((await of('situs.tar.zst')).digest).toBe(tar.digest);
  });

  it.each([
    ['in the middle', (whole: Buffer) => whole.subarray(0, whole.length >> 1)],
    ['in the list at its end', (whole: Buffer) => whole.subarray(0, -30)],
    ['at its last byte', (whole: Buffer) => whole.subarray(0, -1)],
    ['before its end', (whole: Buffer) => whole.subarray(0, whole.indexOf('PK\u0001\u0002'))],
  ])('.zip that was cut %s is refused', async (_where, cut) => {
    const file = join(folder, 'cut.zip');
    await writeFile(file, cut(await readFile(await packed('situs.zip'))));
    expect(await refusal(surveyArchive(contentOf(file), wanted))).toBe('MIG301');
  });

  it.each(['situs.zip', 'situs.tar.zst'])(
    '%s is refused when a file in it was changed',
    async (name) => {
      const changed = await readFile(await packed(name));
      const middle = changed.length >> 1;
      changed[middle] = (changed[middle] ?? 0) ^ 255;
      const file = join(folder, `changed-${name}`);
      await writeFile(file, changed);
      expect(await refusal(surveyArchive(contentOf(file), wanted))).toBe('MIG301');
    },
  );

  /** Most of each archive, since it cannot be packed any smaller. */
  const photo = randomBytes(1 << 15);

  /** A real archive, made of the same files each time; what packs it goes by its name. */
  async function packed(name: string): Promise<string> {
    const app = join(folder, 'situs');
    await mkdir(join(app, 'unggah'), { recursive: true });
    await writeFile(join(app, 'index.php'), '<?php');
    await writeFile(join(app, 'unggah', 'pasar pagi é.jpg'), photo);
    await symlink('unggah', join(app, 'foto')).catch(() => {});
    const times = ['index.php', 'unggah/pasar pagi é.jpg', 'unggah', '.'].map((path) =>
      utimes(join(app, path), 1_600_000_000, 1_600_000_000),
    );
    await Promise.all(times);
    const file = join(folder, name);
    const tar = name.replace(/\.zst$/, '');
    await execa('bsdtar', ['--auto-compress', '-cf', join(folder, tar), '-C', folder, 'situs']);
    if (tar !== name) await execa('zstd', ['-q', '-f', join(folder, tar), '-o', file]);
    return file;
  }
});

describe('unpacking', () => {
  const into = async (items: Item[]): Promise<string> => {
    const volumes = await mkdtemp(join(folder, 'volumes-'));
    await mkdir(join(volumes, 'app'));
    await writeFile(join(volumes, 'app', 'dari dahulu'), 'x');
    const owner = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    await unpackArchive(pieces(await tarOf(items)), wanted, { folder: volumes, owner });
    return volumes;
  };

  it('makes what the archive has, and nothing that was there before stays', async () => {
    const volumes = await into([
      ...folders,
      { ...page, mode: 0o4755, mtime: new Date(1_600_000_000_000) },
      { name: 'situs/dalam/sekali/a', content: 'isi' },
      { name: 'situs/b', type: 'link', linkname: 'situs/index.php' },
      { name: 'situs/c', type: 'symlink', linkname: 'dalam/sekali' },
    ]);
    const app = join(volumes, 'app');
    expect(await readFile(join(app, 'c', 'a'), 'utf8')).toBe('isi');
    expect(readlinkSync(join(app, 'c'))).toBe('dalam/sekali');
    const { mode, mtimeMs, nlink } = statSync(join(app, 'index.php'));
    expect([mode & 0o7777, mtimeMs, nlink]).toEqual([0o755, 1_600_000_000_000, 2]);
    await expect(lstat(join(app, 'dari dahulu'))).rejects.toThrow('ENOENT');
    expect(await countVolumes(volumes, ['app'])).toEqual({
      app: { files: 2, bytes: 8, folders: 2, links: 2 },
    });
  });

  it.each<[string, Item[]]>([
    [
      'through a link',
      [
        { name: 'situs/a', type: 'symlink', linkname: 'index.php' },
        { name: 'situs/a/b', content: 'x' },
      ],
    ],
    ['over a file', [page, page]],
    [
      'a name of a link',
      [
        { name: 'situs/a', type: 'symlink', linkname: 'index.php' },
        { name: 'situs/b', type: 'link', linkname: 'situs/a' },
      ],
    ],
  ])('never writes %s', async (_what, items) => {
    expect(await refusal(into([...folders, page, ...items]))).toBe('MIG309');
  });
});
