import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { readRequest } from '../../../src/scaffold/request/read.js';
import { renderDiagnostics } from '../../../src/terminal/diagnostics.js';
import { exampleNames, exampleRequest, exampleText } from './examples.js';

const small = `title: Buku Tamu
function: buku-tamu
roles:
  penerima: {title: Penerima}
entities:
  tamu:
    title: Tamu
    fields:
      nama: {type: text, label: Nama}
`;

/** Code, position and suggestion of all that is wrong with a text. */
function wrong(text: string): string[] {
  return readRequest({ path: 'r.yaml', text }).diagnostics.map(({ code, at, suggestion }) =>
    [`${code} ${at?.line}:${at?.column}`, ...(suggestion === undefined ? [] : [suggestion])].join(
      ' ',
    ),
  );
}

/** The small request with one line more, or another one. */
function withField(line: string): string {
  return `${small}      ${line}\n`;
}

describe('a request', () => {
  it.each(exampleNames)('%s is right', (name) => {
    expect(wrong(exampleText(name))).toEqual([]);
    expect(exampleRequest(name).entities.length).toBeGreaterThan(1);
  });

  it('of the manual is right', () => {
    const path = join(import.meta.dirname, '../../../docs/manual/from-request-to-running-app.md');
    const [, text = ''] =
      /```yaml\n(# izin\.yaml\n[\s\S]*?)```/.exec(readFileSync(path, 'utf8')) ?? [];
    expect(text).toContain('function: izin-praktik');
    expect(wrong(text)).toEqual([]);
  });

  it('gets its defaults', () => {
    const { request } = readRequest({ path: 'r.yaml', text: small });
    expect(request?.entities[0]).toMatchObject({
      code: 'TAMU',
      isPublic: false,
      create: ['penerima'],
      edit: ['penerima'],
      export: [],
      states: [{ name: 'tercatat', title: 'Tercatat' }],
    });
    expect(request?.entities[0]?.fields[0]).toMatchObject({ required: true, personal: false });
  });

  it('has NIK encrypted and personal unless it says otherwise', () => {
    const { request } = readRequest({
      path: 'r.yaml',
      text: withField('nik: {type: nik, label: NIK}'),
    });
    expect(request?.entities[0]?.fields[1]).toMatchObject({ personal: true, encrypted: true });
  });
});

describe('what is wrong with a request', () => {
  it.each([
    ['an unknown type', withField('tgl: {type: dat, label: T}'), ['INV018 10:19 date']],
    [
      'an unknown key',
      withField('tgl: {type: date, lable: T}'),
      ['INV017 10:7', 'INV014 10:25 label'],
    ],
    ['a bad name', withField('"Nama Lengkap": {type: text, label: T}'), ['NEW011 10:7']],
    ['a word of SQL', withField('order: {type: text, label: T}'), ['NEW010 10:7 order_tamu']],
    [
      'a word of JavaScript',
      withField('class: {type: text, label: T}'),
      ['NEW010 10:7 class_tamu'],
    ],
    ['a word of PHP', withField('abstract: {type: text, label: T}'), ['NEW010 10:7 abstract_tamu']],
    [
      'a word of MariaDB',
      withField('portion: {type: text, label: T}'),
      ['NEW010 10:7 portion_tamu'],
    ],
    [
      'a column of the app that no form shows',
      withField('version: {type: text, label: T}'),
      ['NEW013 10:7 version_tamu'],
    ],
    [
      'a column of the app',
      withField('ticket: {type: text, label: T}'),
      ['NEW013 10:7 ticket_tamu'],
    ],
    [
      'a choice with a name in words',
      withField('jk: {type: choice, label: J, choices: {l: Laki-laki, Perempuan: P}}'),
      ['NEW029 10:60'],
    ],
    ['a choice of nothing', withField('jenis: {type: choice, label: T}'), ['NEW018 10:7']],
    ['a key of another type', withField('a1: {type: date, label: T, max: 3}'), ['NEW014 10:34']],
    [
      'a reference to nothing',
      withField('a1: {type: reference, label: T, to: tam}'),
      ['NEW015 10:43 tamu'],
    ],
    [
      'a reference to itself',
      withField('a1: {type: reference, label: T, to: tamu}'),
      ['NEW020 10:43'],
    ],
    ['an unknown role', `${small}    create: [penerma]\n`, ['NEW016 10:14 penerima']],
    [
      'a state nothing leads to',
      `${small}    states: {baru: Baru, selesai: Selesai}\n`,
      ['NEW021 10:26'],
    ],
    [
      'personal data in public',
      `${withField('hp: {type: phone, label: HP}')}    status: [hp]\n`,
      ['NEW022 11:14'],
    ],
    [
      'an unknown word in a letter',
      `${small}    letters: {bukti: {title: B, states: [tercatat], body: "{nma}", signer: {office: K, name: R}}}\n`,
      ['NEW019 10:59 nama'],
    ],
    ['a role called admin', small.replace('penerima', 'admin'), ['NEW013 4:3']],
    ['no field', small.replace(/fields:[\s\S]*/, 'fields: {}\n'), ['INV020 8:5']],
    ['a period that is none', `${small}    retention: {after: lama}\n`, ['NEW025 10:24']],
    [
      'YAML that is none',
      `${small}  tutup: ]
`,
      ['INV001 10:10'],
    ],
  ])('%s', (_, text, expected) => expect(wrong(text)).toEqual(expected));

  it('a circle of three is told once, with its way', () => {
    const entity = (name: string, to: string) =>
      `  ${name}:\n    title: T\n    fields: {acuan: {type: reference, to: ${to}, label: L}}\n`;
    const head = small.slice(0, small.indexOf('  tamu:'));
    const text = head + entity('aa', 'bb') + entity('bb', 'cc') + entity('cc', 'aa');
    const { diagnostics } = readRequest({ path: 'r.yaml', text });
    expect(diagnostics.map(({ code, args }) => [code, args])).toEqual([
      ['NEW020', { circle: 'aa → bb → cc → aa' }],
    ]);
  });

  it('200 entities are refused in one sentence', () => {
    const request = parse(small);
    for (let i = 0; i < 200; i += 1) request.entities[`tamu${i}`] = { class: 1 };
    const { diagnostics } = readRequest({ path: 'r.yaml', text: stringify(request) });
    expect(diagnostics.map(({ code, args }) => [code, args])).toEqual([
      ['NEW012', { key: 'entities', count: 201, limit: 30 }],
    ]);
  });

  it('is shown with its line', () => {
    const file = { path: 'r.yaml', text: withField('order: {type: text, label: T}') };
    const { diagnostics } = readRequest(file);
    expect(renderDiagnostics(diagnostics, [file], { lang: 'en', colour: false })).toBe(
      [
        'NEW010 r.yaml:10:7 "order" is a reserved word (SQL)',
        '  10 │       order: {type: text, label: T}',
        '     │       ^^^^^',
        '  Did you mean "order_tamu"?',
        '  → choose a word of the agency’s own; it names a column',
      ].join('\n'),
    );
  });

  it('never throws', () => {
    const lines = exampleText('izin-praktik').split('\n');
    fc.assert(
      fc.property(fc.nat(lines.length - 1), fc.string({ maxLength: 12 }), (at, text) => {
        const broken = lines.with(at, text).join('\n');
        expect(readRequest({ path: 'r.yaml', text: broken }).diagnostics).toBeInstanceOf(Array);
      }),
      { numRuns: 150 },
    );
  });
});
