import { execFile } from 'node:child_process';
import { chmod, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { sourceDigest, sourceEntries } from '../../../src/cluster/images/source.js';
import { type Tree, tree } from './tree.js';

const run = promisify(execFile);

const paths = async (entries: Tree): Promise<string[]> =>
  (await sourceEntries(await tree(entries))).map(({ path }) => path);

const digest = async (entries: Tree): Promise<string> => sourceDigest([await tree(entries)]);

describe('the source of an app', () => {
  it('is all of its files but Git’s, in the order of their paths', async () => {
    const entries = {
      'b.php': '',
      'a/c.php': '',
      '.env.example': '',
      '.git/config': '',
      empty: 'folder',
    };
    expect(await paths(entries as Tree)).toEqual([
      '.env.example',
      'a',
      'a/c.php',
      'b.php',
      'empty',
    ]);
  });

  it('leaves out what .dockerignore names and brings back what it excepts', async () => {
    const entries = {
      '.dockerignore': '# tests\n\n*.log\nvendor\n!vendor/keep.php\n**/cache\n/tmp/\n',
      'a.log': '',
      'sub/a.log': '',
      'vendor/x.php': '',
      'vendor/keep.php': '',
      'sub/cache/x': '',
      'tmp/x': '',
      'sub/tmp/x': '',
    };
    const files = (await paths(entries)).filter((path) => /\.|x$/.test(path));
    expect(files).toEqual(['.dockerignore', 'sub/a.log', 'sub/tmp/x', 'vendor/keep.php']);
  });

  it('never follows a link, not to itself and not out of the folder', async () => {
    const root = await tree({
      'app/index.php': '',
      loop: { link: '.' },
      'app/up': { link: '../..' },
      everything: { link: '/' },
      broken: { link: 'nowhere' },
    });
    const entries = await sourceEntries(root);
    expect(entries.map(({ path, kind, link }) => [path, kind, link])).toEqual([
      ['app', 'folder', undefined],
      ['app/index.php', 'file', undefined],
      ['app/up', 'link', '../..'],
      ['broken', 'link', 'nowhere'],
      ['everything', 'link', '/'],
      ['loop', 'link', '.'],
    ]);
  });

  it('may have any name', async () => {
    const names = [
      'a b',
      "it's",
      '"quoted"',
      'new\nline',
      'back\\slash',
      'ünïcödé',
      '-rf',
      '$HOME',
      '*',
    ];
    expect(await paths(Object.fromEntries(names.map((name) => [name, ''])))).toEqual(
      [...names].sort(),
    );
  });

  it('passes pipes over', async () => {
    const root = await tree({ a: '' });
    await run('mkfifo', [join(root, 'pipe')]);
    expect((await sourceEntries(root)).map(({ path }) => path)).toEqual(['a']);
  });
});

describe('the digest of a source', () => {
  const base: Tree = { 'a.php': 'one', 'run.sh': { script: 'two' }, link: { link: 'a.php' } };

  it('is the same in another place at another time, and for another user', async () => {
    const [one, two] = [await tree(base), await tree(base)];
    await utimes(join(two, 'a.php'), 1, 1);
    await chmod(join(two, 'a.php'), 0o600);
    await chmod(join(two, 'run.sh'), 0o700);
    expect(await sourceDigest([two])).toBe(await sourceDigest([one]));
  });

  it('does not change with what is ignored', async () => {
    const ignoring = { ...base, '.dockerignore': 'logs\n' };
    expect(await digest({ ...ignoring, 'logs/x': '1', '.git/HEAD': '2' })).toBe(
      await digest(ignoring),
    );
  });

  it.each<[string, Tree]>([
    ['a content', { ...base, 'a.php': 'ONE' }],
    ['a name', { 'b.php': 'one', 'run.sh': { script: 'two' }, link: { link: 'a.php' } }],
    ['an executable bit', { ...base, 'run.sh': 'two' }],
    ['where a link leads', { ...base, link: { link: 'run.sh' } }],
    ['a link made a file', { ...base, link: 'a.php' }],
    ['a folder', { ...base, cache: 'folder' }],
    ['a boundary between files', { ...base, 'a.php': 'on', 'a.php2': 'e' }],
  ])('changes with %s', async (_what, other) => {
    expect(await digest(other)).not.toBe(await digest(base));
  });

  it('reads many files without a warning', async () => {
    const warnings: string[] = [];
    const note = (warning: Error): void => {
      warnings.push(warning.message);
    };
    process.on('warning', note);
    const files = Array.from({ length: 40 }, (_, i) => [`f${i}`, `${i}`]);
    await digest(Object.fromEntries(files));
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('keeps two folders apart', async () => {
    const [a, b] = [await tree({ x: '1' }), await tree({ y: '2' })];
    expect(await sourceDigest([a, b])).not.toBe(await sourceDigest([b, a]));
    const both = await tree({ x: '1', y: '2' });
    await writeFile(join(a, 'y'), '2');
    expect(await sourceDigest([both])).toBe(await sourceDigest([a]));
  });
});
