import { describe, expect, it } from 'vitest';
import { comparePages } from '../../../src/migrate/mover/compare-pages.js';
import { ownName } from '../../../src/migrate/mover/visit.js';
import { faultOf } from '../../server/fault.js';

type Look = [status: number, title: string];

/** Both sides answer what is left for them, the last again and again. */
function comparing(old: Look[], fresh: Look[], pages = ['/']) {
  const asked: string[] = [];
  const next = ([first, ...rest]: Look[], left: Look[]): Look => {
    if (rest.length > 0) left.shift();
    return first as Look;
  };
  const done = comparePages(pages, {
    old: async (page) => {
      const [status, title] = next(old, old);
      asked.push(`old ${page}`);
      return { status, title, name: 'www.situs.kota.test' };
    },
    fresh: async (page, name) => {
      const [status, title] = next(fresh, fresh);
      asked.push(`${name} ${page}`);
      return { status, title };
    },
  });
  return { asked, done };
}

describe('pages before a switch', () => {
  it('are asked of the new side by the name that the old side sends visitors to', async () => {
    const { asked, done } = comparing([[200, 'Beranda']], [[200, 'Beranda']], ['/', '/berita']);
    const answer = { status: 200, title: 'Beranda' };
    expect(await done).toEqual([
      { path: '/', ...answer },
      { path: '/berita', ...answer },
    ]);
    const name = 'www.situs.kota.test';
    expect(asked).toEqual(['old /', `${name} /`, 'old /berita', `${name} /berita`]);
  });

  it.each<[string, Look[], Look[]]>([
    [
      'a moment behind',
      [[200, 'Dua']],
      [
        [200, 'Satu'],
        [200, 'Dua'],
      ],
    ],
    [
      'with a number that changes by itself',
      [
        [200, '41 orang'],
        [200, '43 orang'],
      ],
      [[200, '42 orang']],
    ],
  ])('may be %s', async (_, old, fresh) => {
    await expect(comparing(old, fresh).done).resolves.toHaveLength(1);
  });

  it.each<[string, Look[], Look[]]>([
    ['another status', [[200, 'Beranda']], [[500, 'Beranda']]],
    ['another title', [[200, 'Beranda']], [[200, 'Galat']]],
    ['another number', [[200, '41 orang']], [[200, '42 orang']]],
    [
      'another word beside a number',
      [
        [200, '41 orang'],
        [200, '43 orang'],
      ],
      [[200, '43 galat']],
    ],
  ])('end it with %s', async (_, old, fresh) => {
    const { code, args } = await faultOf(comparing(old, fresh).done);
    expect({ code, page: args.page }).toEqual({ code: 'MIG267', page: '/' });
  });
});

describe('where a page sends visitors over TLS', () => {
  const names = ['situs.kota.test', 'www.situs.kota.test'];

  it.each<[string | undefined, string | undefined]>([
    ['https://situs.kota.test/', 'situs.kota.test'],
    ['https://WWW.situs.kota.test', 'www.situs.kota.test'],
    ['https://situs.kota.test:443/a', 'situs.kota.test'],
    ['https://situs.kota.test:8443/a', undefined],
    ['https://situs.kota.test.lain.test/', undefined],
    ['http://situs.kota.test/', undefined],
    ['/masuk', undefined],
    [undefined, undefined],
  ])('%s: %s', (location, name) => {
    expect(ownName(location, names)).toBe(name);
  });
});
