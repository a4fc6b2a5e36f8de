import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, awkwardPassword, startPair, stopDuringRequest } from '../support/apps.js';
import { buildImage, docker, healthy, inside, Place, testApp } from '../support/engine.js';

// Every version besides those of trixie, which the other files test.
const pairs = [
  {
    release: 'bullseye',
    appRelease: 'bullseye',
    kind: 'mariadb',
    server: '10.5',
    recipe: 'php',
    language: '7.4',
    hosts: ['localhost', '127.0.0.1'],
  },
  {
    release: 'bookworm',
    appRelease: 'bookworm',
    kind: 'mariadb',
    server: '10.11',
    recipe: 'php',
    language: '8.2',
    hosts: ['localhost', '127.0.0.1'],
  },
  {
    release: 'bullseye',
    kind: 'postgres',
    server: '13',
    // Bullseye's Node is too old to be offered: the app has another base than its database.
    appRelease: 'trixie',
    recipe: 'node',
    language: 'v20.',
    hosts: ['/run/postgresql', '127.0.0.1'],
  },
  {
    release: 'bookworm',
    appRelease: 'bookworm',
    kind: 'postgres',
    server: '15',
    recipe: 'node',
    language: 'v18.',
    hosts: ['/run/postgresql', '127.0.0.1', 'localhost', 'url'],
  },
] as const;

describe.each(pairs)('$release: $kind $server with $recipe $language', (pair) => {
  const place = new Place();
  let database: string;
  let app: string;

  beforeAll(async () => {
    await place.secret('DB_PASSWORD', awkwardPassword);
    const { release, appRelease, recipe, kind } = pair;
    const args = { PACKAGES: recipe === 'php' ? 'php-mysql' : 'node-pg' };
    const images = {
      database: await buildImage({ recipe: kind, release }),
      app: await buildImage({ recipe, release: appRelease, app: testApp(recipe), args }),
    };
    ({ database, app } = await startPair(place, kind, images));
  });
  afterAll(() => place.clean());

  it('has the versions it says', async () => {
    const version = pair.kind === 'mariadb' ? ['mariadbd', '--version'] : ['postgres', '--version'];
    expect((await inside(database, version)).stdout).toMatch(
      new RegExp(`(Ver|PostgreSQL\\)) ${pair.server.replace('.', '\\.')}\\.`),
    );
    expect(await ask(app, '/')).toContain(pair.language);
  });

  it.each([...pair.hosts])('answers on %s', async (host) => {
    expect(await ask(app, `/?database=${host}`)).toContain('kopi ☕');
  });

  it('takes a rotated password', async () => {
    await place.secret('DB_PASSWORD', 'baru-456');
    await docker('restart', '-t', '20', database, app);
    await healthy(database);
    await healthy(app);
    expect(await ask(app, `/?database=${pair.hosts[0]}`)).toContain('kopi ☕');
  });

  it('finishes a request in flight when stopped', () => stopDuringRequest(app));
});

describe.each(['bookworm', 'bullseye'])('%s: cron', (release) => {
  const place = new Place();
  afterAll(() => place.clean());

  it.each(['php', 'node'] as const)('runs a job of a %s app', async (recipe) => {
    const cron = await place.start({
      image: await buildImage({ recipe, release, app: testApp(recipe) }),
      command: ['induk-cron'],
      user: 'root',
      env: { CRON_JOBS: '[{"name":"uji","at":"0 3 * * *","run":"printf 100%%"}]' },
    });
    await expect.poll(async () => (await inside(cron, ['induk-job', 'uji'])).stdout).toBe('100%');
  });
});

describe.each(['bookworm', 'bullseye'])('%s: a static site', (release) => {
  const place = new Place();
  afterAll(() => place.clean());

  it('answers', async () => {
    const image = await buildImage({ recipe: 'static', release, app: testApp('static') });
    const site = await place.start({ image, publish: true });
    await healthy(site, '/', '200');
    expect(await ask(site, '/tiada')).toContain('Tidak ditemukan');
  });
});

describe('npm', () => {
  const place = new Place();
  afterAll(() => place.clean());

  it('is there for a build and gone from the image', async () => {
    const image = await buildImage({
      recipe: 'node',
      app: testApp('node'),
      args: { TOOLS: 'npm', BUILD: 'npm --version > npm-version' },
    });
    const look = 'cat npm-version; command -v npm || echo gone';
    const said = await place.once({ image, command: ['sh', '-c', look] });
    expect(said).toMatch(/^\d+\.\d+\.\d+\ngone$/);
  });
});
