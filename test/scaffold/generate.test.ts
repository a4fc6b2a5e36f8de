import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { entryLines } from '../../src/scaffold/entry.js';
import { generate } from '../../src/scaffold/generate.js';
import { phpLiteral } from '../../src/scaffold/php/literal.js';
import type { Field } from '../../src/scaffold/request/model.js';
import { clashes, migration } from '../../src/scaffold/sql/migration.js';
import { readTemplate, templateNames } from '../../src/scaffold/template.js';
import { literal } from '../../src/scaffold/typescript/literal.js';
import { writeProject } from '../../src/scaffold/write.js';
import { projectOf, templates } from './project.js';
import { exampleNames, exampleRequest } from './request/examples.js';

const root = join(import.meta.dirname, '../..');
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

describe.each(exampleNames)('the project of %s', (name) => {
  it('is the same every time, and names everything', async () => {
    const files = await projectOf(name);
    expect(await projectOf(name)).toEqual(files);
    expect(files.filter(({ text }) => text.includes('{{name}}'))).toEqual([]);
    expect(files.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        '.gitignore',
        '.induk/answers.yaml',
        'request.yaml',
        'src/request.ts',
      ]),
    );
  });

  it('is formatted and free of what the linter knows', async () => {
    const folder = join(await mkdtemp(join(tmpdir(), 'induk-project-')), 'app');
    folders.push(folder);
    await writeProject(folder, await projectOf(name));
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const run = promisify(execFile)(process.execPath, [biome, 'check', '.'], { cwd: folder });
    const { stdout, stderr } = await run;
    expect(stdout + stderr).toContain('No fixes applied');
  });

  it('has every file say what it is for', async () => {
    const code = (await projectOf(name)).filter(({ path }) => /^(src|test)\/.*\.ts$/.test(path));
    expect(code.filter(({ text }) => !text.startsWith('/**')).map(({ path }) => path)).toEqual([]);
    expect(
      code.filter(({ text }) => text.split('\n').length > 420).map(({ path }) => path),
    ).toEqual([]);
  });
});

describe('the migration of a request', () => {
  it('makes tables in an order in which they can be made', () => {
    const sql = migration(undefined, exampleRequest('surat-disposisi'), 'postgres') ?? '';
    const order = [...sql.matchAll(/create table (\w+)/g)].map((match) => match[1]);
    expect(order).toEqual(['pegawai', 'surat_masuk', 'disposisi']);
  });

  it('adds what is new, and takes nothing away', () => {
    const before = exampleRequest('surat-disposisi');
    const after = structuredClone(before);
    const [first] = after.entities;
    if (first === undefined) throw new Error('no entity');
    const [field] = first.fields;
    if (field === undefined) throw new Error('no field');
    first.fields = [...first.fields.slice(1), { ...field, name: 'golongan' }];
    expect(migration(before, after, 'postgres')).toContain(
      'alter table pegawai add column if not exists golongan text;',
    );
    expect(migration(before, after, 'postgres')).not.toMatch(/drop|create table/);
    expect(migration(before, before, 'postgres')).toBeUndefined();
  });
});

describe('a migration for MariaDB', () => {
  it('can be repeated from the start, because it cannot be taken back', () => {
    const before = exampleRequest('surat-disposisi');
    const after = structuredClone(before);
    const [first, second] = after.entities;
    const [field] = first?.fields ?? [];
    if (second === undefined || field === undefined) throw new Error('no field');
    second.fields.push({ ...field, name: 'pegawai_lain', type: 'reference', to: 'pegawai' });
    const whole = migration(undefined, before, 'mariadb') ?? '';
    const more = migration(before, after, 'mariadb') ?? '';
    expect(more).toContain(
      'add foreign key if not exists surat_masuk_pegawai_lain (pegawai_lain)\n  references pegawai (id)',
    );
    for (const statement of `${whole}${more}`.split(';\n').map((each) => each.trim())) {
      if (statement !== '') expect(statement).toContain('if not exists');
    }
  });
});

