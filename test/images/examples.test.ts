import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appRun, ask, type DatabaseKind, databaseRun } from './support/apps.js';
import { address, buildImage, exampleApp, healthy, Place, type Run } from './support/engine.js';

/** As in `inventory/opd/dispar.yaml`. */
const wisata = {
  PACKAGES: [
    ...['mysql', 'gd', 'intl', 'mbstring', 'xml', 'curl', 'zip'].map((name) => `php-${name}`),
    ...['wordpress', 'wordpress-l10n', 'wordpress-theme-twentytwentyfive'],
  ].join(' '),
  DOCROOT: 'public',
  BUILD: 'sh build.sh',
  STORAGE: '/app/public/wp-content/uploads',
};

/** Starts an app beside its database after running its release command twice. */
async function start(place: Place, kind: DatabaseKind, app: Run, release: string[]) {
  await place.secret('DB_PASSWORD', 'sandi-123');
  const database = await place.start(databaseRun(place, kind, await buildImage({ recipe: kind })));
  await healthy(database);
  const said = [
    await place.once({ ...app, command: release }),
    await place.once({ ...app, command: release }),
  ];
  return { container: await place.start(app), said };
}

describe('wisata, WordPress with MariaDB', () => {
  const place = new Place();
  let site: string;
  let said: string[];

  beforeAll(async () => {
    await place.secret('WP_ADMIN_PASSWORD', 'admin-123');
    await place.secret('AUTH_SALT', 'garam');
    const image = await buildImage({ recipe: 'php', app: exampleApp('wisata'), args: wisata });
    const run = appRun(place, 'mariadb', image);
    ({ container: site, said } = await start(place, 'mariadb', run, ['php', 'release.php']));
    await healthy(site, '/', '200');
  });
  afterAll(() => place.clean());

  it('installs itself once', () => {
    expect(said[0]).toContain('terpasang');
    expect(said[1]).toContain('sudah sesuai');
    expect(said[1]).not.toContain('Isi awal');
  });

  it('shows its front page and posts from the database', async () => {
    const front = await ask(site, '/');
    expect(front).toContain('Dinas Pariwisata Kota Contoh');
    expect(front).toContain('Festival Sungai kembali digelar');
    expect(await ask(site, '/berita/desa-wisata/')).toContain('Desa Karang Asri');
  });

  it('lets the administrator in with the secret', async () => {
    const response = await fetch(`${await address(site)}/wp-login.php`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: 'wordpress_test_cookie=WP%20Cookie%20check' },
      body: new URLSearchParams({ log: 'pengelola', pwd: 'admin-123', testcookie: '1' }),
    });
    expect(response.status).toBe(302);
    expect(response.headers.get('set-cookie')).toContain('wordpress_logged_in');
  });
});

describe('antrian, Node with PostgreSQL', () => {
  const place = new Place();
  let site: string;
  let said: string[];
  let run: Run;

  beforeAll(async () => {
    const args = { PACKAGES: 'node-pg' };
    const image = await buildImage({ recipe: 'node', app: exampleApp('antrian'), args });
    run = appRun(place, 'postgres', image);
    ({ container: site, said } = await start(place, 'postgres', run, ['node', 'migrate.js']));
    await healthy(site, '/health', '200');
  });
  afterAll(() => place.clean());

  it('migrates once', () => {
    expect(said).toEqual(['skema: langkah 0 → 4', 'skema: langkah 4 → 4']);
  });

  it('gives everybody another number, also at once', async () => {
    const take = async () => {
      const response = await fetch(`${await address(site)}/ambil`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ kode: 'C' }),
      });
      return response.headers.get('location');
    };
    const taken = await Promise.all(Array.from({ length: 8 }, take));
    expect(new Set(taken).size).toBe(8);
    expect(await ask(site, '/')).toContain('C-008');
  });

  it('refuses a service it does not offer', async () => {
    const body = new URLSearchParams({ kode: "'; DROP TABLE tiket" });
    const response = await fetch(`${await address(site)}/ambil`, { method: 'POST', body });
    expect(response.status).toBe(422);
  });

  it('closes only earlier days', async () => {
    const said = await place.once({ ...run, command: ['node', 'tutup.js'] });
    expect(said).toBe('tutup: 0 tiket ditutup');
  });
});

describe('profil, a static site', () => {
  const place = new Place();
  afterAll(() => place.clean());

  it('answers with its pages', async () => {
    const image = await buildImage({ recipe: 'static', app: exampleApp('profil') });
    const site = await place.start({ image, publish: true });
    await healthy(site, '/layanan', '200');
    expect(await ask(site, '/')).toContain('Kecamatan Sukamaju');
    expect(await ask(site, '/tiada')).toContain('Halaman tidak ditemukan');
  });
});
