import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { link, mkdir, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue, catalogueEntries } from '../../../src/backup/files/catalogue.js';
import { compareFiles } from '../../../src/backup/files/compare.js';
import { comparePaths, pathBytes, pathText } from '../../../src/backup/files/path-text.js';
import type { FileEntry } from '../../../src/backup/model.js';

let root: string;
let file: string;
const volumes = ['berkas', 'foto'];

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'induk-catalogue-'));
  file = `${root}.ndjson`;
  for (const volume of volumes) await mkdir(join(root, volume));
  await writeFile(join(root, 'berkas', 'surat.txt'), 'isi');
  await mkdir(join(root, 'berkas', 'a'));
  await writeFile(join(root, 'berkas', 'a', 'x'), 'satu');
  await writeFile(join(root, 'berkas', 'a.b'), 'dua');
  await writeFile(Buffer.from(`${root}/berkas/aneh\xff`, 'latin1'), 'bukan UTF-8');
  await writeFile(join(root, 'berkas', 'baris\nbaru \\x41'), '');
  await symlink('../luar', join(root, 'foto', 'tautan'));
});

afterEach(() => {
  rmSync(root, { recursive: true });
  rmSync(file, { force: true });
});

const missed: string[] = [];
const list = () =>
  catalogue(root, volumes, file, { missed: (volume, path) => missed.push(`${volume}/${path}`) });
const entries = (): Promise<FileEntry[]> => Readable.from(catalogueEntries(file)).toArray();

describe('a catalogue', () => {
  it('has everything once, a folder before what is in it', async () => {
    const { volumes: totals } = await list();
    expect((await entries()).map(({ volume, path }) => `${volume}/${path}`)).toEqual([
      'berkas/',
      'berkas/a',
      'berkas/a/x',
      'berkas/a.b',
      'berkas/aneh\\xff',
      'berkas/baris\nbaru \\x5cx41',
      'berkas/surat.txt',
      'foto/',
      'foto/tautan',
    ]);
    expect(totals).toMatchObject({ berkas: { files: 5, bytes: 21 }, foto: { files: 0 } });
  });

  it('reads no file again that has not changed', async () => {
    await list();
    // A digest that no content has: seen again only when it was taken over.
    const told = readFileSync(file, 'utf8').replace(
      /("surat.txt".*"content":")[0-9a-f]{4}/,
      '$1beef',
    );
    await writeFile(file, told);
    const again = await list();
    expect(again.still).toBe(true);
    const surat = (await entries()).find(({ path }) => path === 'surat.txt');
    expect(surat?.content).toMatch(/^beef/);
  });

  it('sees a change that kept size and time', async () => {
    const path = join(root, 'berkas', 'surat.txt');
    const at = new Date(1_700_000_000_000);
    await utimes(path, at, at);
    await list();
    await writeFile(path, 'ISI');
    await utimes(path, at, at);
    const { changes, still } = await list();
    expect(still).toBe(false);
    expect(changes.berkas).toMatchObject({ before: 5, now: 5, changed: 1, gone: 0, fresh: 0 });
  });

  it('counts what came, what went, and what got another name at its end', async () => {
    await list();
    await rename(join(root, 'berkas', 'surat.txt'), join(root, 'berkas', 'surat.txt.locked'));
    await rm(join(root, 'berkas', 'a'), { recursive: true });
    await writeFile(join(root, 'foto', 'baru.jpg'), 'x');
    const { changes } = await list();
    expect(changes.berkas).toEqual({
      before: 5,
      now: 4,
      changed: 0,
      gone: 2,
      fresh: 1,
      extended: 1,
    });
    expect(changes.foto).toMatchObject({ before: 0, now: 1, fresh: 1 });
  });

  it('starts anew after a line that a crash cut', async () => {
    await list();
    const whole = await entries();
    await truncate(file, 300);
    await list();
    expect(await entries()).toEqual(whole);
  });

  it('tells files of chance from others', async () => {
    await list();
    await writeFile(join(root, 'foto', 'a'), crypto.getRandomValues(new Uint8Array(60_000)));
    await writeFile(join(root, 'berkas', 'b'), 'kata demi kata '.repeat(5000));
    const { randomness } = await list();
    expect(randomness).toEqual({ berkas: 0, foto: 1 });
  });
});

describe('a restored tree', () => {
  const differences = async (moving: string[] = []) =>
    (await compareFiles(root, volumes, catalogueEntries(file), new Set(moving))).map(
      ({ volume, path, what }) => `${what} ${volume}/${path}`,
    );

  it('is equal to its own catalogue', async () => {
    await list();
    expect(await differences()).toEqual([]);
  });

  it('is told apart by each thing', async () => {
    await list();
    await writeFile(join(root, 'berkas', 'a.b'), 'DUA');
    await rm(join(root, 'berkas', 'surat.txt'));
    await rm(join(root, 'foto', 'tautan'));
    await symlink('/lain', join(root, 'foto', 'tautan'));
    await writeFile(join(root, 'foto', 'zusatz'), '');
    expect(await differences()).toEqual([
      'mtime berkas/a.b',
      'missing berkas/surat.txt',
      'content foto/tautan',
      'extra foto/zusatz',
    ]);
    expect(await differences(['berkas/surat.txt', 'foto/zusatz'])).toHaveLength(2);
  });

  it('is compared for the volumes asked for alone', async () => {
    await list();
    await rm(join(root, 'berkas', 'surat.txt'));
    const found = await compareFiles(root, ['foto'], catalogueEntries(file), new Set());
    expect(found).toEqual([]);
  });
});

describe('paths as text', () => {
  const bytes = fc.uint8Array({ min: 1, max: 255, minLength: 1, maxLength: 12 });

  it('lead back to the same bytes', () => {
    fc.assert(
      fc.property(bytes, (path) => {
        const given = Buffer.from(path);
        expect(pathBytes(pathText(given))).toEqual(given);
      }),
    );
  });

  it('have one order', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [one, other] = [Buffer.from(a), Buffer.from(b)];
        const swap = (path: Buffer) => Buffer.from(path.map((byte) => (byte === 0x2f ? 0 : byte)));
        const expected = Math.sign(Buffer.compare(swap(one), swap(other)));
        expect(Math.sign(comparePaths(one, other))).toBe(expected);
      }),
    );
  });
});

it('has hard links as files of their own', async () => {
  await link(join(root, 'berkas', 'surat.txt'), join(root, 'foto', 'surat.txt'));
  await list();
  const both = (await entries()).filter(({ path }) => path === 'surat.txt');
  expect(new Set(both.map(({ content }) => content)).size).toBe(1);
  expect(both).toHaveLength(2);
});
