import { describe, expect, it } from 'vitest';
import { generate, regenerate, unpacked } from '../../src/scaffold/generate.js';
import { mergeFile } from '../../src/scaffold/merge-file.js';
import { readTemplate } from '../../src/scaffold/template.js';
import { planUpdate } from '../../src/scaffold/update.js';
import { projectOf, templates } from './project.js';
import { exampleRequest, exampleText } from './request/examples.js';

const text = 'satu\ndua\ntiga\nempat\nlima\n';
const mine = text.replace('satu', 'SATU');
const theirs = text.replace('lima', 'LIMA');

/** What happens to one file. */
async function one(base?: string, own?: string, fresh?: string) {
  const side = (content?: string) => (content === undefined ? [] : [{ path: 'a', text: content }]);
  const [change] = await planUpdate(side(base), side(own), side(fresh), mergeFile);
  return change;
}

describe('a file at an update', () => {
  it.each([
    ['is left when the template did not change it', text, mine, text, undefined],
    ['is left when it is right already', text, theirs, theirs, undefined],
    [
      'is replaced when nobody here changed it',
      text,
      text,
      theirs,
      { kind: 'replace', text: theirs },
    ],
    ['is new', undefined, undefined, text, { kind: 'add', text }],
    ['goes when nobody here changed it', text, text, undefined, { kind: 'delete' }],
    ['stays when it was changed here', text, mine, undefined, { kind: 'kept' }],
    ['stays away when it was deleted here', text, undefined, theirs, { kind: 'kept' }],
    ['that both deleted is nothing', text, undefined, undefined, undefined],
    [
      'is merged when both changed it',
      text,
      mine,
      theirs,
      { kind: 'merge', text: 'SATU\ndua\ntiga\nempat\nLIMA\n' },
    ],
  ])('%s', async (_, base, own, fresh, expected) => {
    const change = await one(base, own, fresh);
    expect(change).toEqual(expected === undefined ? undefined : { path: 'a', ...expected });
  });

  it('is marked where both changed the same line', async () => {
    const change = await one('a\n', 'b\n', 'c\n');
    expect(change).toMatchObject({ kind: 'conflict' });
    expect(change?.text).toContain(
      '<<<<<<< proyek\nb\n||||||| asal\na\n=======\nc\n>>>>>>> templat',
    );
  });

  it('is marked when both made it', async () => {
    expect(await one(undefined, 'b\n', 'c\n')).toMatchObject({ kind: 'conflict' });
  });
});

describe('a project', () => {
  it('remembers how it was made', async () => {
    const files = await projectOf('surat-disposisi');
    const packed = files.find(({ path }) => path === '.induk/base.txt')?.text ?? '';
    expect(unpacked(packed)).toEqual(files.filter(({ path }) => path !== '.induk/base.txt'));
  });

  it('gets one more migration when its request has one more field, and no other before it', async () => {
    const before = exampleRequest('surat-disposisi');
    const template = await readTemplate(templates, 'layanan');
    const answers = {
      template: 'layanan',
      version: '1',
      name: 'a',
      opd: 'b',
      agency: 'c',
      government: 'd',
    };
    const wish = { request: before, requestText: exampleText('surat-disposisi'), answers };
    const base = generate(template, wish);
    expect(regenerate(template, wish, base, before)).toEqual(base);
    const after = structuredClone(before);
    const field = after.entities[0]?.fields[0];
    if (field === undefined) throw new Error('no field');
    after.entities[0]?.fields.push({ ...field, name: 'golongan', label: 'Golongan' });
    const files = regenerate(template, { ...wish, request: after }, base, before);
    const changed = files.filter(({ path, text: content }) =>
      base.every((file) => file.path !== path || file.text !== content),
    );
    expect(changed.map(({ path }) => path)).toEqual([
      '.induk/base.txt',
      'migrations/data_0002.sql',
      'src/request.ts',
    ]);
  });
});
