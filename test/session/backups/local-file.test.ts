import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeLocalFile } from '../../../src/session/backups/local-file.js';

let folder = '';
let file = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'induk-'));
  file = join(folder, 'dump.sql');
});
afterEach(() => rm(folder, { recursive: true }));

const writing = (text: string) => async (to: Writable) => {
  to.write(text);
  return text.length;
};

describe('a file taken out of a set', () => {
  it('is its owner’s alone, and nothing is left beside it', async () => {
    expect(await writeLocalFile(file, false, writing('isi'))).toBe(3);
    expect(await readFile(file, 'utf8')).toBe('isi');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['dump.sql']);
  });

  it('replaces no other unless that is wanted', async () => {
    await writeFile(file, 'lama');
    await expect(writeLocalFile(file, false, writing('baru'))).rejects.toMatchObject({
      code: 'BAK119',
      exit: 64,
    });
    expect(await readFile(file, 'utf8')).toBe('lama');
    await writeLocalFile(file, true, writing('baru'));
    expect(await readFile(file, 'utf8')).toBe('baru');
  });

  it('does not win over one that comes meanwhile', async () => {
    const slow = async (to: Writable) => {
      to.write('kita');
      await writeFile(file, 'mereka');
    };
    await expect(writeLocalFile(file, false, slow)).rejects.toMatchObject({ code: 'BAK119' });
    expect(await readFile(file, 'utf8')).toBe('mereka');
    expect(await readdir(folder)).toEqual(['dump.sql']);
  });

  it('is not there when what fills it breaks off', async () => {
    const broken = async (to: Writable) => {
      to.write('separuh');
      throw new Error('lost');
    };
    await expect(writeLocalFile(file, false, broken)).rejects.toThrow('lost');
    expect(await readdir(folder)).toEqual([]);
  });

  it('says why it cannot be', async () => {
    const nowhere = join(folder, 'tidak', 'ada');
    await expect(writeLocalFile(nowhere, false, writing('x'))).rejects.toMatchObject({
      code: 'BAK118',
      args: { reason: 'ENOENT' },
    });
  });
});
