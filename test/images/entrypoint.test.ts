import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { awkwardPassword } from './support/apps.js';
import { buildImage, Place, testApp } from './support/engine.js';

const place = new Place();
let image: string;

beforeAll(async () => {
  await place.secret('DB_PASSWORD', awkwardPassword);
  await place.secret('API_KEY_2', 'two\nlines');
  await place.secret('lower', 'x');
  await place.secret('BAD-NAME', 'x');
  image = await buildImage({ recipe: 'node', app: testApp('node') });
});

afterAll(() => place.clean());

const database = { DB_KIND: 'postgres', DB_USER: 'u@r', DB_NAME: 'satu/dua' };

const environment = async (env: Record<string, string>): Promise<Record<string, string>> => {
  const command = ['node', '-p', 'JSON.stringify(process.env)'];
  return JSON.parse(await place.once({ image, env, command }));
};

describe('the entrypoint of apps', () => {
  it('turns secrets named like variables into the environment', async () => {
    const env = await environment({});
    expect(env.API_KEY_2).toBe('two\nlines');
    expect(env.DB_PASSWORD).toBe(awkwardPassword);
    expect(Object.keys(env)).not.toContain('lower');
    expect(Object.keys(env)).not.toContain('BAD-NAME');
    expect(env.DATABASE_URL).toBeUndefined();
  });

  it('lets what is set win, even when empty', async () => {
    const env = await environment({ API_KEY_2: '', ...database, DATABASE_URL: 'own' });
    expect(env.API_KEY_2).toBe('');
    expect(env.DATABASE_URL).toBe('own');
  });

  it.each([
    ['postgres', 'postgresql:', '?host=/run/postgresql'],
    ['mariadb', 'mysql:', ''],
  ])('composes the URL of %s so that it can be taken apart again', async (kind, scheme, search) => {
    const url = new URL((await environment({ ...database, DB_KIND: kind })).DATABASE_URL ?? '');
    expect(url.protocol).toBe(scheme);
    expect(url.hostname).toBe('localhost');
    expect(decodeURIComponent(url.username)).toBe('u@r');
    expect(decodeURIComponent(url.password)).toBe(awkwardPassword);
    expect(decodeURIComponent(url.pathname)).toBe('/satu/dua');
    expect(url.search).toBe(search);
  });

  it('refuses a database it does not know', async () => {
    await expect(environment({ DB_KIND: 'oracle' })).rejects.toThrow('unknown DB_KIND');
  });

  it('keeps the exit code of the command', async () => {
    const failing = place.once({ image, command: ['sh', '-c', 'exit 7'] });
    await expect(failing).rejects.toMatchObject({ exitCode: 7 });
  });
});
