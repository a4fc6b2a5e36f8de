import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, awkwardPassword, startPair, stopDuringRequest } from './support/apps.js';
import { buildImage, docker, healthy, inside, logs, Place, testApp } from './support/engine.js';

const place = new Place();
let database: string;
let app: string;

beforeAll(async () => {
  await place.secret('DB_PASSWORD', awkwardPassword);
  const images = {
    database: await buildImage({ recipe: 'mariadb' }),
    app: await buildImage({
      recipe: 'php',
      app: testApp('php'),
      args: { PACKAGES: 'php-mysql', STORAGE: '/app/berkas', INI: 'memory_limit=200M' },
    }),
  };
  ({ database, app } = await startPair(place, 'mariadb', images));
});

afterAll(() => place.clean());

describe('MariaDB beside a PHP app', () => {
  it.each([
    ['localhost', 'Localhost via UNIX socket'],
    ['127.0.0.1', '127.0.0.1 via TCP/IP'],
  ])('answers on %s', async (host, way) => {
    expect(await ask(app, `/?database=${host}`)).toBe(`kopi ☕ ${way}`);
  });

  it('keeps its administrator to the database container', async () => {
    expect((await inside(database, ['mariadb', '-Ne', 'SELECT CURRENT_USER()'])).stdout).toBe(
      'mysql@localhost',
    );
    const tried = await inside(database, ['mariadb', '-uroot'], { user: 'nobody' });
    expect(tried.all).toContain('Access denied');
  });

  it('lets the health account see nothing', async () => {
    const seen = await inside(database, ['mariadb', '-uinduk_health', '-Ne', 'SHOW DATABASES']);
    expect(seen.stdout).toBe('information_schema');
  });

  it('takes the new password after the secret was rotated, and not the old one', async () => {
    await place.secret('DB_PASSWORD', 'baru-456');
    await docker('restart', '-t', '20', database);
    await healthy(database);
    expect(await ask(app, '/?database=localhost')).not.toContain('kopi');
    await docker('restart', '-t', '20', app);
    await healthy(app);
    expect(await ask(app, '/?database=localhost')).toContain('kopi');
  });

  it('prints no password', async () => {
    const printed = `${await logs(database)}${await logs(app)}`;
    expect(printed).not.toContain(awkwardPassword);
    expect(printed).not.toContain('baru-456');
  });
});

describe('the PHP app', () => {
  it('runs as www-data', async () => {
    expect((await inside(app, ['id', '-un'])).stdout).toBe('www-data');
  });

  it.each([
    ['/', '8.4'],
    ['/indah', '8.4'],
    ['/?ini=display_errors', ''],
    ['/?ini=upload_max_filesize', '64M'],
    ['/?ini=memory_limit', '200M'],
    ['/?ini=date.timezone', 'Asia/Jakarta'],
    ['/?env=DB_PASSWORD', 'baru-456'],
  ])('answers %s with "%s"', async (path, body) => {
    expect(await ask(app, path)).toBe(body);
  });

  it('believes the proxy about address and scheme, and tells no version', async () => {
    const through = async (name: string, headers: Record<string, string>) =>
      (
        await inside(app, [
          'curl',
          '-s',
          ...flags(headers),
          `http://127.0.0.1:8080/?server=${name}`,
        ])
      ).stdout;
    expect(await through('HTTPS', { 'X-Forwarded-Proto': 'https' })).toBe('on');
    expect(await through('HTTPS', {})).toBe('');
    expect(await through('REMOTE_ADDR', { 'X-Forwarded-For': '203.0.113.9' })).toBe('203.0.113.9');
    const { all } = await inside(app, ['curl', '-sI', 'http://127.0.0.1:8080/']);
    expect(all).toMatch(/^Server: Apache\r?$/m);
    expect(all).not.toMatch(/X-Powered-By/i);
  });

  it('never runs PHP from storage, nor shows hidden files', async () => {
    await inside(app, ['sh', '-c', 'echo "<?php echo 1;" > /app/berkas/x.php; echo 1 > /app/.env']);
    const status = (path: string) => inside(app, ['induk-health', path, '403']);
    expect((await status('/berkas/x.php')).exitCode).toBe(0);
    expect((await status('/.env')).exitCode).toBe(0);
  });

  it('finishes a request in flight when stopped', () => stopDuringRequest(app));
});

const flags = (headers: Record<string, string>): string[] =>
  Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
