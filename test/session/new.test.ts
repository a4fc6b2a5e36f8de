import { cp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type LoadedInventory, loadInventory } from '../../src/session/inventory.js';
import {
  checkGiven,
  findIslands,
  makeNewApp,
  type NewAppWish,
  planNewApp,
  readRequestFile,
} from '../../src/session/new.js';
import {
  askAboutIslands,
  askForPlace,
  askForRequest,
  type NewAsker,
} from '../../src/session/new-questions.js';
import { planProjectUpdate, updateProject } from '../../src/session/new-update.js';
import { exampleRequest, exampleText } from '../scaffold/request/examples.js';
import {
  allFiles,
  faultOf,
  newIdentity,
  plain,
  storeFor,
  temporaryFolder,
} from '../secrets/workplace.js';

const example = join(import.meta.dirname, '../../inventory');

/** A copy of the example inventory. */
async function workplace(): Promise<LoadedInventory> {
  const root = join(await temporaryFolder(), 'inventory');
  await cp(example, root, { recursive: true });
  return loadInventory(root);
}

function wish(more: Partial<NewAppWish> = {}): NewAppWish {
  const name = 'izin-praktik';
  const request = exampleRequest(name);
  return { request, text: exampleText(name), name, opd: 'dispar', template: 'layanan', ...more };
}

async function made(loaded: LoadedInventory) {
  const plan = await planNewApp(loaded, wish());
  const store = storeFor(loaded.root, [await newIdentity()]);
  return { plan, store, ...(await makeNewApp(loaded, plan, store)) };
}

