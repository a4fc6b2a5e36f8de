import { expect, it } from 'vitest';
import type { Rehearsal } from '../../src/migrate/rehearse/model.js';
import { paint } from '../../src/terminal/colour.js';
import { renderRehearsal } from '../../src/terminal/rehearsal.js';

const look = { status: 200, title: 'Beranda' };
const rehearsal: Rehearsal = {
  formatVersion: 1,
  app: 'pasar/retribusi',
  method: 'dump',
  at: '2026-03-01T08:00:00.000Z',
  pages: [
    {
      ...{ path: '/berita', visits: 70, verdict: 'text', old: look, copy: look },
      detail: { old: 'ada 3 berita', copy: 'ada 2 berita' },
    },
    {
      ...{ path: '/lama', verdict: 'location', old: { status: 302, title: '', location: '/baru' } },
      copy: { status: 302, title: '', location: 'http://10.0.0.1/' },
    },
    { path: '/diam', verdict: 'unanswered', old: look, detail: { old: '', copy: 'no answer' } },
    { path: '/', visits: 900, verdict: 'same', old: look, copy: look },
  ],
  different: 3,
  left: ['/keluar'],
  freeze: { predicted: 5.9, expected: 8.1, parts: { steps: 1.5, dump: 4.4, rows: 2.2 } },
  seconds: { database: 3, start: 4, total: 65.5 },
};

it('shows what differs first, and of it what tells both sides apart', () => {
  const lines = renderRehearsal(rehearsal, { lang: 'en', paint: paint(false) }).split('\n');
  expect(lines[1]).toMatch(/^\/berita +70 +other text +ada 3 berita +ada 2 berita$/);
  expect(lines[2]).toMatch(/^\/lama +- +leads elsewhere +302 \/baru +302 http:\/\/10.0.0.1\/$/);
  expect(lines[3]).toMatch(/^\/diam +- +no answer +- +no answer$/);
  expect(lines[4]).toMatch(/^\/ +900 +same +200 Beranda +200 Beranda$/);
  expect(lines).toContain('3 of 4 pages differ.');
  expect(lines).toContain('Not asked, since by their name they do something: /keluar');
});

it('tells the freeze to be expected beside the one predicted, and what it consists of', () => {
  const text = renderRehearsal(rehearsal, { lang: 'id', paint: paint(false) });
  expect(text).toContain('8.1 s (perkiraan dari yang telah dibawa: 5.9 s)');
  expect(text).toContain('basis data: dibawa sekali lagi: 4.4 s');
  expect(text).toContain('1 min 05 s');
});
