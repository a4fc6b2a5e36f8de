/** Deployments by a key of an app that is not on a manager: two servers, one line. */
import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { addProfil } from './support/apps.js';
import { labWithRecipes } from './support/bases.js';
import { expectRun } from './support/expect-run.js';
import { ask, askUntil, load } from './support/http.js';
import { makeSite, type Site } from './support/site.js';

const LAB = `e2e-deploy-worker-${process.pid}`;
const domain = 'profil.uji.test';
const engineName = 'kec-sukamaju-profil';

let manager: LabServer;
let worker: LabServer;
let site: Site;
let keyFile: string;

beforeAll(async () => {
  const servers = await labWithRecipes({ name: LAB, count: 2, engine: true });
  [manager, worker] = servers as [LabServer, LabServer];
  site = makeSite(servers);
  addProfil(site, worker.name);
  keyFile = join(dirname(site.root), 'profil.key');
  await induk(0, ['servers', 'setup', '--as', 'admin', '--yes']);
  await induk(0, ['apply', '--yes']);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

const induk = (code: number, args: string[]) => expectRun(site, code, args);

const folder = () => join(site.root, 'apps/profil');
const git = (...args: string[]) =>
  execFileSync('git', ['-C', folder(), ...args])
    .toString()
    .trim();

function commit(text: string): string {
  site.source('profil', { 'index.html': `<h1>${text}</h1>\n` });
  git('add', '--all');
  git('commit', '--quiet', '--message', text);
  return git('rev-parse', 'HEAD');
}

/** OpenSSH's own client with nothing but a key. */
function ssh(
  to: LabServer,
  key: string,
  asked: string[],
  { input = Buffer.alloc(0), more = [] }: { input?: Buffer; more?: string[] } = {},
): Promise<{ code: number | null; said: string }> {
  const known = join(dirname(site.root), 'known_hosts');
  const options = ['-F', 'none', '-T', '-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes'];
  const trust = ['-o', `UserKnownHostsFile=${known}`, '-o', 'StrictHostKeyChecking=accept-new'];
  const account = `induk-deploy@${to.address}`;
  const command = asked.length === 0 ? [] : ['--', ...asked];
  const args = [...options, ...trust, ...more, '-i', key, account, ...command];
  // Not while everything else of this process stands still: the visitors are in it.
  const child = spawn('ssh', args, { stdio: 'pipe', timeout: 240_000 });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said += chunk;
    });
  }
  child.stdin.on('error', () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, said }));
  });
}

/** What a pipeline sends. */
const pipeline = () =>
  ssh(manager, keyFile, ['deploy'], {
    input: execFileSync('git', ['-C', folder(), 'archive', '--format=tar', 'HEAD']),
  });

const images = async (server: LabServer) =>
  (await inside(server, ['docker', 'images', '-q', `localhost:1/${engineName}`])).stdout
    .split('\n')
    .filter(Boolean).length;

it('a pipeline’s key is the manager’s, and its file says so', async () => {
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.email', 'uji@uji.test');
  git('config', 'user.name', 'Uji');
  await induk(0, ['deploy-key', 'create', 'profil', '--out', keyFile, '--yes']);
  const { json } = await induk(0, ['deploy-key', 'list', 'profil', '--json']);
  expect(json.data.keys).toMatchObject([{ name: 'ci' }]);
  const { stdout } = await induk(0, ['ci', 'init', 'gitlab', 'profil', '--dry-run']);
  expect(stdout).toContain(`induk-deploy@${manager.address} deploy`);
  expect(stdout).not.toContain(worker.address);
});

it('deploys under load without a failed request, built where it runs', async () => {
  const sha = commit('edisi dua');
  const visitors = load(worker.address, domain);
  const { code, said } = await pipeline();
  expect(code, said).toBe(0);
  expect(said).toContain(sha.slice(0, 12));
  await askUntil(({ body }) => body.includes('edisi dua'), worker.address, domain);
  const { answered, failed } = await visitors.stop();
  expect(failed).toEqual([]);
  expect(answered).toBeGreaterThan(20);
  expect([await images(manager), await images(worker)]).toEqual([0, 2]);
  // The inventory's own source is the same, so it is the same version.
  await induk(0, ['plan', '--detailed-exitcode']);
  const { json } = await induk(0, ['rollback', 'profil', '--list', '--json']);
  expect(json.data.versions[0]).toMatchObject({ commit: sha });
  expect((await pipeline()).code).toBe(0);
});

