import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { App } from '../../../src/inventory/model.js';
import { actionsFile } from '../../../src/scaffold/ci/actions.js';
import { gitlabFile } from '../../../src/scaffold/ci/gitlab.js';
import type { Pipeline } from '../../../src/scaffold/ci/pipeline.js';
import { testsOf } from '../../../src/scaffold/ci/tests.js';

const node = { runtime: { kind: 'node', version: '20' } } as unknown as App;
const postgres = { kind: 'postgres', version: '17' } as App['database'];
const tests = testsOf({ ...node, database: postgres } as App, {
  npm: { hasLock: true },
  hasComposer: false,
  hasPhpunit: false,
});
const server = { host: '10.20.0.11', port: 22, user: 'induk-deploy', hostKeyLine: 'ssh-x AAAA' };
const pipeline: Pipeline = {
  app: 'dinkes/izin',
  engineName: 'dinkes-izin',
  branch: 'main',
  folder: '.',
  file: '.gitlab-ci.yml',
  server,
  ...(tests && { tests }),
};

const isShell = (script: string) => execFileSync('sh', ['-n'], { input: script });

describe('a pipeline', () => {
  it('of GitLab tests every change and deploys one branch, with the key alone', () => {
    const text = gitlabFile(pipeline);
    const { 'test:dinkes-izin': test, 'deploy:dinkes-izin': deploy, ...rest } = parse(text);
    // nothing that an including file would overrule
    expect(rest).toEqual({});
    expect([test.stage, deploy.stage, deploy.needs]).toEqual([
      'test',
      'deploy',
      ['test:dinkes-izin'],
    ]);
    expect(test.rules).toBeUndefined();
    expect(test.script).toEqual(['npm ci --no-audit --no-fund', 'npm test']);
    expect(test.variables.DATABASE_URL).toBe('postgres://uji:uji@database:5432/uji');
    expect(test.services).toEqual([{ name: 'postgres:17', alias: 'database' }]);
    expect(deploy.rules).toEqual([{ if: '$CI_COMMIT_BRANCH == "main"' }]);
    const [script] = deploy.script;
    isShell(script);
    expect(script).toContain('StrictHostKeyChecking=yes');
    expect(script).toContain("echo '10.20.0.11 ssh-x AAAA' >");
    expect(text).toMatch(/^# .*INDUK_DEPLOY_KEY/m);
  });

  it('of GitHub and Gitea does the same', () => {
    const { jobs, on } = parse(actionsFile(pipeline));
    expect(on.push.branches).toEqual(['main']);
    expect(jobs.deploy.needs).toBe('test');
    expect(jobs.deploy.if).toContain("refs/heads/main'");
    const { env, run } = jobs.deploy.steps[1];
    expect(env.INDUK_DEPLOY_KEY).toMatch(/^\$\{\{ secrets\.INDUK_DEPLOY_KEY \}\}$/);
    isShell(run);
    isShell(jobs.test.steps[1].run);
    expect(actionsFile(pipeline)).not.toMatch(/[&*]a1/);
  });

  it('of a repository with several apps keeps to the folder of this one', () => {
    const folder = "apps/pak de's";
    const file = '.gitlab/dinkes-izin.yml';
    const one = { ...pipeline, folder, file, server: { ...server, port: 2222 } };
    const { 'deploy:dinkes-izin': deploy, 'test:dinkes-izin': test } = parse(gitlabFile(one));
    const [script] = deploy.script;
    isShell(script);
    expect(script).toContain(`cd 'apps/pak de'\\''s'`);
    expect(script).toContain("echo '[10.20.0.11]:2222 ssh-x AAAA' >");
    const changes = [`${folder}/**/*`, file];
    expect(test.rules).toEqual([{ if: '$CI_COMMIT_BRANCH', changes }]);
    expect(deploy.rules).toEqual([{ if: '$CI_COMMIT_BRANCH == "main"', changes }]);
    const workflow = '.github/workflows/dinkes-izin.yml';
    const { on } = parse(actionsFile({ ...one, file: workflow }));
    expect(on.push.paths).toEqual([`${folder}/**`, workflow]);
    expect(on.pull_request.paths).toEqual([`${folder}/**`, workflow]);
  });

  it('of each of several apps has jobs and a secret of its own', () => {
    const texts = ['izin', 'surat'].map((name) =>
      gitlabFile({
        ...pipeline,
        app: `dinkes/${name}`,
        engineName: `dinkes-${name}`,
        folder: `apps/${name}`,
        file: `.gitlab/dinkes-${name}.yml`,
      }),
    );
    const [izin, surat] = texts.map((text) => Object.keys(parse(text)));
    expect(izin?.filter((name) => surat?.includes(name))).toEqual([]);
    const secrets = texts.map((text) => [...new Set(text.match(/INDUK_DEPLOY_KEY\w*/g))]);
    expect(secrets).toEqual([['INDUK_DEPLOY_KEY_DINKES_IZIN'], ['INDUK_DEPLOY_KEY_DINKES_SURAT']]);
    const { jobs } = parse(actionsFile({ ...pipeline, folder: 'apps/izin' }));
    const own = 'INDUK_DEPLOY_KEY_DINKES_IZIN';
    expect(jobs.deploy.steps[1].env).toEqual({ [own]: `\${{ secrets.${own} }}` });
  });

  it('without known tests only deploys', () => {
    const { tests: _, ...bare } = pipeline;
    const { 'deploy:dinkes-izin': deploy, ...rest } = parse(gitlabFile(bare));
    expect([deploy.needs, rest]).toEqual([undefined, {}]);
    expect(parse(actionsFile(bare)).jobs.deploy.needs).toBeUndefined();
  });
});

describe('tests of an app', () => {
  const none = { hasComposer: false, hasPhpunit: false };
  const runtime = { kind: 'php', version: '8.4', extensions: ['mysql'], packages: ['php-twig'] };
  const php = { runtime } as unknown as App;
  const site = { runtime: { kind: 'static' } } as App;

  it('are its own, or what a person says', () => {
    expect(testsOf(node, none)).toBeUndefined();
    expect(testsOf(site, none)).toBeUndefined();
    expect(testsOf(site, none, 'make uji')?.commands).toEqual(['make uji']);
    const files = testsOf(site, { ...none, npm: { hasLock: false } });
    expect(files?.image).toBe('node:20');
    expect(files?.commands.at(-1)).toBe('npm test');
  });

  it('of PHP run on Debian’s packages, as the app does', () => {
    const composer = testsOf(php, { ...none, hasComposer: true });
    expect(composer?.image).toBe('debian:trixie');
    expect(composer?.commands).toContain(
      'apt-get install -qy --no-install-recommends php-cli php-mysql php-twig composer git unzip',
    );
    expect(composer?.commands.at(-1)).toBe('composer test');
    const database = { kind: 'mariadb', version: '11.8' } as App['database'];
    const tests = testsOf({ ...php, database } as App, { ...none, hasPhpunit: true });
    expect(tests?.commands.at(-1)).toBe('phpunit --do-not-cache-result');
    const text = gitlabFile({ ...pipeline, ...(tests && { tests }) });
    const { 'test:dinkes-izin': test } = parse(text);
    expect(test.variables).toMatchObject({ DB_HOST: 'database', DB_NAME: 'uji', DB_USER: 'uji' });
    expect(test.variables.MARIADB_DATABASE).toBe('uji');
    const old = { runtime: { ...runtime, version: '5.6', from: 'php:5.6-apache' } };
    const bare = testsOf(old as unknown as App, none);
    expect([bare?.image, bare?.commands.length]).toEqual(['php:5.6-apache', 1]);
  });
});
