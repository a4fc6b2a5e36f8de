/** The template's own tests, in a generated project, on a real PostgreSQL. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeProject } from '../../src/scaffold/write.js';
import { databaseRun } from '../images/support/apps.js';
import { buildImage, docker, healthy, Place } from '../images/support/engine.js';
import { projectOf, templates } from './project.js';
import { exampleNames } from './request/examples.js';

const place = new Place();
let folder: string;
let database: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'induk-layanan-'));
  await place.secret('DB_PASSWORD', 'sandi-123');
  const image = await buildImage({ recipe: 'postgres' });
  const [container] = await Promise.all([
    place.start(databaseRun(place, 'postgres', image)),
    install(),
  ]);
  await healthy(container);
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}';
  const address = await docker('inspect', '-f', format, container);
  database = `postgres://uji:sandi-123@${address}:5432/uji-1`;
});

afterAll(async () => {
  await place.clean();
  await rm(folder, { recursive: true });
});

it.each(exampleNames)(
  '%s builds, and passes its tests',
  async (name) => {
    const project = join(folder, name);
    await writeProject(project, await projectOf(name));
    await symlink(join(await installed(), 'node_modules'), join(project, 'node_modules'));
    const env = { DATABASE_URL: database, FORCE_COLOR: '0', TZ: 'Asia/Jakarta' };
    const run = await execa('npm', ['test'], { cwd: project, env, reject: false, all: true });
    const failed = run.all.split('\n').filter((line) => /^\s*not ok|error TS/.test(line));
    expect(failed).toEqual([]);
    expect(run.all).toMatch(/# pass [1-9]\d/);
    expect(run.exitCode).toBe(0);
  },
  600_000,
);

/** Where the libraries of the template's lock file are kept between runs. */
async function installed(): Promise<string> {
  const lock = await readFile(join(templates, 'layanan/project/package-lock.json'), 'utf8');
  const hash = createHash('sha256').update(lock).digest('hex').slice(0, 12);
  return join(import.meta.dirname, `../../node_modules/.cache/layanan-${hash}`);
}

async function install(): Promise<void> {
  const cache = await installed();
  if (existsSync(cache)) return;
  const draft = `${cache}.${process.pid}`;
  await mkdir(draft, { recursive: true });
  const [name = ''] = exampleNames;
  await writeProject(join(draft, 'project'), await projectOf(name));
  for (const file of ['package.json', 'package-lock.json']) {
    await cp(join(draft, 'project', file), join(draft, file));
  }
  await rm(join(draft, 'project'), { recursive: true });
  await execa('npm', ['ci', '--no-audit', '--no-fund', '--prefer-offline'], { cwd: draft });
  await rename(draft, cache);
}
