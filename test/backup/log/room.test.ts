import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binlogName } from '../../../src/backup/log/binlog.js';
import { mariadbSource, oldestWithin } from '../../../src/backup/log/mariadb-source.js';

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

describe('a log that an old host still follows', () => {
  it('stays, however much of it is in the vault', async () => {
    const volume = await mkdtemp(join(tmpdir(), 'induk-moved-'));
    await writeFile(join(volume, 'moved.cnf'), 'induk.replicate-wild-do-table = "situs.%"\n');
    const database = { kind: 'mariadb', name: 'situs', user: 'situs', service: 'induk-none' };
    // There is no such service: whoever wanted to let files go would fail.
    const source = mariadbSource(volume, database as Parameters<typeof mariadbSource>[1]);
    await expect(source.release({ first: 1, last: 9 } as never)).resolves.toBeUndefined();
    await writeFile(join(volume, 'moved.cnf'), 'sql-mode = ""\n');
    await expect(source.release({ first: 1, last: 9 } as never)).rejects.toThrow();
    await rm(volume, { recursive: true });
  });
});
