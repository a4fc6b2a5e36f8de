import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { chmod, mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { catalogue, catalogueEntries } from '../../../src/backup/files/catalogue.js';
import { fileClock, findMoving } from '../../../src/backup/files/moving.js';

const volumes = ['foto', 'berkas'];
let folder: string;
let root: string;
let file: string;
let since: bigint;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'induk-moving-'));
  root = join(folder, 'volumes');
  file = join(folder, 'catalogue.ndjson');
  for (const volume of volumes) await mkdir(join(root, volume), { recursive: true });
  await mkdir(join(root, 'berkas', 'arsip'));
  for (const path of ['arsip/lama', 'besar', 'hilang', 'sama', 'tetap']) {
    await writeFile(join(root, 'berkas', path), 'isi');
  }
  await symlink('tetap', join(root, 'foto', 'tautan'));
  const made = await fileClock(folder);
  do since = await fileClock(folder);
  while (since === made);
  await catalogue(root, volumes, file, { missed: () => {} });
});

afterEach(() => rmSync(folder, { recursive: true }));

const moving = () => findMoving(root, volumes, catalogueEntries(file), since);

describe('files that move', () => {
  it('are none where nothing happened', async () => {
    expect(await moving()).toEqual([]);
  });

  it('are those that changed, came and went since', async () => {
    await writeFile(join(root, 'berkas', 'besar'), 'isi yang lebih besar');
    await rm(join(root, 'berkas', 'hilang'));
    await writeFile(join(root, 'foto', 'zz'), 'baru');
    expect(await moving()).toEqual(['berkas/besar', 'berkas/hilang', 'foto/zz']);
  });

  it('are found when their size and date are as they were', async () => {
    const path = join(root, 'berkas', 'sama');
    const { atime, mtime } = statSync(path);
    await writeFile(path, 'isu');
    await utimes(path, atime, mtime);
    expect(await moving()).toEqual(['berkas/sama']);
  });

  it('are found in a folder that was renamed', async () => {
    await rename(join(root, 'berkas', 'arsip'), join(root, 'berkas', 'zarsip'));
    expect(await moving()).toEqual([
      'berkas/arsip',
      'berkas/arsip/lama',
      'berkas/zarsip',
      'berkas/zarsip/lama',
    ]);
  });

  it('are found where a file became a folder, and not where a folder got another mode', async () => {
    await rm(join(root, 'berkas', 'tetap'));
    await mkdir(join(root, 'berkas', 'tetap'));
    await chmod(join(root, 'berkas', 'arsip'), 0o700);
    expect(await moving()).toEqual(['berkas/tetap']);
  });
});
