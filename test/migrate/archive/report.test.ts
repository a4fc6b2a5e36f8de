import { describe, expect, it } from 'vitest';
import type { Imported } from '../../../src/migrate/archive/imported.js';
import { importReport } from '../../../src/migrate/archive/report.js';
import { importStatus } from '../../../src/migrate/status.js';
import { renderReport } from '../../../src/terminal/move-report.js';

const imported: Imported = {
  formatVersion: 1,
  app: 'dishub/parkir',
  server: 'pusat-1',
  state: 'done',
  began: '2026-11-22T10:00:00.000Z',
  finished: '2026-11-22T10:05:00.000Z',
  files: {
    ...{
      file: 'parkir.tar.gz',
      root: 'parkir',
      at: '/var/www/parkir',
      digest: 'ab',
      owner: 'keep',
    },
    volumes: { app: { files: 20, bytes: 2048, folders: 4, links: 1 } },
    left: { link: { count: 2, first: 'parkir/a -> /mnt/a' } },
  },
  database: {
    ...{ file: 'parkir.sql', kind: 'mariadb', form: 'plain', tool: 'MariaDB dump', from: '10.11' },
    ...{ sha256: 'cd', databases: ['lama'], definers: ['`root`@`localhost`'], dropped: {} },
    collations: [],
    loaded: {
      ...{ tables: 3, rows: 77, proven: 3, uncounted: 0, objects: { view: 1 } },
      ...{ bytes: 4096, seconds: 2 },
    },
  },
  pages: [{ path: '/', status: 200 }],
  write: 201,
};

describe('an import', () => {
  it('is told as a move is, with what was compared', () => {
    const text = renderReport(importReport(imported), 'en');
    expect(text).toContain('Database: 3 tables, 77 rows compared row by row');
    expect(text).toContain('consists of the same: 3 tables, 77 rows, 1 view');
    expect(text).toContain('Files of app: 25 entries, 20 files, 2KiB');
    expect(text).toContain('Left out: links that lead out (parkir/a -> /mnt/a +1)');
    const told = renderReport(importReport(imported), 'id');
    expect(told).toContain('Tidak dibawa: tautan ke luar (parkir/a -> /mnt/a +1)');
    expect(text).toContain('A write on the new server: answered 201');
  });

  it('says that rows were compared only when all were', () => {
    const { database } = imported;
    const loaded = { ...database?.loaded, proven: 2 } as NonNullable<typeof database>['loaded'];
    const half = { ...imported, database: { ...database, loaded } } as Imported;
    expect(importReport(half).proof).not.toHaveProperty('database');
    expect(importReport({ ...imported, state: 'filled' }).phase).toBe('prepare');
  });

  it('is told again while it is not at its end', () => {
    const facts = { app: imported.app, server: imported.server };
    const at = (phase: 'prepare' | 'follow' | 'switched', runs: boolean) =>
      importStatus({ ...facts, runs, object: { phase, since: imported.began, method: 'archive' } });
    expect(at('prepare', false)).toMatchObject({ phase: 'prepare', next: 'import' });
    expect(at('follow', true)).toMatchObject({ phase: 'prepare', next: 'import' });
    expect(at('switched', true).next).toBeUndefined();
  });
});
