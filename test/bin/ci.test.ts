/** `induk ci init` through a shell, beside a real sshd whose host key it writes down. */
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Sshd, startSshd } from '../server/sshd.js';
import { type Outcome, induk as run } from './run.js';

let folder: string;
let sshd: Sshd;

const at = (path: string) => join(folder, path);
const read = (path: string) => readFile(at(path), 'utf8');

const app = (name: string) =>
  `  ${name}: {title: ${name}, runtime: {static: true}, source: apps/${name}}\n`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'induk-bin-ci-'));
  // What is asked of the server is its public host key.
  sshd = await startSshd([`ForceCommand cat ${at('host.pub')}`]);
  await writeFile(at('host.pub'), `${sshd.publicKeys.ed25519} uji\n`);
  const key = `hostKey: "${sshd.fingerprints.ed25519}"`;
  const where = `address: 127.0.0.1, port: ${sshd.port}, user: ${userInfo().username}, ${key}`;
  const site = `site: contoh\ndomain: contoh.go.id\nservers: {satu: {${where}}}\n`;
  await mkdir(at('kota/opd'), { recursive: true });
  await writeFile(at('kota/site.yaml'), site);
  const apps = ['izin', 'surat', 'sendiri'].map(app).join('');
  const agency = 'opd: dinkes\nname: Dinas Kesehatan\ntype: dinas\napps:\n';
  await writeFile(at('kota/opd/dinkes.yaml'), `${agency}${apps}`);
  for (const name of ['izin', 'surat', 'sendiri']) {
    await mkdir(at(`kota/apps/${name}`), { recursive: true });
    await writeFile(at(`kota/apps/${name}/index.html`), name);
  }
  const manifest = '{"scripts": {"test": "true"}}\n';
  await writeFile(at('kota/apps/izin/package.json'), manifest);
  // The inventory's repository has the apps, but for one with a repository of its own.
  for (const path of ['kota', 'kota/apps/sendiri']) {
    execFileSync('git', ['init', '--quiet', '--initial-branch=main', at(path)]);
  }
});

afterAll(async () => {
  await sshd.stop();
  await rm(folder, { recursive: true });
});

async function ci(code: number, args: string[]): Promise<Outcome> {
  const env = { HOME: sshd.home, CI: 'true', INDUK_INVENTORY: at('kota') };
  const ended = await run(['ci', 'init', ...args], { cwd: folder, env });
  if (ended.code !== code) throw new Error(`${ended.code} ${ended.stdout}\n${ended.stderr}`);
  return ended;
}

describe('ci init gitlab', () => {
  it('writes the one file of an app with a repository of its own', async () => {
    const { stdout } = await ci(0, ['gitlab', 'sendiri']);
    expect(stdout).toMatch(
      /^the pipeline of dinkes\/sendiri is in .*\/sendiri\/\.gitlab-ci\.yml\n/,
    );
    expect(stdout).toContain('It needs one secret, INDUK_DEPLOY_KEY, made by');
    const jobs = parse(await read('kota/apps/sendiri/.gitlab-ci.yml'));
    expect(Object.keys(jobs)).toEqual(['deploy:dinkes-sendiri']);
    expect(jobs['deploy:dinkes-sendiri'].rules).toEqual([{ if: '$CI_COMMIT_BRANCH == "main"' }]);
    const [script] = jobs['deploy:dinkes-sendiri'].script;
    expect(script).toContain(`[127.0.0.1]:${sshd.port} ${sshd.publicKeys.ed25519}`);
    const again = await ci(64, ['gitlab', 'sendiri']);
    expect(again.stderr).toContain('DEP032');
  });

  it('writes a file for each of several apps, and includes it', async () => {
    const first = await ci(0, ['gitlab', 'izin']);
    expect(first.stderr).toMatch(/kota\/\.gitlab-ci\.yml includes it now: commit both/);
    expect(first.stdout).toContain('It needs one secret, INDUK_DEPLOY_KEY_DINKES_IZIN, made by');
    await writeFile(at('kota/.gitlab-ci.yml'), `# kami\n${await read('kota/.gitlab-ci.yml')}`);
    await ci(0, ['gitlab', 'surat']);
    const main = await read('kota/.gitlab-ci.yml');
    expect(main).toContain('# kami\n');
    expect(parse(main)).toEqual({
      include: [{ local: '/.gitlab/dinkes-surat.yml' }, { local: '/.gitlab/dinkes-izin.yml' }],
    });
    const jobs = { ...(await jobsOf('izin')), ...(await jobsOf('surat')) };
    expect(Object.keys(jobs)).toEqual([
      'test:dinkes-izin',
      'deploy:dinkes-izin',
      'deploy:dinkes-surat',
    ]);
    const changes = ['apps/izin/**/*', '.gitlab/dinkes-izin.yml'];
    for (const job of ['test:dinkes-izin', 'deploy:dinkes-izin']) {
      expect(jobs[job].rules).toMatchObject([{ changes }]);
    }
  });

  const jobsOf = async (name: string) => parse(await read(`kota/.gitlab/dinkes-${name}.yml`));

  it('tells which lines to add to a form it does not know', async () => {
    const before = 'include: [lain.yml]\n';
    await writeFile(at('kota/.gitlab-ci.yml'), before);
    const { stderr } = await ci(0, ['gitlab', 'surat', '--out', 'ci/surat.yml']);
    expect(stderr).toContain('include:\n  - local: /ci/surat.yml\n');
    expect(await read('kota/.gitlab-ci.yml')).toBe(before);
    const { stdout } = await ci(0, ['gitlab', 'surat', '--out', 'ci/lagi.yml', '--json']);
    expect(JSON.parse(stdout).data.include).toMatchObject({ how: 'tell' });
    for (const out of ['../luar.yml', '/luar.yml', 'ci/surat.txt']) {
      expect((await ci(64, ['gitlab', 'surat', '--out', out])).stderr).toContain('DEP037');
    }
  });

  it('only says so with --dry-run', async () => {
    await rm(at('kota/.gitlab-ci.yml'));
    const { stdout, stderr } = await ci(0, [
      ...['gitlab', 'surat', '--out', 'ci/coba.yml', '--dry-run'],
    ]);
    expect(Object.keys(parse(stdout))).toEqual(['deploy:dinkes-surat']);
    expect(stderr).toContain('would include it:\ninclude:\n  - local: /ci/coba.yml\n');
    await expect(read('kota/.gitlab-ci.yml')).rejects.toThrow('ENOENT');
  });
});

describe.each(['github', 'gitea'])('ci init %s', (kind) => {
  it('writes a workflow that minds its app’s folder', async () => {
    await ci(0, [kind, 'izin']);
    const path = `.${kind}/workflows/dinkes-izin.yml`;
    const { on, jobs } = parse(await read(`kota/${path}`));
    expect(on.push).toEqual({ branches: ['main'], paths: ['apps/izin/**', path] });
    expect(jobs.deploy.needs).toBe('test');
    await ci(0, [kind, 'sendiri', '--host', 'apps.contoh.go.id:2222']);
    const own = parse(await read(`kota/apps/sendiri/.${kind}/workflows/deploy.yml`));
    expect(own.on.push).toEqual({ branches: ['main'] });
    expect(own.jobs.deploy.steps[1].run).toContain('[apps.contoh.go.id]:2222');
  });
});
