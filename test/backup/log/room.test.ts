import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binlogName } from '../../../src/backup/log/binlog.js';
import { oldestWithin } from '../../../src/backup/log/mariadb-source.js';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'induk-log-'));
  for (const file of [7, 8, 9, 10]) {
    await writeFile(join(folder, binlogName(file)), '');
    await truncate(join(folder, binlogName(file)), 100);
  }
  await writeFile(join(folder, 'binlog.index'), 'x'.repeat(1000));
});

afterAll(() => rm(folder, { recursive: true }));

describe('a log that nobody can save', () => {
  it('stays whole while it has room', async () => {
    expect(await oldestWithin(folder, 400)).toBeUndefined();
    expect(await oldestWithin(join(folder, 'none'), 400)).toBeUndefined();
  });

  it('loses its oldest files first, and never the last two', async () => {
    expect(await oldestWithin(folder, 399)).toBe(8);
    expect(await oldestWithin(folder, 299)).toBe(9);
    expect(await oldestWithin(folder, 1)).toBe(9);
  });
});
