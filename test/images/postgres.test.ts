import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ask, awkwardPassword, startPair, stopDuringRequest } from './support/apps.js';
import { buildImage, docker, healthy, inside, logs, Place, testApp } from './support/engine.js';

const place = new Place();
let database: string;
let app: string;

beforeAll(async () => {
  await place.secret('DB_PASSWORD', awkwardPassword);
  const images = {
    database: await buildImage({ recipe: 'postgres' }),
    app: await buildImage({ recipe: 'node', app: testApp('node'), args: { PACKAGES: 'node-pg' } }),
  };
  ({ database, app } = await startPair(place, 'postgres', images));
});

afterAll(() => place.clean());

describe('PostgreSQL beside a Node app', () => {
  it.each(['/run/postgresql', '127.0.0.1', 'localhost', 'url'])('answers on %s', async (host) => {
    expect(await ask(app, `/?database=${host}`)).toBe('kopi ☕');
  });

  it('keeps its administrator to the socket and the database container', async () => {
    const asked = (...flags: string[]) => inside(database, ['psql', '-Atc', 'SELECT 1', ...flags]);
    expect((await asked()).stdout).toBe('1');
    expect((await asked('-h', '127.0.0.1')).all).toContain('pg_hba.conf rejects');
    const other = await inside(database, ['psql', '-U', 'postgres', '-c', 'SELECT 1'], {
      user: 'nobody',
    });
    expect(other.all).toContain('Peer authentication failed');
  });

  it('gives the app its own database and no power over others', async () => {
    const role = await inside(database, [
      ...['psql', '-Atc'],
      "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = 'uji'",
    ]);
    expect(role.stdout).toBe('f|f|f');
    const owner = await inside(database, ['psql', '-Atc', '\\l uji-1']);
    expect(owner.stdout).toContain('uji-1|uji|UTF8');
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

  it('survives a power cut', async () => {
    await docker('kill', database);
    await docker('start', database);
    await healthy(database);
    expect(await ask(app, '/?database=127.0.0.1')).toBe('kopi ☕');
  });

  it('prints no password', async () => {
    const printed = `${await logs(database)}${await logs(app)}`;
    expect(printed).not.toContain(awkwardPassword);
    expect(printed).not.toContain('baru-456');
  });
});

describe('the Node app', () => {
  it('runs as the user app, with the secrets as environment', async () => {
    expect((await inside(app, ['id', '-un'])).stdout).toBe('app');
    expect(await ask(app, '/?env=DB_PASSWORD')).toBe('baru-456');
    expect(await ask(app, '/')).toMatch(/^v20\./);
  });

  it('finishes a request in flight when stopped', () => stopDuringRequest(app));
});
