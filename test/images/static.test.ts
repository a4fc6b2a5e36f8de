import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  address,
  buildImage,
  docker,
  healthy,
  inside,
  logs,
  Place,
  testApp,
} from './support/engine.js';

const place = new Place();
let site: string;
let base: string;

beforeAll(async () => {
  const image = await buildImage({
    recipe: 'static',
    app: testApp('static'),
    args: {
      BUILD: [
        'mkdir .well-known && echo proof > .well-known/proof && echo "<p>" > layanan.html',
        'seq 1 400 | sed "s/.*/.kelas-& { color: red }/" > besar.css',
      ].join(' && '),
    },
  });
  site = await place.start({ image, publish: true });
  await healthy(site, '/', '200');
  base = await address(site);
});

afterAll(() => place.clean());

describe('a static site', () => {
  it.each([
    ['/', 200],
    ['/layanan', 200],
    ['/.well-known/proof', 200],
    ['/besar.css', 200],
    ['/tiada', 404],
    ['/folder/', 404],
    ['/.env', 404],
  ])('answers %s with %i', async (path, status) => {
    expect((await fetch(base + path)).status).toBe(status);
  });

  it('carries nothing that nobody reads in a container', async () => {
    const folders = ['/var/cache/apt', '/var/lib/apt/lists', '/usr/share/man'];
    const { stdout } = await inside(site, ['find', ...folders, '-type', 'f', '-size', '+0']);
    expect(stdout).toBe('');
  });

  it('shows its own page for what does not exist', async () => {
    expect(await (await fetch(`${base}/tiada`)).text()).toContain('Tidak ditemukan');
  });

  it('sends a type, an entity tag and compressed text', async () => {
    const { headers } = await fetch(`${base}/besar.css`);
    expect(headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(headers.get('content-encoding')).toBe('gzip');
    const tag = headers.get('etag') ?? '';
    expect(tag).not.toBe('');
    const again = await fetch(`${base}/besar.css`, { headers: { 'if-none-match': tag } });
    expect(again.status).toBe(304);
  });

  it('runs as www-data, and cannot change its own files', async () => {
    expect((await inside(site, ['id', '-un'])).stdout).toBe('www-data');
    expect((await inside(site, ['touch', '/app/index.html'])).exitCode).not.toBe(0);
  });

  it('logs visitors with the address the proxy tells, and no health tests', async () => {
    await fetch(`${base}/?satu`, { headers: { 'x-forwarded-for': '203.0.113.9' } });
    const printed = await logs(site);
    expect(printed).toContain('203.0.113.9 "GET /?satu HTTP/1.1" 200');
    expect(printed).not.toMatch(/^127\.0\.0\.1 /m);
  });

  it('ends by itself when stopped', async () => {
    await docker('stop', '-t', '20', site);
    expect(await docker('inspect', '-f', '{{.State.ExitCode}}', site)).toBe('0');
  });
});