it('a broken version leaves the old one serving, and the pipeline hears why', async () => {
  site.write('apps/profil/.dockerignore', 'index.html\n');
  commit('tanpa beranda');
  const { code, said } = await pipeline();
  expect(code).toBe(1);
  expect(said).toContain('CLU011');
  expect((await ask(worker.address, domain)).body).toContain('edisi dua');
  git('revert', '--no-edit', 'HEAD');
  expect((await pipeline()).code).toBe(0);
});

it('the pipeline’s key cannot ask for the parts, nor get to the worker', async () => {
  for (const asked of ['build', 'tidy', 'check', 'deploy; id']) {
    const { code, said } = await ssh(manager, keyFile, [asked]);
    expect([asked, code]).toEqual([asked, 64]);
    expect(said).toContain('does nothing else');
  }
  const { code, said } = await ssh(worker, keyFile, ['deploy']);
  expect(code).toBe(255);
  expect(said).toContain('Permission denied');
});

it('the manager’s key builds this app on the worker, and can do nothing else there', async () => {
  const path = `/etc/induk/deploy/${engineName}`;
  const { stdout } = await inside(manager, ['cat', `${path}/key`]);
  expect((await inside(manager, ['stat', '-c', '%U %a', `${path}/key`])).stdout).toBe('root 600\n');
  const own = join(dirname(site.root), 'manager.key');
  writeFileSync(own, stdout, { mode: 0o600 });
  for (const asked of ['', 'deploy', 'id', 'build; id', '$(id)', 'build\nid', '--help']) {
    const { code, said } = await ssh(worker, own, asked === '' ? [] : [asked]);
    expect([asked, code]).toEqual([asked, 64]);
    expect(said).not.toContain('uid=');
  }
  expect((await ssh(worker, own, [], { more: ['-W', '127.0.0.1:22'] })).code).not.toBe(0);
  const rubbish = await ssh(worker, own, ['build'], { input: Buffer.from('halo') });
  expect(rubbish.said).toContain('"code":"DEP012"');
  expect((await ssh(manager, own, ['build'])).code).toBe(255);
});

it('what the team applies reaches both, and a worker that is away fails the pipeline', async () => {
  site.alter('opd/kec-sukamaju.yaml', 'replicas: 2', 'replicas: 1');
  await induk(0, ['apply', '--yes']);
  commit('edisi tiga');
  expect((await pipeline()).code).toBe(0);
  commit('edisi empat');
  await inside(worker, ['systemctl', 'stop', 'ssh.socket', 'ssh.service']);
  const { code, said } = await pipeline();
  expect(code).toBe(1);
  expect(said).toMatch(/SRV0\d\d/);
  expect((await ask(worker.address, domain)).body).toContain('edisi tiga');
  await inside(worker, ['systemctl', 'start', 'ssh.service']);
  expect((await pipeline()).code).toBe(0);
});

it('without its last key nothing of it is left on either', async () => {
  await induk(0, ['deploy-key', 'remove', 'profil', 'ci', '--yes']);
  for (const server of [manager, worker]) {
    const look = 'ls /etc/induk/deploy; cat /var/lib/induk-deploy/.ssh/authorized_keys';
    expect((await inside(server, ['sh', '-c', look])).stdout).toBe('');
  }
});

it('a worker that the manager does not reach is told when the key is made', async () => {
  site.alter(
    'site.yaml',
    `  ${worker.name}:\n`,
    `  ${worker.name}:\n    privateAddress: 192.0.2.9\n`,
  );
  const refused = await induk(1, ['deploy-key', 'create', 'profil', '--out', keyFile, '--yes']);
  expect(refused.stderr).toContain('DEP013');
  expect(refused.stderr).toContain('192.0.2.9:22');
  expect((await inside(manager, ['ls', '/etc/induk/deploy'])).stdout).toBe('');
});
