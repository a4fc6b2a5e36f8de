/** Checks of the site: files, links, headings. With TERBIT=1 nothing may be left to fill in. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../public', import.meta.url));
const required = [
  '404.html',
  'data-pribadi.html',
  'data.html',
  'gaya.css',
  'index.html',
  'kontak.html',
  'lambang.svg',
  'layanan.html',
  'pengumuman.html',
  'persyaratan.html',
];
const pages = readdirSync(root, { recursive: true }).filter((name) => name.endsWith('.html'));
const text = new Map(pages.map((name) => [name, readFileSync(join(root, name), 'utf8')]));
const all = (page, pattern) => [...text.get(page).matchAll(pattern)].map((found) => found[1]);

/** Whether an address of this site leads to something. */
function leads(address, from) {
  const [path, id] = address.split('#');
  const file = path === '' ? from : path === '/' ? 'index.html' : path.slice(1);
  if (!existsSync(join(root, file))) return false;
  return id === undefined || all(file, / id="([^"]+)"/g).includes(id);
}

describe('situs', () => {
  it('has its files', () => {
    assert.deepEqual(
      required.filter((name) => !existsSync(join(root, name))),
      [],
    );
  });

  it('has a title of its own for each page', () => {
    const titles = pages.flatMap((page) => all(page, /<title>([^<]+)<\/title>/g));
    assert.equal(new Set(titles).size, pages.length);
  });

  it('has open data that programs can read', () => {
    const folder = join(root, 'data');
    for (const name of readdirSync(folder)) {
      const content = readFileSync(join(folder, name), 'utf8');
      if (name.endsWith('.json')) assert.ok(JSON.parse(content), name);
      if (!name.endsWith('.csv')) continue;
      const cells = content.trim().split('\n').map((line) => line.match(/("([^"]|"")*"|[^,]+)/g).length);
      assert.equal(new Set(cells).size, 1, name);
    }
  });
});

for (const page of pages) {
  describe(page, () => {
    it('is a whole page in Indonesian', () => {
      for (const part of ['<!doctype html>', '<html lang="id">', 'name="viewport"', '<main id="isi"']) {
        assert.ok(text.get(page).includes(part), part);
      }
      assert.equal(all(page, /<(h1)[ >]/g).length, 1);
      const levels = all(page, /<h([1-6])[ >]/g).map(Number);
      levels.forEach((level, i) => assert.ok(i === 0 || level <= levels[i - 1] + 1, `h${level}`));
    });

    it('has no broken link', () => {
      const links = all(page, /(?:href|src)="([^"]*)"/g).filter((each) => !/^(https|mailto|tel):/.test(each));
      assert.deepEqual(
        links.filter((each) => !leads(each, page)),
        [],
      );
    });

    it('loads nothing from elsewhere, and runs no script', () => {
      assert.doesNotMatch(text.get(page), /<script|<iframe| on\w+=|javascript:/i);
      assert.deepEqual(all(page, /(?:src|<link [^>]*href)="(https?:[^"]*)"/g), []);
    });

    it('describes its pictures, and names things once', () => {
      assert.doesNotMatch(text.get(page), /<img(?![^>]* alt=)[^>]*>/);
      const ids = all(page, / id="([^"]+)"/g);
      assert.equal(new Set(ids).size, ids.length);
    });

    if (process.env.TERBIT) {
      it('has nothing left to fill in', () => assert.doesNotMatch(text.get(page), /isi-dulu/));
    }
  });
}
