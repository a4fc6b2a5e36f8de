/** Apps as they are made, updated and checked through a shell, without servers and Docker. */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Outcome, root, induk as run } from './run.js';

const site = 'site: contoh\ndomain: contoh.go.id\nservers: {satu: {address: 192.0.2.1}}\n';
const dinkes = `# kepala
opd: dinkes   # singkat
name: Dinas Kesehatan
type: dinas
apps:
  # yang lama
  lama: {title: Lama, function: lama, runtime: {static: true}, source: apps/lama}
  # sampai sini
`;
const setda = `opd: setda
name: Sekretariat Daerah
type: sekretariat
apps:
  srikandi: {title: Srikandi, function: persuratan, kind: shared, runtime: {static: true}, source: apps/lama}
  praktik: {title: Izin Lain, function: Izin Praktik, runtime: {static: true}, source: apps/lama}
`;

let folder: string;

const at = (path: string) => join(folder, path);
const read = (path: string) => readFile(at(path), 'utf8');
const example = (name: string) => join(root, 'templates/apps/requests', `${name}.yaml`);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'induk-bin-made-'));
  await mkdir(at('opd'));
  await mkdir(at('apps/lama'), { recursive: true });
  await writeFile(at('site.yaml'), site);
  await writeFile(at('opd/dinkes.yaml'), dinkes);
  await writeFile(at('apps/lama/index.html'), 'lama\n');
});

afterEach(() => rm(folder, { recursive: true }));

/** @throws Error when it ends with another code, with all that was said */
async function induk(code: number, args: string[]): Promise<Outcome> {
  const env = { HOME: at('home'), CI: 'true', INDUK_INVENTORY: folder };
  const ended = await run(args, { cwd: folder, env });
  if (ended.code !== code) throw new Error(`${ended.code} ${ended.stdout}\n${ended.stderr}`);
  return ended;
}

const make = (code: number, name: string, more: string[]) =>
  induk(code, ['new', name, '--opd', 'dinkes', ...more]);

/** Somebody who can read secrets. */
async function withKey(): Promise<void> {
  const { stdout } = await induk(0, ['secrets', 'key', '--json']);
  await writeFile(at('site.yaml'), `${site}team: [${JSON.parse(stdout).data.recipient}]\n`);
}

describe('new', () => {
  it('lists its templates, for people and for programs', async () => {
    const { stdout } = await induk(0, ['new', '--list']);
    expect(stdout).toMatch(/^TEMPLATE +VERSION +WHAT IT MAKES\nlayanan +1 /);
    const { data } = JSON.parse((await induk(0, ['new', '--list', '--json'])).stdout);
    expect(data.map(({ name }: { name: string }) => name)).toEqual(['layanan', 'php', 'static']);
  });

  it('shows everything and writes nothing with --dry-run', async () => {
    const before = await readdir(folder, { recursive: true });
    const request = ['--request', example('izin-praktik'), '--dry-run'];
    const { stdout, stderr } = await make(0, 'izin', request);
    expect(stdout).toContain('apps/izin/');
    expect(stdout).toContain('  src/request.ts  ');
    expect(stdout).toContain('    title: Izin Praktik Tenaga Kesehatan');
    expect(stdout).toContain('secrets, made at random: DATA_KEY, COOKIE_KEY, ADMIN_PASSWORD');
    expect(stderr).toContain('nothing was written');
    expect(await readdir(folder, { recursive: true })).toEqual(before);
  });

  it('makes a project with its own Git, an entry between the comments, and secrets', async () => {
    await withKey();
    await make(0, 'izin', ['--request', example('izin-praktik'), '--yes']);
    expect(await readdir(at('apps/izin'))).toEqual(expect.arrayContaining(['.git', 'src']));
    const text = await read('opd/dinkes.yaml');
    const [head, tail] = dinkes.split('  # sampai sini\n');
    expect(text.startsWith(head ?? '-')).toBe(true);
    expect(text.endsWith(`  # sampai sini\n${tail}`)).toBe(true);
    expect(Object.keys(parse(text).apps)).toEqual(['lama', 'izin']);
    await induk(0, ['validate']);
    const { stdout } = await induk(0, ['secrets', 'get', 'izin', 'ADMIN_PASSWORD']);
    expect(stdout.trim()).toHaveLength(20);
  });

  it('makes none in a repository, for its folder is that one’s', async () => {
    await mkdir(at('.git'));
    const { stdout } = await make(0, 'portal', [
      ...['--request', example('izin-praktik'), '--template', 'static', '--yes', '--json'],
    ]);
    expect(JSON.parse(stdout).data).toMatchObject({ written: true, git: 'there', secrets: [] });
    expect(await readdir(at('apps/portal'))).not.toContain('.git');
  });
});

