import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Interview,
  labelsFault,
  labelsOf,
  requestOf,
  wordsFault,
} from '../../../src/scaffold/request/interview.js';
import { readRequest } from '../../../src/scaffold/request/read.js';
import { ownNames } from '../../../src/scaffold/request/reserved.js';
import { phrase } from '../../../src/terminal/prose/index.js';

const answers = { title: 'Izin: #1', function: 'izin', subject: 'Izin', isPublic: true };

const read = (more: Partial<Interview>) =>
  readRequest({ path: 'r', text: requestOf({ ...answers, labels: ['Nama'], ...more }) });

const fieldsOf = (labels: string[]) =>
  read({ labels }).request?.entities[0]?.fields.map(({ name, type }) => `${name} ${type}`);

describe('the interview', () => {
  it('tells types and names from labels', () => {
    const labels = ['Nama lengkap', 'NIK', 'Salinan KTP', 'Order', '!!', 'Tanggal lahir'];
    expect(fieldsOf([...labels, 'Nomor HP'])).toEqual([
      'nama_lengkap text',
      'nik nik',
      'salinan_ktp file',
      'data_order text',
      'isian_5 text',
      'tanggal_lahir date',
      'nomor_hp phone',
    ]);
  });

  it('keeps each label a field, however alike they are', () => {
    const long = 'Nama lengkap pemohon yang tercatat di kartu';
    expect(fieldsOf(['Nama', 'Nama!', '??', 'Isian 3', 'Data ID', 'ID'])).toEqual([
      'nama text',
      'nama_2 text',
      'isian_3 text',
      'isian_3_2 text',
      'data_id text',
      'data_id_2 text',
    ]);
    expect(fieldsOf([`${long} A`, `${long} B`])).toHaveLength(2);
  });

  it.each([
    ...ownNames.map((name) => name.toUpperCase().replaceAll('_', ' ')),
    'Record',
    'App user',
    'Pg stat',
    'Kysely x',
    'Select',
  ])('makes a name beside the app’s own of %s', (words) => {
    expect(wordsFault(words)).toBeUndefined();
    expect(labelsFault([words])).toBeUndefined();
    expect(read({ subject: words, labels: [words] }).diagnostics).toEqual([]);
  });

  it.each([
    ['NEW055', ''],
    ['NEW056', 'x'.repeat(201)],
    ['NEW057', 'dua\nbaris'],
    ['NEW057', 'balik \u202e kata'],
  ])('refuses words with %s', (code, words) => {
    expect(wordsFault(words)?.code).toBe(code);
  });

  it.each([
    ['NEW055', ' , ,, '],
    ['NEW056', `Nama, ${'x'.repeat(201)}`],
    ['NEW058', 'Nama, NIK, nama '],
    ['NEW059', Array.from({ length: 61 }, (_, i) => `Isian ${i}`).join(',')],
    ['NEW057', 'Nama, balik \u202e kata'],
    ['NEW057', Array.from({ length: 60 }, (_, i) => `${i}${'['.repeat(100)}`).join(',')],
  ])('refuses labels with %s', (code, answer) => {
    const fault = labelsFault(labelsOf(answer));
    expect(fault?.code).toBe(code);
    expect(phrase(code, fault?.args ?? {}).text).not.toMatch(/[{}]/);
  });

  it('makes a request that is right of whatever it does not refuse', () => {
    const words = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 220 }),
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.constantFrom('', ' ', ',', ',,', ...ownNames, 'Record', 'App x', 'Order', "'", '- a', '#'),
      fc.constantFrom('null', '1.10', '~', '? a', '{a: b}', '[', '%', '&a', '*a', '!x', 'a: b #c'),
    );
    const labels = fc.array(words, { maxLength: 70 }).map((each) => each.join(','));
    fc.assert(
      fc.property(words, words, labels, fc.boolean(), (title, subject, answer, isPublic) => {
        const given = { title: title.trim(), subject: subject.trim(), labels: labelsOf(answer) };
        const faults = [wordsFault(given.title), wordsFault(given.subject)];
        fc.pre([...faults, labelsFault(given.labels)].every((fault) => fault === undefined));
        const { request, diagnostics } = read({ ...given, isPublic });
        expect(diagnostics).toEqual([]);
        expect(request?.title).toBe(given.title);
        const [entity] = request?.entities ?? [];
        expect(entity?.title).toBe(given.subject);
        expect(entity?.fields.map(({ label }) => label)).toEqual(given.labels);
      }),
      { numRuns: 200, maxSkipsPerRun: 100 },
    );
  });
});
