import { describe, expect, it } from 'vitest';
import { comparePage, type Seen } from '../../../src/migrate/rehearse/compare.js';
import { freezeOf } from '../../../src/migrate/rehearse/freeze.js';
import type { PageResult } from '../../../src/migrate/rehearse/model.js';
import { pagesToAsk, pagesToCompare } from '../../../src/migrate/rehearse/pages.js';
import { wordsOfPage } from '../../../src/migrate/rehearse/text.js';

const seen = (text: string, look: object = {}): Seen => ({
  look: { status: 200, title: 'Beranda', ...look },
  words: text.split(' '),
});
const verdict = (before: Seen, copy: Seen, after: Seen = before): string =>
  comparePage({ path: '/' }, { before, copy, after }).verdict;

describe('a page', () => {
  it('is the same when status, title, target and words are', () => {
    expect(verdict(seen('a b'), seen('a b'))).toBe('same');
    expect(verdict(seen('a b'), seen('a b', { status: 500 }))).toBe('status');
    expect(verdict(seen('a b'), seen('a b', { title: 'Galat' }))).toBe('title');
    expect(verdict(seen('a', { location: '/x' }), seen('a', { location: '/y' }))).toBe('location');
    expect(verdict(seen('a b'), seen('a c'))).toBe('text');
  });

  it('may be as it was before or after what people changed meanwhile', () => {
    expect(verdict(seen('berita satu'), seen('berita dua'), seen('berita dua'))).toBe('same');
    const status = { status: 404 };
    expect(verdict(seen('a'), seen('a', status), seen('a', status))).toBe('same');
  });

  it('may have other numbers where they change by themselves, and nowhere else', () => {
    const [before, after] = [seen('dilihat 41 kali'), seen('dilihat 43 kali')];
    expect(verdict(before, seen('dilihat 42 kali'), after)).toBe('same');
    expect(verdict(before, seen('dilihat 42 orang'), after)).toBe('text');
    expect(verdict(seen('tarif 41'), seen('tarif 42'))).toBe('text');
  });

  it('must have every word that stayed', () => {
    const [before, after] = [seen('a 1 c'), seen('a 2 c')];
    expect(verdict(before, seen('a 3'), after)).toBe('text');
    expect(verdict(before, seen('c 3 a'), after)).toBe('same');
  });

  it('that did not answer is told with the reason', () => {
    const result = comparePage(
      { path: '/' },
      { before: seen('a'), copy: { reason: 'no answer in 20 s' }, after: seen('a') },
    );
    expect(result).toMatchObject({
      verdict: 'unanswered',
      detail: { old: '', copy: 'no answer in 20 s' },
    });
  });

  it('that differs shows where', () => {
    const words = Array.from({ length: 50 }, (_, index) => `k${index}`);
    const other = words.with(30, 'lain');
    const of = (list: string[]): Seen => ({ look: { status: 200, title: '' }, words: list });
    const { detail } = comparePage(
      { path: '/' },
      { before: of(words), copy: of(other), after: of(words) },
    );
    expect(detail?.old).toMatch(/^k28 k29 k30 /);
    expect(detail?.copy).toMatch(/^k28 k29 lain /);
  });
});

describe('words of a page', () => {
  it('are those people see', () => {
    const page = `<!doctype html><html><head><title>Judul</title><style>p{}</style></head><body>
      <!-- 12:00 --><script>token = 1</script><input name="csrf" value="x9"><p>Pasar &amp;
      <b>Kota</b>&nbsp;Contoh &#8220;A&#x201d;</p></body></html>`;
    expect(wordsOfPage(page, 'text/html')).toEqual(['Pasar', '&', 'Kota', 'Contoh', '“A”']);
  });

  it('of anything else are its own, without what a terminal would obey', () => {
    expect(wordsOfPage('a <b>\n\u001B[31mc', 'text/plain')).toEqual(['a', '<b>', '[31mc']);
  });
});

describe('pages that are asked', () => {
  const top = [
    { path: '/', count: 900 },
    { path: '/akun/keluar', count: 500 },
    { path: '/hapus.php', count: 400 },
    { path: '/keluarga', count: 300 },
    { path: '/spasi di jalur', count: 200 },
    { path: '/jarang', count: 1 },
  ];

  it('are the declared ones and the most frequent ones, but none that by its name acts', () => {
    expect(pagesToAsk(['/tentang', '/'], top, 4)).toEqual({
      pages: [{ path: '/tentang' }, { path: '/', visits: 900 }, { path: '/keluarga', visits: 300 }],
      left: ['/akun/keluar', '/hapus.php'],
    });
  });

  it('are asked for all the same when somebody declares them', () => {
    expect(pagesToAsk(['/hapus.php'], top, 3).left).toEqual(['/akun/keluar']);
  });

  it('are at least the first one', () => {
    expect(pagesToAsk([], [], 20).pages).toEqual([{ path: '/' }]);
  });
});

describe('the freeze to be expected', () => {
  it('is the sum of what was measured, beside what was predicted', () => {
    const seed = { files: { volumes: { app: { entries: 20_000 } }, rounds: [{ seconds: 2 }] } };
    const freeze = freezeOf('follow', { catchUp: 0.5, files: 1.2 }, seed);
    expect(freeze).toEqual({
      predicted: 3.5,
      expected: 3.2,
      parts: { steps: 1.5, catchUp: 0.5, files: 1.2 },
    });
  });
});

describe('pages compared before a switch where nobody says which', () => {
  const look = { status: 200, title: 'Beranda' };
  const page = (path: string, more: object = {}) =>
    ({ path, verdict: 'same', old: look, copy: look, ...more }) as PageResult;

  it('are the first, and those that the last rehearsal found equal', () => {
    expect(pagesToCompare(undefined)).toEqual(['/']);
    const pages = [
      page('/galat', { verdict: 'text' }),
      page('/berita'),
      page('/'),
      page('/penghitung', { unsteady: true, copy: { ...look, title: '42' } }),
    ];
    expect(pagesToCompare({ pages })).toEqual(['/', '/berita']);
  });

  it('are no more than twenty', () => {
    const pages = Array.from({ length: 50 }, (_, index) => page(`/${index}`));
    expect(pagesToCompare({ pages })).toHaveLength(20);
  });
});