describe('a new app', () => {
  it('is a project, an entry in the inventory and secrets', async () => {
    const loaded = await workplace();
    const before = await readFile(join(loaded.root, 'opd/dispar.yaml'), 'utf8');
    const { plan, store, git } = await made(loaded);
    expect(git).toBe('made');
    const { inventory } = await loadInventory(loaded.root);
    const app = inventory.apps.find(({ id }) => id === 'dispar/izin-praktik');
    expect(app).toMatchObject({ source: 'apps/izin-praktik', health: { path: '/ready' } });
    const after = await readFile(join(loaded.root, 'opd/dispar.yaml'), 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect((await stat(join(loaded.root, 'opd/dispar.yaml'))).mode & 0o777).toBe(0o644);
    const secrets = plain(await store.read('dispar/izin-praktik'));
    expect(Object.keys(secrets).sort()).toEqual(['ADMIN_PASSWORD', 'COOKIE_KEY', 'DATA_KEY']);
    expect(Buffer.from(secrets.DATA_KEY ?? '', 'base64')).toHaveLength(32);
    const written = await readFile(join(loaded.root, plan.folder, 'src/request.ts'), 'utf8');
    expect(written).toContain('Dinas Pariwisata');
    const values = Object.values(secrets);
    const leaked = (await allFiles(loaded.root)).filter(({ text }) =>
      values.some((value) => text.includes(value)),
    );
    expect(leaked).toEqual([]);
  });

  it('gets no repository inside another', async () => {
    const loaded = await workplace();
    await mkdir(join(loaded.root, '../.git'));
    const { git, plan } = await made(loaded);
    expect(git).toBe('there');
    expect(await readdir(join(loaded.root, plan.folder))).not.toContain('.git');
  });

  it('is refused where something is already, and only then', async () => {
    const loaded = await workplace();
    const folder = join(loaded.root, 'apps/izin-praktik');
    await symlink('/nowhere', folder);
    expect((await faultOf(() => planNewApp(loaded, wish()))).code).toBe('NEW030');
    await rm(folder);
    await made(loaded);
    const again = await loadInventory(loaded.root);
    expect((await faultOf(() => planNewApp(again, wish()))).code).toBe('NEW031');
  });

  it.each([
    ['INV023', { name: '../etc' }],
    ['INV023', { name: 'Izin Praktik' }],
    ['NEW033', { opd: 'dispor' }],
    ['NEW032', { template: 'layanan2' }],
    ['NEW095', { template: '../layanan' }],
    ['NEW096', { template: 'http://git.contoh.go.id/templat.git' }],
    ['INV000', { server: 'pusat-9' }],
    ['INV000', { name: 'izin-praktik-tenaga-kesehatan1', opd: 'disdukcapil', server: 'pusat-9' }],
  ])('is refused with %s for %j', async (code, more) => {
    const loaded = await workplace();
    const before = await allFiles(loaded.root);
    expect((await faultOf(() => planNewApp(loaded, wish(more)))).code).toBe(code);
    expect(await allFiles(loaded.root)).toEqual(before);
  });

  it('leaves nothing behind when it cannot be finished', async () => {
    const loaded = await workplace();
    const before = await allFiles(loaded.root);
    const plan = await planNewApp(loaded, wish());
    const locked = storeFor(loaded.root, [], { team: [] });
    await expect(makeNewApp(loaded, plan, locked)).rejects.toThrow();
    expect(await allFiles(loaded.root)).toEqual(before);
  });

  it('needs no secrets, and nobody’s key, where its template has none', async () => {
    const loaded = await workplace();
    const plan = await planNewApp(loaded, wish({ template: 'static', name: 'portal' }));
    await makeNewApp(loaded, plan, storeFor(loaded.root, [], { team: [] }));
    expect(await readdir(loaded.root)).not.toContain('secrets');
    const { inventory } = await loadInventory(loaded.root);
    const app = inventory.apps.find(({ id }) => id === 'dispar/portal');
    expect(app).toMatchObject({ runtime: { kind: 'static', docroot: 'public' }, secrets: [] });
    expect(app?.spbe).toMatchObject({ personalData: false });
  });

  it('is made from a template of one’s own, and follows it', async () => {
    const { root, ...loaded } = await workplace();
    const file = (path: string) => join(root, path);
    await mkdir(file('templates/kita/project'), { recursive: true });
    const manifest = `title: Kita\ndescription: Kami.\nversion: "1"\nfill: [index.html]\nentry:\n  runtime: {static: true} # kami\n`;
    await writeFile(file('templates/kita/template.yaml'), manifest);
    await writeFile(file('templates/kita/project/index.html'), '<h1>{{title}}</h1>\n');
    const own = wish({ template: file('templates/kita') });
    const plan = await planNewApp({ root, ...loaded }, own);
    await makeNewApp({ root, ...loaded }, plan, storeFor(root, [await newIdentity()]));
    expect(plan.entry).toContain('runtime: {static: true} # kami');
    const answers = await readFile(file(`${plan.folder}/.induk/answers.yaml`), 'utf8');
    expect(answers).toContain('template: ./templates/kita\n');
    await writeFile(file('templates/kita/template.yaml'), manifest.replace('"1"', '"2"'));
    await writeFile(file('templates/kita/project/index.html'), '<h1>Situs {{title}}</h1>\n');
    const { inventory } = await loadInventory(root);
    const app = inventory.apps.find(({ id }) => id === plan.app);
    if (app === undefined) throw new Error('no app');
    const update = await planProjectUpdate(await loadInventory(root), app);
    expect([update.from, update.to]).toEqual(['1', '2']);
    expect(update.changes.find(({ path }) => path === 'index.html')).toMatchObject({
      kind: 'replace',
      text: '<h1>Situs Izin Praktik Tenaga Kesehatan</h1>\n',
    });
  });

  it('is not begun when its template is wrong', async () => {
    const loaded = await workplace();
    const folder = join(loaded.root, 'templates/kita');
    await mkdir(join(folder, 'project'), { recursive: true });
    const manifest =
      'title: K\ndescription: K\nversion: "1"\nfill: [a]\nentry: {runtime: {static: true}}\n';
    await writeFile(join(folder, 'template.yaml'), manifest);
    await writeFile(join(folder, 'project/a'), '{{titel}}');
    const before = await allFiles(loaded.root);
    const fault = await faultOf(() => planNewApp(loaded, wish({ template: folder })));
    expect([fault.code, fault.diagnostics[0]?.at?.file]).toEqual(['NEW080', 'project/a']);
    expect(await allFiles(loaded.root)).toEqual(before);
  });

  it('does not write over an inventory that somebody changed meanwhile', async () => {
    const loaded = await workplace();
    const plan = await planNewApp(loaded, wish());
    const path = join(loaded.root, 'opd/dispar.yaml');
    await writeFile(path, `${await readFile(path, 'utf8')}# lain\n`);
    const before = await allFiles(loaded.root);
    const store = storeFor(loaded.root, [await newIdentity()]);
    expect((await faultOf(() => makeNewApp(loaded, plan, store))).code).toBe('NEW035');
    expect(await allFiles(loaded.root)).toEqual(before);
  });
});

describe('the request of a new app', () => {
  it('is read whole, or refused with all that is wrong', async () => {
    const path = join(await temporaryFolder(), 'r.yaml');
    expect((await faultOf(() => readRequestFile(path))).code).toBe('NEW001');
    await writeFile(path, exampleText('izin-praktik').replace('type: nik', 'type: nikk'));
    const fault = await faultOf(() => readRequestFile(path));
    expect([fault.code, fault.exit]).toEqual(['NEW000', 65]);
    expect(fault.diagnostics.map(({ suggestion }) => suggestion)).toEqual(['nik']);
  });
});

describe('what is asked', () => {
  const asker: NewAsker = {
    interactive: false,
    ask: async ({ flag }) => `asked ${flag}`,
    choose: async ({ flag }) => `chosen ${flag}`,
    words: async (code) => code,
  };

  it('is what no flag and no default answers', async () => {
    const { inventory } = await workplace();
    const { request, text } = wish();
    expect(await askForPlace(inventory, { request, text }, {}, asker)).toEqual({
      opd: 'chosen --opd OPD',
      name: 'izin-praktik',
      server: undefined,
    });
  });

  it('is what an app is for, when there is no request', async () => {
    const answers: Record<string, string> = {
      NEW048: 'Buku Tamu',
      NEW049: 'buku-tamu',
      NEW050: 'Kunjungan',
      NEW051: 'Nama, Keperluan, , Tanggal kunjungan',
      NEW052: 'yes',
    };
    const answer = async ({ message }: { message: string }) => answers[message] ?? '';
    const person = { ...asker, interactive: true, ask: answer, choose: answer };
    const { request } = await askForRequest(person);
    expect([request.title, request.function]).toEqual(['Buku Tamu', 'buku-tamu']);
    expect(request.entities[0]).toMatchObject({ name: 'kunjungan', isPublic: true });
    expect(request.entities[0]?.fields.map(({ type }) => type)).toEqual(['text', 'text', 'date']);
  });

  /** Types answers at each question until one is taken; the sentences it was refused with. */
  async function typed(answers: Record<string, string[]>) {
    const refused: string[] = [];
    const ask: NewAsker['ask'] = async ({ message, default: otherwise = '', validate }) => {
      for (const answer of [...(answers[message] ?? []), otherwise, 'Layanan baru']) {
        const verdict = (await validate?.(answer)) ?? true;
        if (verdict === true) return answer;
        refused.push(verdict);
      }
      throw new Error(`nothing fits ${message}`);
    };
    const choose: NewAsker['choose'] = async ({ choices }) => String(choices[0]?.value);
    return { person: { ...asker, interactive: true, ask, choose }, refused };
  }

  it('takes no answer from which no app could be made', async () => {
    const { person, refused } = await typed({
      NEW048: ['', '   ', 'x'.repeat(201), '!!'],
      NEW049: ['Izin Praktik', 'izin--x', 'uji'],
      NEW050: ['', 'a\tb', 'ID'],
      NEW051: [' , ,', 'Nama, nama', 'x,'.repeat(61), 'State, Version, Token, Note'],
    });
    const { request } = await askForRequest(person);
    expect(refused).toEqual([
      ...['NEW055', 'NEW055', 'NEW056'],
      ...['NEW037', 'NEW037'],
      ...['NEW055', 'NEW057'],
      ...['NEW055', 'NEW058', 'NEW059'],
    ]);
    expect([request.title, request.function]).toEqual(['!!', 'uji']);
    expect(request.entities[0]?.name).toBe('data_id');
    expect(request.entities[0]?.fields.map(({ name }) => name)).toEqual([
      ...['data_state', 'data_version', 'data_token', 'data_note'],
    ]);
  });

  it('takes no name that is taken, and no reason that says nothing', async () => {
    const { inventory } = await workplace();
    const { person, refused } = await typed({
      NEW044: ['Antrian', 'antrian', 'antrian-2'],
      NEW042: ['  a ', 'Antrian kami lain'],
      NEW043: ['', 'B-1'],
    });
    const { request, text } = wish();
    const flags = { opd: 'disdukcapil' };
    const place = await askForPlace(inventory, { request, text }, flags, person);
    expect(place.name).toBe('antrian-2');
    const [island] = [{ app: 'a/b', title: 'B', kind: 'local' } as const];
    expect(await askAboutIslands([island], {}, person)).toEqual({
      justification: 'Antrian kami lain',
      consideration: 'B-1',
    });
    expect(refused).toEqual(['NEW037', 'NEW031', 'NEW038', 'NEW038']);
  });

  it('is a server only where there are several and none is the default', async () => {
    const { inventory } = await workplace();
    const [first] = inventory.servers;
    if (first === undefined) throw new Error('no server');
    const two = { ...inventory, servers: [first, { ...first, name: 'kedua' }] };
    const { person } = await typed({});
    const { request, text } = wish();
    const serverOf = async (site: typeof inventory) =>
      (await askForPlace(site, { request, text }, { opd: 'dispar', name: 'uji' }, person)).server;
    expect(await serverOf(inventory)).toBeUndefined();
    expect(await serverOf(two)).toBe(first.name);
    const site = { ...inventory.site, defaultServer: 'kedua' };
    expect(await serverOf({ ...two, site })).toBeUndefined();
  });

  it('is nothing where what was given cannot be', async () => {
    const { inventory } = await workplace();
    const codeFor = async (agencies: typeof inventory.agencies, opd?: string, name?: string) =>
      (await faultOf(() => checkGiven({ ...inventory, agencies }, opd, name))).code;
    expect(await codeFor([])).toBe('NEW036');
    expect(await codeFor([], 'dispar', 'uji')).toBe('NEW036');
    expect(await codeFor(inventory.agencies, 'dispor')).toBe('NEW033');
    expect(await codeFor(inventory.agencies, undefined, 'Uji Coba')).toBe('INV023');
    expect(await codeFor(inventory.agencies, 'disdukcapil', 'antrian')).toBe('NEW031');
    expect(checkGiven(inventory, 'dispar')).toBeUndefined();
  });

  it('is why an island is needed, and with whose consent', async () => {
    const loaded = await workplace();
    const { request, text } = wish();
    const same = { request: { ...request, function: 'Antrian' }, text };
    const islands = findIslands(loaded, same);
    expect(islands.map(({ app }) => app)).toEqual(['disdukcapil/antrian']);
    expect(await askAboutIslands(islands, { consideration: 'B-1' }, asker)).toEqual({
      justification: 'asked --justification TEXT',
      consideration: 'B-1',
    });
    expect(findIslands(loaded, { request, text })).toEqual([]);
    expect(await askAboutIslands([], {}, asker)).toEqual({});
  });
});

describe('a project’s update', () => {
  /** A project just made, its request changed by `change`, and everything to update it with. */
  async function changed(change: (request: string) => string) {
    const loaded = await workplace();
    const { plan, store } = await made(loaded);
    const file = (path: string) => join(loaded.root, plan.folder, path);
    const request = await readFile(file('request.yaml'), 'utf8');
    await writeFile(file('request.yaml'), change(request));
    const path = join(loaded.root, 'opd/dispar.yaml');
    const plans = async (retired: string[] = []) => {
      const now = await loadInventory(loaded.root);
      const app = now.inventory.apps.find(({ id }) => id === plan.app);
      if (app === undefined) throw new Error('no app');
      return { now, app, update: await planProjectUpdate(now, app, { retired }) };
    };
    const agency = {
      read: () => readFile(path, 'utf8'),
      alter: async (part: string, by: string) =>
        writeFile(path, (await readFile(path, 'utf8')).replace(part, by)),
    };
    return { ...loaded, store, file, plans, agency, folder: plan.folder };
  }

  const withCode = (request: string) => {
    const field = '      alamat: {type: paragraph';
    return request.replace(field, `      kode: {type: text, label: Kode}\n${field}`);
  };

  it('follows its request, keeps what the team changed, and then has nothing to do', async () => {
    const { file, plans, store } = await changed(withCode);
    const style = await readFile(file('public/gaya.css'), 'utf8');
    await writeFile(file('public/gaya.css'), `${style}/* milik kami */\n`);
    const { now, update } = await plans();
    expect(update.changes.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      '.induk/base.txt replace',
      'migrations/data_0002.sql add',
      'src/request.ts replace',
    ]);
    expect(update.entry).toBeUndefined();
    await updateProject(now, update, store);
    expect(await readFile(file('migrations/data_0002.sql'), 'utf8')).toContain(
      'alter table fasilitas add column if not exists kode text;',
    );
    expect(await readFile(file('public/gaya.css'), 'utf8')).toContain('milik kami');
    const { update: again } = await plans();
    expect([again.changes, again.entry]).toEqual([[], undefined]);
  });

  const renamed = (request: string) =>
    request
      .replace('title: Izin Praktik Tenaga Kesehatan', 'title: Izin Nakes')
      .replace('after: 5 tahun', 'after: 2 tahun');

  it('brings the app’s entry along, between what the team wrote there', async () => {
    const { plans, store, agency } = await changed(renamed);
    await agency.alter('    size: {cpu: 0.5,', '    # ramai di awal tahun\n    size: {cpu: 2,');
    await agency.alter('      personalData: true', '      personalData: true # NIK');
    const before = await agency.read();
    const { now, update } = await plans();
    expect(update.entry?.lines).toEqual([
      '- title: Izin Praktik Tenaga Kesehatan',
      '-   retention: 5 tahun',
      '+ title: Izin Nakes',
      '+   retention: 2 tahun',
    ]);
    expect(update.entry?.text).toBeUndefined();
    await agency.alter('personalData: true # NIK', 'personalData: true');
    const { now: later, update: clean } = await plans();
    await updateProject(later, clean, store);
    expect(await agency.read()).toBe(
      before
        .replace(' # NIK', '')
        .replace('title: Izin Praktik Tenaga Kesehatan', 'title: Izin Nakes')
        .replace('retention: 5 tahun', 'retention: 2 tahun'),
    );
    const { update: again } = await plans();
    expect([again.changes, again.entry]).toEqual([[], undefined]);
    expect(now.root).toBe(later.root);
  });

  it('leaves an entry in braces to the team, and says what changes', async () => {
    const { plans, store, agency, root } = await changed(renamed);
    const whole = (await agency.read()).split('  izin-praktik:\n')[0];
    const line =
      '  izin-praktik: {title: Izin, runtime: {static: true}, source: apps/izin-praktik}\n';
    await writeFile(join(root, 'opd/dispar.yaml'), `${whole}${line}`);
    const { now, update } = await plans();
    expect(update.entry).toMatchObject({ path: 'opd/dispar.yaml' });
    expect(update.entry).not.toHaveProperty('text');
    await updateProject(now, update, store);
    expect(await agency.read()).toBe(`${whole}${line}`);
  });

  it('makes secrets that a newer template needs, and names them in the entry', async () => {
    const { plans, store, agency, root, folder } = await changed((request) => request);
    const own = join(root, 'templat');
    await cp(join(import.meta.dirname, '../../templates/apps/layanan'), own, { recursive: true });
    const shared = join(root, folder, '.induk/answers.yaml');
    await writeFile(
      shared,
      (await readFile(shared, 'utf8')).replace('template: layanan', 'template: ./templat'),
    );
    const manifest = await readFile(join(own, 'template.yaml'), 'utf8');
    const newer = manifest.replace('secrets: {', 'secrets: {PETA_KEY: token, ');
    await writeFile(join(own, 'template.yaml'), newer.replace('version: "1"', 'version: "2"'));
    const { now, update } = await plans();
    expect(update.secrets).toEqual({ PETA_KEY: 'token' });
    const before = plain(await store.read(update.app));
    await updateProject(now, update, store);
    const after = plain(await store.read(update.app));
    expect(after).toMatchObject(before);
    expect(after.PETA_KEY).toHaveLength(48);
    expect(await agency.read()).toContain('secrets: [PETA_KEY, DATA_KEY,');
  });

  it.each([
    [
      'a state',
      'NEW076',
      'permohonan.ditolak',
      (text: string) => text.replace(/^.*ditolak.*\n/gm, ''),
    ],
    [
      'a choice',
      'NEW077',
      'fasilitas.jenis.klinik',
      (text: string) => text.replace('klinik: Klinik, ', ''),
    ],
  ])('takes %s away only when nothing is in it any more', async (_, code, place, change) => {
    const { plans } = await changed(change);
    const fault = await faultOf(() => plans());
    expect([fault.code, fault.exit, fault.args.place]).toEqual([code, 64, place]);
    const { update } = await plans([place]);
    expect(update.changes.map(({ path }) => path)).toContain('src/request.ts');
  });

  it('says what the request has no more and the database keeps', async () => {
    const { plans } = await changed((text) => text.replace(/^ +surel: .*\n/m, ''));
    const { update } = await plans();
    expect(update.leftBehind).toEqual(['permohonan.surel']);
  });

  it('writes nothing when it cannot write everything', async () => {
    const { plans, store, file, agency, root } = await changed((text) => renamed(withCode(text)));
    const { now, update } = await plans();
    const before = await allFiles(root);
    await rm(file('src/request.ts'));
    await mkdir(file('src/request.ts'));
    expect((await faultOf(() => updateProject(now, update, store))).code).toBe('NEW039');
    const others = before.filter(({ name }) => !name.endsWith('src/request.ts'));
    expect(await allFiles(root)).toEqual(others);
    await rm(file('src/request.ts'), { recursive: true });
    await agency.alter('opd: dispar', 'opd: dispar # kami');
    expect((await faultOf(() => updateProject(now, update, store))).code).toBe('NEW035');
    expect((await allFiles(root)).map(({ name }) => name)).toEqual(others.map(({ name }) => name));
  });

  it('is refused for an app that induk did not make', async () => {
    const loaded = await workplace();
    const app = loaded.inventory.apps.find(({ name }) => name === 'antrian');
    if (app === undefined) throw new Error('no app');
    expect((await faultOf(() => planProjectUpdate(loaded, app))).code).toBe('NEW070');
  });
});
