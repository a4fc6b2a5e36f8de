/** The test jobs that `ci init` writes, run as a CI runs them: a bare container and a database. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ensureBase } from '../../scripts/setup/engine.js';
import { gitlabFile } from '../../src/scaffold/ci/gitlab.js';
import { testsOf } from '../../src/scaffold/ci/tests.js';
import { writeProject } from '../../src/scaffold/write.js';
import { databaseRun } from '../images/support/apps.js';
import { buildImage, docker, healthy, Place } from '../images/support/engine.js';
import { appOf, projectOf } from './project.js';

const place = new Place();
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'induk-ci-'));
  await execa('chmod', ['755', folder]);
});

afterAll(async () => {
  await place.clean();
  await rm(folder, { recursive: true });
});

/** The test job of the file for a project of a template. */
async function jobOf(template: string, project: Parameters<typeof testsOf>[1]) {
  await writeProject(join(folder, template), await projectOf('izin-praktik', template));
  const app = await appOf('izin-praktik', template);
  const tests = testsOf(app, project);
  if (tests === undefined) throw new Error(`no tests of ${template}`);
  const server = { host: '192.0.2.1', port: 22, user: 'induk-deploy', hostKeyLine: 'ssh-x AAAA' };
  const { id, engineName } = app;
  const common = { app: id, engineName, branch: 'main', folder: '.', file: 'ci.yml', server };
  const test = parse(gitlabFile({ ...common, tests }))[`test:${engineName}`];
  return test as { image: string; script: string[]; variables: Record<string, string> };
}

it('of the template php pass on a bare Debian with the database beside it', async () => {
  const job = await jobOf('php', { hasComposer: false, hasPhpunit: true });
  expect(job.image).toBe('debian:trixie');
  const network = await place.network();
  const { DB_NAME = '', DB_USER = '', DB_PASSWORD = '', DB_HOST = '' } = job.variables;
  await place.secret('DB_PASSWORD', DB_PASSWORD);
  // The hub's image does the same with its own variables.
  const image = await buildImage({ recipe: 'mariadb' });
  const run = databaseRun(place, 'mariadb', image);
  const database = await place.start({ ...run, env: { DB_NAME, DB_USER }, network });
  await docker('network', 'disconnect', network, database);
  await docker('network', 'connect', '--alias', DB_HOST, network, database);
  await healthy(database);
  const output = await place.once({
    image: await ensureBase('trixie', { log: () => {} }),
    env: job.variables,
    network,
    volumes: { '/builds': join(folder, 'php') },
    command: ['sh', '-ec', `cd /builds\n${job.script.join('\n')}`],
  });
  expect(output).toMatch(/OK \(\d{2,} tests, \d{3,} assertions\)/);
});

it('of the template static pass where npm is', async () => {
  const { image, script } = await jobOf('static', {
    hasComposer: false,
    hasPhpunit: false,
    npm: { hasLock: false },
  });
  expect(image).toBe('node:20');
  const cwd = join(folder, 'static');
  const run = await execa('sh', ['-ec', script.join('\n')], { cwd, all: true });
  expect(run.all).toMatch(/# fail 0$/m);
});
