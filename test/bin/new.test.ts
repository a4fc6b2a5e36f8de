/** `induk new` as a shell runs it, with everything that can be wrong: one message, nothing written. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { induk, root } from './run.js';

const site = 'site: contoh\ndomain: contoh.go.id\nservers: {satu: {address: 192.0.2.1}}\n';
const agency =
  'opd: dinkes\nname: Dinas Kesehatan\ntype: dinas\n# milik tim\napps:\n  lama: {title: Lama, function: lama, runtime: {static: true}, source: apps/lama}\n';

let folder: string;

const at = (path: string) => join(folder, path);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'induk-bin-new-'));
  await mkdir(at('opd'));
  await mkdir(at('apps/lama'), { recursive: true });
  await mkdir(at('apps/ada'));
  await writeFile(at('site.yaml'), site);
  await writeFile(at('opd/dinkes.yaml'), agency);
  await writeFile(at('apps/lama/index.html'), 'lama\n');
  await cp(join(root, 'templates/apps/requests/izin-praktik.yaml'), at('izin.yaml'));
  await template('luar', { 'template.yaml': manifest.replace('index.html', '../../x') });
  await template('salah', { 'project/index.html': '<p>\n{{titel}}\n' });
  await template('tautan', {});
  await symlink('/etc/passwd', at('templat/tautan/project/sandi'));
});

afterAll(() => rm(folder, { recursive: true }));

const manifest =
  'title: K\ndescription: K\nversion: "1"\nfill: [index.html]\nentry: {runtime: {static: true}}\n';

async function template(name: string, files: Record<string, string>): Promise<void> {
  const all = { 'template.yaml': manifest, 'project/index.html': '<p>{{title}}</p>\n', ...files };
  await mkdir(at(`templat/${name}/project`), { recursive: true });
  for (const [path, text] of Object.entries(all)) {
    await writeFile(at(`templat/${name}/${path}`), text);
  }
}

/** Every path below the folder, with its text. */
async function everything(): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).sort();
  const texts = paths.map(async (path) => [path, await readFile(path, 'utf8')] as const);
  const empty = entries.filter((entry) => entry.isDirectory()).map(({ name }) => [name, '']);
  return Object.fromEntries([...(await Promise.all(texts)), ...empty]);
}

const request = (text: string) => ({ text });
const fieldNamed = (name: string) =>
  request(
    `title: T\nfunction: uji\nroles: {petugas: {title: Petugas}}\nentities:\n  tamu:\n    title: T\n    fields: {${name}: {type: text, label: L}}\n`,
  );
/** Ticket codes come from the first letters, and must differ. */
const nameOf = (index: number) => `${'abcdefgh'[index % 8]}benda${index}`;
const entities = (count: number, refer: (index: number) => object) => ({
  title: 'T',
  function: 'uji',
  roles: { petugas: { title: 'Petugas' } },
  entities: Object.fromEntries(
    Array.from({ length: count }, (_, index) => [
      nameOf(index),
      { title: 'B', fields: { nama: { type: 'text', label: 'N' }, ...refer(index) } },
    ]),
  ),
});
const circle = (index: number) => ({
  acuan: { type: 'reference', to: nameOf((index + 1) % 3), label: 'A' },
});

describe('what cannot be is refused at once', () => {
  it.each([
    ['a folder that exists', 64, /^NEW030 /, 'ada', [], {}],
    ['an app that exists', 64, /^NEW031 /, 'lama', [], {}],
    ['a name that leads out', 64, /^INV023 /, '../keluar', [], {}],
    ['a name in words', 64, /^INV023 /, 'Izin Praktik', [], {}],
    ['an unknown agency', 64, /^NEW033 /, 'uji', ['--opd', 'dispora'], {}],
    ['an unknown template', 64, /^NEW032 /, 'uji', ['--template', 'layana'], {}],
    ['no request', 64, /^NEW001 /, 'uji', ['--request', 'tidak-ada.yaml'], {}],
    [
      'an unknown type',
      65,
      /INV018 .*:7:/,
      'uji',
      [],
      fieldNamed('aa: {type: teks, label: L}, bb'),
    ],
    ['a word of SQL', 65, /NEW010 .*"select".*SQL/, 'uji', [], fieldNamed('select')],
    ['a word of JavaScript', 65, /NEW010 .*"await".*JavaScript/, 'uji', [], fieldNamed('await')],
    ['a word of PHP', 65, /NEW010 .*"trait".*PHP/, 'uji', [], fieldNamed('trait')],
    ['a circle', 65, /NEW020 /, 'uji', [], request(stringify(entities(3, circle)))],
    ['200 entities', 65, /NEW012 /, 'uji', [], request(stringify(entities(200, () => ({}))))],
    ['a template with ../', 65, /NEW084 /, 'uji', ['--template', './templat/luar'], {}],
    ['a template with a link', 65, /NEW090 /, 'uji', ['--template', './templat/tautan'], {}],
    [
      'a word no template knows',
      65,
      /NEW081 .*index\.html:2:1/,
      'uji',
      ['--template', './templat/salah'],
      {},
    ],
  ] as const)('%s', async (_, code, message, name, more, { text }: { text?: string }) => {
    if (text !== undefined) await writeFile(at('permintaan.yaml'), text);
    const before = await everything();
    const file = text === undefined ? 'izin.yaml' : 'permintaan.yaml';
    const opd = more.includes('--opd' as never) ? [] : ['--opd', 'dinkes'];
    const from = more.includes('--request' as never) ? [] : ['--request', file];
    const args = ['new', name, ...from, ...opd, ...more, '--yes'];
    const env = { HOME: at('home'), CI: 'true', INDUK_INVENTORY: folder };
    const run = await induk(args, { cwd: folder, env });
    expect([run.code, run.stdout]).toEqual([code, '']);
    expect(run.stderr).toMatch(new RegExp(message.source, 'm'));
    // One message, and the sentence that sums up where there could be more.
    const said = run.stderr.match(/^[A-Z]{3}\d{3} /gm) ?? [];
    expect(said.filter((each) => !/NEW0[08]0/.test(each))).toHaveLength(1);
    expect(run.stderr).not.toMatch(/^\s+at |node:internal/m);
    expect(await everything()).toEqual(before);
  });
});
