import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/migrate/journal.js';
import type { Rehearsal } from '../../src/migrate/rehearse/model.js';
import { moveReport } from '../../src/migrate/report.js';
import { renderReport, reportPage } from '../../src/terminal/move-report.js';

/** Seconds after the hour → an entry. */
const entry = (second: number, event: object): Entry =>
  ({ at: new Date(Date.UTC(2026, 2, 1, 9, 0, second)).toISOString(), ...event }) as Entry;

const proof = {
  database: { equal: true, tables: 12, rows: 3400 },
  pages: ['/', '/berita'].map((path) => ({ path, status: 200, title: 'Beranda' })),
};
const entries: Entry[] = [
  entry(0, { event: 'goal', goal: 'ready' }),
  entry(1, { event: 'begun', step: 'seed' }),
  entry(6, { event: 'done', step: 'seed', data: { files: { volumes: { berkas: { files: 7 } } } } }),
  entry(10, { event: 'goal', goal: 'live' }),
  entry(11, { event: 'begun', step: 'freeze' }),
  entry(12, {
    event: 'failed',
    step: 'freeze',
    because: { code: 'MIG236', args: { server: 'lama', reason: 'sibuk' } },
  }),
  entry(13, { event: 'undoing', step: 'freeze' }),
  entry(14, { event: 'undone', step: 'freeze' }),
  entry(20, { event: 'begun', step: 'freeze' }),
  entry(21, { event: 'done', step: 'freeze' }),
  entry(21, { event: 'done', step: 'verify', data: proof }),
  entry(22, { event: 'begun', step: 'open' }),
  entry(23, { event: 'done', step: 'open' }),
];

describe('report of a move', () => {
  const report = moveReport('pasar/retribusi', entries, 'follow');

  it('tells each time in which nobody could write, and who wrote after it', () => {
    expect(report.freezes).toEqual([
      { at: '2026-03-01T09:00:11.000Z', seconds: 3, end: 'old' },
      { at: '2026-03-01T09:00:20.000Z', seconds: 3, end: 'new' },
    ]);
  });

  it('tells what was compared, how long steps took and what failed', () => {
    expect(report.proof).toEqual(proof);
    expect(report.steps[0]).toMatchObject({ step: 'seed', kind: 'do', seconds: 5 });
    expect(report.failures).toMatchObject([{ step: 'freeze', because: { code: 'MIG236' } }]);
    expect(report.switched).toBe('2026-03-01T09:00:23.000Z');
  });

  it('tells from when on the old data may be erased, for people too', () => {
    const committed = entry(40, {
      event: 'done',
      step: 'commit',
      data: { erasable: '2026-04-01' },
    });
    const told = moveReport('pasar/retribusi', [...entries, committed], 'follow');
    expect(told.erasable).toBe('2026-04-01');
    expect(renderReport(told, 'en')).toContain('Old data may be erased from: 2026-04-01');
    expect(reportPage(told, 'id')).toContain('2026-04-01');
    expect(report).not.toHaveProperty('erasable');
  });

  it('has the last rehearsal, what differed with both sides', () => {
    const look = { status: 200, title: 'Beranda' };
    const rehearsal: Rehearsal = {
      ...{ formatVersion: 1, app: 'pasar/retribusi', method: 'follow', different: 1, left: [] },
      at: '2026-03-01T08:00:00.000Z',
      pages: [
        { path: '/', verdict: 'status', old: look, copy: { status: 500, title: '<b>Galat' } },
        { path: '/status', verdict: 'same', old: look, copy: look },
      ],
      freeze: { predicted: 2, expected: 2.4, parts: { steps: 1.5, files: 0.9 } },
      seconds: { database: 3, start: 4, total: 20 },
    };
    const told = moveReport('pasar/retribusi', entries, 'follow', rehearsal);
    expect(renderReport(told, 'en')).toContain('/: other status: 200 Beranda / 500 <b>Galat');
    expect(reportPage(told, 'id')).toContain('1 dari 2 halaman berbeda');
    expect(reportPage(told, 'id')).not.toContain('<b>');
  });

  it('tells which jobs are off, which are ready, and which nobody took over', () => {
    const jobs = { equal: true, off: 2, ready: 1, left: ['crontab of root: pg_dump a'] };
    const told = renderReport({ ...report, proof: { ...proof, jobs } }, 'en');
    expect(told).toContain('Cron jobs: 2 off on the old host, 1 ready to begin on the new server');
    expect(told).toContain('Cron jobs not taken over: crontab of root: pg_dump a');
    const page = reportPage(
      { ...report, proof: { jobs: { equal: true, ready: 1, left: [] } } },
      'id',
    );
    expect(page).toContain('mati di host lama menurut pemiliknya, 1 siap mulai di server baru');
    expect(page).not.toContain('Jadwal yang tidak dibawa');
  });

  it('is a page in which names from the old host are no markup', () => {
    const seed = { database: { accounts: ['`<script>`@`localhost`'], bytes: 2048 } };
    const page = reportPage({ ...report, seed }, 'id');
    expect(page).toContain('<td>2026-03-01 09:00:23 UTC</td>');
    expect(page).toContain('perintah lain sedang bekerja di lama: sibuk (freeze, MIG236)');
    expect(page).toContain('&#60;script&#62;');
    expect(page).not.toMatch(/<script|<b>/);
    expect(page).toContain('12 tabel, 3400 baris dibandingkan baris demi baris');
    const told = renderReport(report, 'en');
    expect(told).toContain('12 tables, 3400 rows compared row by row');
    expect(told).toContain(
      'Pages asked before the switch: / (200), /berita (200), the same status and title on both sides',
    );
  });
});
