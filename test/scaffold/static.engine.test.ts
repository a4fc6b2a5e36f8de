/** The template static: its own checks, and the site in the image induk makes of it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appImage } from '../../src/desired/images.js';
import { writeProject } from '../../src/scaffold/write.js';
import { address, buildImage, healthy, Place } from '../images/support/engine.js';
import { appOf, projectOf } from './project.js';
import { exampleNames } from './request/examples.js';

const place = new Place();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'induk-static-'));
  for (const name of exampleNames) {
    await writeProject(join(folder, name), await projectOf(name, 'static'));
  }
});

afterAll(async () => {
  await place.clean();
  await rm(folder, { recursive: true });
});

it.each(exampleNames)('%s passes its checks, and knows what is left to fill in', async (name) => {
  const run = (script: string) =>
    execa('npm', ['run', '--silent', script], {
      cwd: join(folder, name),
      reject: false,
      all: true,
    });
  const { all, exitCode } = await run('test');
  expect(exitCode, all).toBe(0);
  expect(all).toMatch(/# pass [3-9]\d/);
  const publish = await run('terbit');
  expect(publish.exitCode).toBe(1);
  expect(publish.all).toMatch(/# fail 1$/m);
});

it('is a site in its image, of which only public/ is shown', async () => {
  const app = await appOf('izin-praktik', 'static');
  const spec = appImage(app, { recipes: {}, sources: {} } as never);
  const source = join(folder, 'izin-praktik');
  const image = await buildImage({ recipe: 'static', app: source, args: spec?.args ?? {} });
  const container = await place.start({ image, publish: true });
  await healthy(container, app.health.path ?? '', '200');
  const base = await address(container);
  const page = await fetch(`${base}/layanan`);
  expect(await page.text()).toContain('Permohonan izin praktik');
  const missing = await fetch(`${base}/tidak-ada`);
  expect([missing.status, await missing.text()]).toEqual([
    404,
    expect.stringContaining('Halaman tidak ditemukan'),
  ]);
  for (const path of ['/request.yaml', '/.induk/answers.yaml', '/test/situs.test.js']) {
    expect((await fetch(`${base}${path}`)).status, path).toBe(404);
  }
});