describe('PHP literals', () => {
  it.each([
    ["it's \\", `'it\\'s \\\\'`],
    ['a\n$b "c" {$d}', '"a\\n\\$b \\"c\\" {\\$d}"'],
    ['\u2028', '"\\u{2028}"'],
    [[1, true], '[1, true]'],
    [{ a: 'b', c: undefined }, "['a' => 'b']"],
    [[{ a: 1 }, { a: 2 }], "[\n    ['a' => 1],\n    ['a' => 2],\n]"],
    [{ a: [] }, "['a' => []]"],
  ])('%j', (value, expected) => expect(phpLiteral(value, '')).toBe(expected));
});

describe('a request that changed', () => {
  it.each([
    ['nothing', () => {}, []],
    ['the words', (field: Field) => (field.label = 'Lain'), []],
    ['text to a longer text', (field: Field) => (field.type = 'paragraph'), []],
    ['text to a number', (field: Field) => (field.type = 'number'), ['pegawai.nama text numeric']],
    [
      'text to a secret',
      (field: Field) => (field.encrypted = true),
      ['pegawai.nama text encrypted text'],
    ],
  ])('in %s', (_, change, expected) => {
    const before = exampleRequest('surat-disposisi');
    const after = structuredClone(before);
    change(after.entities[0]?.fields[0] as Field);
    const found = clashes(before, after).map((each) => Object.values(each).join(' '));
    expect(found).toEqual(expected);
  });

  it('in the code of its tickets', () => {
    const before = exampleRequest('surat-disposisi');
    const after = structuredClone(before);
    for (const entity of after.entities.slice(0, 1)) entity.code = 'ORG';
    expect(clashes(before, after)).toEqual([
      { place: 'pegawai.code', before: 'PEGA', after: 'ORG' },
    ]);
  });
});

describe('literals', () => {
  it.each([
    ["it's", `"it's"`],
    ['a "b"', `'a "b"'`],
    [`'"`, `'\\'"'`],
    ['a\n\u2028', `'a\\n\\u2028'`],
    [[1, true], '[1, true]'],
    [{ a: 'b', c: undefined }, "{ a: 'b' }"],
    [[{ a: 1 }, { a: 2 }], '[\n  { a: 1 },\n  { a: 2 },\n]'],
  ])('%j', (value, expected) => expect(literal(value, '')).toBe(expected));
});

describe('the inventory’s entry', () => {
  it('quotes what YAML would read as something else', async () => {
    const request = { ...exampleRequest('izin-praktik'), title: 'Izin: cepat #1', owner: '- x' };
    const [entity] = request.entities;
    if (entity === undefined) throw new Error('no entity');
    request.entities = [{ ...entity, title: 'a, [b]: {c}' }];
    const template = await readTemplate(templates, 'layanan');
    const text = entryLines({ name: 'izin', request, template, justification: 'ya: [sebab]' }).join(
      '\n',
    );
    expect(parse(text)).toMatchObject({
      title: 'Izin: cepat #1',
      spbe: { owner: '- x', data: ['a, [b]: {c}'], justification: 'ya: [sebab]' },
    });
  });
});

describe('templates', () => {
  it('are known by name', async () => {
    expect(await templateNames(templates)).toContain('layanan');
    await expect(readTemplate(templates, 'layanan2')).rejects.toMatchObject({ code: 'NEW032' });
  });

  it('name no registry in their lock file', async () => {
    const lock = await readFile(join(templates, 'layanan/project/package-lock.json'), 'utf8');
    expect(lock).not.toContain('"resolved"');
    expect(lock).toContain('"integrity"');
  });

  it('fill in names that JSON would trip over', async () => {
    const template = await readTemplate(templates, 'layanan');
    const request = { ...exampleRequest('izin-praktik'), title: 'Izin "cepat" \\ 1' };
    const files = generate(template, { request, requestText: '', answers: answersFor('izin') });
    const pack = files.find(({ path }) => path === 'package.json')?.text ?? '';
    expect(JSON.parse(pack).description).toBe('Izin "cepat" \\ 1');
  });
});

function answersFor(name: string) {
  return { template: 'layanan', version: '1', name, opd: 'dinkes', agency: 'D', government: 'K' };
}
