import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, buildImage, docker, healthy, inside, Place, until } from './support/engine.js';

const place = new Place();
let proxy: string;

beforeAll(async () => {
  const image = await buildImage({ recipe: 'caddy' });
  const volumes = { '/config': place.volume('config'), '/data': place.volume('data') };
  proxy = await place.start({ image, volumes, publish: true });
  await healthy(proxy);
});

afterAll(() => place.clean());

const page = async () => (await fetch(await address(proxy))).text();

const load = (config: unknown) =>
  inside(proxy, ['caddy', 'reload', '--config', '-', '--address', 'unix//run/caddy/admin.sock'], {
    input: JSON.stringify(config),
  });

const answering = (body: string) => ({
  admin: { listen: 'unix//run/caddy/admin.sock', origins: ['localhost', ''] },
  apps: {
    http: {
      servers: {
        http: { listen: [':8080'], routes: [{ handle: [{ handler: 'static_response', body }] }] },
      },
    },
  },
});

describe('the proxy', () => {
  it('says that no app is here before it is told of one', async () => {
    const response = await fetch(await address(proxy));
    expect(response.status).toBe(404);
    expect(await response.text()).toContain('No app here');
  });

  it('runs as its own user', async () => {
    const user = await docker('inspect', '-f', '{{.Config.User}}', proxy);
    expect(user).toBe('2019:2019');
  });

  it('takes a configuration from standard input', async () => {
    expect((await load(answering('satu'))).exitCode).toBe(0);
    expect(await page()).toBe('satu');
    expect((await load(answering('dua'))).exitCode).toBe(0);
    expect(await page()).toBe('dua');
  });

  it('keeps the good configuration when a bad one comes', async () => {
    expect((await load({ ...answering('x'), apps: { tidak: {} } })).exitCode).not.toBe(0);
    expect(await page()).toBe('dua');
  });

  it.each(['kill', 'stop'])('has its configuration after %s and start', async (end) => {
    await docker(end, proxy);
    await docker('start', proxy);
    await healthy(proxy);
    expect(await until('an answer', page)).toBe('dua');
    expect((await load(answering('dua'))).exitCode).toBe(0);
  });
});