describe('an island', () => {
  it.each([
    ['of another agency', 'izin-praktik', 'NEW040', 'setda/praktik', /does the same already/],
    ['of a national app', 'surat-disposisi', 'NEW041', 'setda/srikandi', /national shared app/],
  ])('%s is told, refused without reasons, and written down with them', async (...row) => {
    const [, request, , app, words] = row;
    await writeFile(at('opd/setda.yaml'), setda);
    const args = ['--request', example(request), '--template', 'static', '--yes'];
    const alone = await make(64, 'pulau', args);
    expect(alone.stderr).toContain(app);
    expect(alone.stderr).toMatch(words);
    expect(alone.stderr).toMatch(/CLI004 .*\n.*--justification TEXT/);
    const reason = ['--justification', 'Belum melayani arsip: statis'];
    const half = await make(64, 'pulau', [...args, ...reason]);
    expect(half.stderr).toMatch(/--consideration NUMBER/);
    expect(await read('opd/dinkes.yaml')).toBe(dinkes);
    await make(0, 'pulau', [...args, ...reason, '--consideration', 'B-123/2026']);
    expect(parse(await read('opd/dinkes.yaml')).apps.pulau.spbe).toMatchObject({
      justification: 'Belum melayani arsip: statis',
      consideration: 'B-123/2026',
    });
    await induk(0, ['validate']);
  });
});

describe('new update', () => {
  async function portal(): Promise<void> {
    const more = ['--request', example('izin-praktik'), '--template', 'static', '--yes'];
    await make(0, 'portal', more);
  }

  const alter = async (path: string, part: string, by: string) => {
    const before = await read(path);
    expect(before).toContain(part);
    await writeFile(at(path), before.replace(part, by));
  };

  const title = 'Izin Praktik Tenaga Kesehatan';

  it('merges what changed, the entry in the inventory too', async () => {
    await portal();
    await alter('apps/portal/public/situs.css', '\n', '\n/* milik kami */\n');
    await alter('opd/dinkes.yaml', '    health: {path: /}', '    # kami\n    health: {path: /}');
    await alter('apps/portal/request.yaml', `title: ${title}`, 'title: Izin Nakes');
    const dry = await induk(0, ['new', 'update', 'portal', '--dry-run']);
    expect(dry.stdout).toContain('  public/index.html  changed\n');
    expect(dry.stdout).toContain(
      `  opd/dinkes.yaml  changed\n    - title: ${title}\n    + title: Izin Nakes`,
    );
    expect(await read('opd/dinkes.yaml')).toContain(`title: ${title}`);
    await induk(0, ['new', 'update', 'portal', '--yes']);
    expect(await read('apps/portal/public/index.html')).toContain('<h1>Izin Nakes</h1>');
    expect(await read('apps/portal/public/situs.css')).toContain('milik kami');
    const entry = await read('opd/dinkes.yaml');
    expect(entry).toContain('  portal:\n    title: Izin Nakes\n');
    expect(entry).toContain('    # kami\n');
    const { stdout } = await induk(0, ['new', 'update', 'portal', '--yes']);
    expect(stdout).toBe('dinkes/portal is up to date\n');
  });

  it('marks what both changed, tells of the inventory, and ends with 1', async () => {
    await portal();
    await alter('apps/portal/public/index.html', `<h1>${title}</h1>`, '<h1>Milik kami</h1>');
    await alter('opd/dinkes.yaml', `title: ${title}`, 'title: Milik kami');
    const before = await read('opd/dinkes.yaml');
    await alter('apps/portal/request.yaml', `title: ${title}`, 'title: Izin Nakes');
    const { stdout, stderr } = await induk(1, ['new', 'update', 'portal', '--yes', '--json']);
    const { data, warnings } = JSON.parse(stdout);
    expect(data).toMatchObject({ conflicts: 1, written: true, entry: { isByHand: true } });
    expect(warnings).toHaveLength(2);
    expect(stderr).toBe('');
    expect(await read('apps/portal/public/index.html')).toMatch(
      /^<<<<<<< proyek\n.*Milik kami[\s\S]*\n=======\n.*Izin Nakes[\s\S]*\n>>>>>>> templat$/m,
    );
    expect(await read('opd/dinkes.yaml')).toBe(before);
  });
});

describe('template check', () => {
  async function template(text: string): Promise<void> {
    await mkdir(at('kita/project'), { recursive: true });
    const manifest =
      'title: K\ndescription: K\nversion: "1"\nfill: [index.html]\nentry: {runtime: {static: true}}\n';
    await writeFile(at('kita/template.yaml'), manifest);
    await writeFile(at('kita/project/index.html'), text);
  }

  it('says that a template is right', async () => {
    await template('<p>{{title}}</p>\n');
    const { stdout } = await induk(0, ['template', 'check', './kita']);
    expect(stdout).toMatch(/kita 1 is right: 5 files from each request\n→ induk new --template/);
    await cp(join(root, 'templates/apps/php'), at('php'), { recursive: true });
    await induk(0, ['template', 'check', './php', '--request', example('izin-praktik')]);
  });

  it('says where it is wrong', async () => {
    await template('<p>\n{{titel}}</p>\n');
    const { stderr } = await induk(65, ['template', 'check', './kita']);
    expect(stderr).toMatch(/^NEW081 project\/index\.html:2:1 .*"titel"/m);
    expect(stderr).toContain('Did you mean "title"?');
    expect(stderr).toMatch(/^NEW080 .*1 error\(s\)/m);
  });
});
