import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Fault } from '../../src/fault.js';
import { generate } from '../../src/scaffold/generate.js';
import { templateNames } from '../../src/scaffold/template.js';
import { checkTemplate } from '../../src/scaffold/template-check.js';
import { openTemplate } from '../../src/scaffold/template-source.js';
import { answersOf, templates } from './project.js';
import { exampleNames, exampleRequest, exampleText } from './request/examples.js';

const manifest = `title: Kita
description: Templat tim kami.
version: "1"
fill: [README.md]
secrets: {SANDI: password}
entry:
    # di mana ia berjalan
    runtime: {php: "8.4"}
    health: {path: /}
`;

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'induk-template-test-'));
});

afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

async function write(files: Record<string, string | Buffer>) {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

const right = {
  'template.yaml': manifest,
  'project/README.md': '# {{title}}\n',
  'project/public/index.html': '{{ utuh }}',
};

const open = (location: string) =>
  openTemplate(location, { own: templates, root: folder, from: folder });

const requests = exampleNames.map((name) => ({
  path: name,
  request: exampleRequest(name),
  text: exampleText(name),
}));

/** Codes and places of what is wrong with the template in `kita`. */
async function problems(): Promise<string[]> {
  const found = await open('./kita')
    .then((template) => checkTemplate(template, requests))
    .then(
      () => undefined,
      (error: unknown) => error,
    );
  if (!(found instanceof Fault)) throw new Error('nothing is wrong with it', { cause: found });
  if (found.diagnostics.length === 0) return [found.code];
  return found.diagnostics.map(({ code, at }) => `${code} ${at?.file}:${at?.line}:${at?.column}`);
}

const inKita = (files: Record<string, string | Buffer>) =>
  write(Object.fromEntries(Object.entries(files).map(([path, text]) => [`kita/${path}`, text])));

describe('a template of one’s own', () => {
  it('makes projects, with its entry as it is written', async () => {
    await inKita({ ...right, 'project/dot-gitignore': 'x\n' });
    const template = await open('./kita');
    expect(template).toMatchObject({
      name: './kita',
      version: '1',
      secrets: { SANDI: 'password' },
    });
    expect(template.entry).toEqual([
      '# di mana ia berjalan',
      'runtime: {php: "8.4"}',
      'health: {path: /}',
    ]);
    expect(checkTemplate(template, requests).map(({ files }) => files)).toEqual([7, 7]);
    const [first] = requests;
    if (first === undefined) throw new Error('no example');
    const answers = answersOf('./kita', 'izin');
    const files = generate(template, { request: first.request, requestText: first.text, answers });
    const text = (path: string) => files.find((file) => file.path === path)?.text;
    expect(text('README.md')).toBe(`# ${first.request.title}\n`);
    expect(text('public/index.html')).toBe('{{ utuh }}');
    expect(text('.gitignore')).toBe('x\n');
  });

  it('comes from a Git repository as well, at a branch, and leaves no copy behind', async () => {
    const git = (...argv: string[]) =>
      promisify(execFile)('git', ['-c', 'user.name=u', '-c', 'user.email=u@x', ...argv], {
        cwd: join(folder, 'kita'),
      });
    await inKita(right);
    await git('init', '-q', '-b', 'main');
    await git('add', '-A');
    await git('commit', '-qm', 'x');
    await git('branch', 'v2');
    const temporary = join(folder, 'sementara');
    await mkdir(temporary);
    vi.stubEnv('TMPDIR', temporary);
    const address = `file://${join(folder, 'kita')}`;
    expect((await open(`${address}#v2`)).name).toBe(`${address}#v2`);
    expect((await open(address)).files).toHaveLength(2);
    await expect(open(`${address}#v3`)).rejects.toMatchObject({ code: 'NEW098' });
    await expect(open(`${address}#--upload-pack=x`)).rejects.toMatchObject({ code: 'NEW098' });
    expect(await readdir(temporary)).toEqual([]);
  });

  it.each([
    ['no folder', './tidak-ada', 'NEW095'],
    ['no name', 'tidak-ada', 'NEW032'],
    ['an address that could be changed on its way', 'http://git.contoh.go.id/a.git', 'NEW096'],
    ['an address with a password', 'https://a:rahasia@git.contoh.go.id/a.git', 'NEW097'],
    ['an address that runs a program', 'ext::sh -c id.git', 'NEW098'],
    ['an empty folder', '.', 'NEW088'],
  ])('is refused: %s', async (_, location, code) => {
    await expect(open(location)).rejects.toMatchObject({ code });
  });

  it.each([
    ['nothing that says what it is', { 'template.yaml': '' }, ['INV007 template.yaml:1:1']],
    [
      'a path out of it',
      { 'template.yaml': manifest.replace('README.md', '../README.md') },
      ['NEW084 template.yaml:4:8'],
    ],
    [
      'a path into Git',
      { 'template.yaml': `${manifest}shared: {.git/hooks/x: gaya.css}\n` },
      ['NEW084 template.yaml:10:10'],
    ],
    [
      'a file that is not there',
      { 'template.yaml': manifest.replace('README.md', 'BACA.md') },
      ['NEW087 template.yaml:4:8'],
    ],
    ['an unknown key', { 'template.yaml': `${manifest}skrip: x\n` }, ['INV014 template.yaml:10:1']],
    [
      'a wrong entry',
      { 'template.yaml': manifest.replace('path: /', 'path: x') },
      ['INV044 template.yaml:9:20'],
    ],
    [
      'an unknown key in the entry',
      { 'template.yaml': `${manifest}    helth: 1\n` },
      ['INV014 template.yaml:10:5'],
    ],
    [
      'a key that is induk’s to write',
      { 'template.yaml': `${manifest}    source: x\n` },
      ['NEW089 template.yaml:10:5'],
    ],
    ['a wrong word', { 'project/README.md': 'a\n{{titel}}' }, ['NEW081 project/README.md:2:1']],
    [
      'a hook that Git would run',
      { 'project/dot-git/hooks/post-checkout': 'x' },
      ['NEW084 project/dot-git/hooks/post-checkout:1:1'],
    ],
    ['a file induk writes', { 'project/request.yaml': 'x' }, ['NEW084 project/request.yaml:1:1']],
    [
      'two files of one name',
      { 'project/.env': 'x', 'project/dot-env': 'y' },
      ['NEW094 project/.env:1:1'],
    ],
    [
      'no text',
      { 'project/logo.png': Buffer.from([0x89, 0x50, 0, 1]) },
      ['NEW092 project/logo.png:1:1'],
    ],
    [
      'too much',
      { 'project/besar.txt': 'x'.repeat(3 * 1024 * 1024) },
      ['NEW091 project/besar.txt:1:1'],
    ],
  ])('is told of %s', async (_, files, expected) => {
    await inKita({ ...right, ...files });
    expect(await problems()).toEqual(expected);
  });

  it.each([
    ['project/sandi', '/etc/passwd', ['NEW090 project/sandi:1:1']],
    ['project/semua', '..', ['NEW090 project/semua:1:1']],
    ['parts', '/etc', ['NEW090 parts:1:1']],
    ['template.yaml', '/etc/passwd', ['NEW088']],
  ])('is told of a link: %s', async (path, target, expected) => {
    await inKita(right);
    await rm(join(folder, 'kita', path), { force: true });
    await symlink(target, join(folder, 'kita', path));
    expect(await problems()).toEqual(expected);
  });
});

it('has an entry in braces, too', async () => {
  const entry = 'entry: {runtime: {static: true}, size: {memory: 64MiB}}\n';
  await inKita({ ...right, 'template.yaml': `${manifest.split('secrets')[0]}${entry}` });
  const template = await open('./kita');
  expect(template.entry).toEqual(['runtime:', '  static: true', 'size:', '  memory: 64MiB']);
});

describe('induk’s own templates', () => {
  it('are right, every one', async () => {
    const names = await templateNames(templates);
    expect(names).toEqual(['layanan', 'php', 'static']);
    for (const name of names) {
      expect(checkTemplate(await open(name), requests)).toHaveLength(exampleNames.length);
    }
  });
});
