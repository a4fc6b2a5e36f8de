/** Deployments of one app, by its team and by a pipeline that has nothing but its deploy key. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { inside } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { addAntri, addProfil, brokenRelease, mendAntri } from './support/apps.js';
import { labWithRecipes } from './support/bases.js';
import { ask, askUntil, load } from './support/http.js';
import { containers } from './support/server.js';
import { makeSite, type Site } from './support/site.js';

const LAB = `e2e-deploy-${process.pid}`;
const domain = 'antri.uji.test';

let server: LabServer;
let site: Site;
/** What the app's server does, as it is written in the source. */
let whole: string;
let keyFile: string;

beforeAll(async () => {
  [server] = (await labWithRecipes({ name: LAB, count: 1, engine: true })) as [LabServer];
  site = makeSite([server]);
  addAntri(site, server.name);
  addProfil(site, server.name);
  const quick = 'health: {path: /sehat, interval: 1s, timeout: 2s, grace: 5s, retries: 2}';
  site.alter('opd/disdukcapil.yaml', 'health: {path: /sehat}', quick);
  site.write('apps/antri/package.json', '{"scripts": {"test": "node -c server.js"}}\n');
  whole = site.read('apps/antri/server.js');
  keyFile = join(dirname(site.root), 'antri.key');
  await expecting(0, ['servers', 'setup', '--as', 'admin', '--yes']);
  await expecting(0, ['apply', '--yes']);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

async function expecting(code: number, args: string[], options?: Parameters<Site['induk']>[1]) {
  const run = await site.induk(args, options);
  expect(run.code, `induk ${args.join(' ')}\n${run.stderr}\n${run.stdout}`).toBe(code);
  return run;
}

const folder = () => join(site.root, 'apps/antri');
const git = (...args: string[]) =>
  execFileSync('git', ['-C', folder(), ...args])
    .toString()
    .trim();
const edition = (name: string) =>
  site.source('antri', { 'server.js': whole.replace("'antri: '", `'antri ${name}: '`) });
const page = async () => (await ask(server.address, domain)).body;
/** Each release adds a row, so the count says that data was kept. */
const releases = async () => Number(/(\d+) rilis/.exec(await page())?.[1]);

describe('by the team', () => {
  it('a new version comes under load without a failed request, and nothing else is touched', async () => {
    const before = await releases();
    edition('dua');
    const visitors = load(server.address, domain);
    const { json } = await expecting(0, ['deploy', 'antri', '--yes', '--json']);
    await askUntil(({ body }) => body.startsWith('antri dua'), server.address, domain);
    const { answered, failed, bodies } = await visitors.stop();
    expect(failed).toEqual([]);
    expect(answered).toBeGreaterThan(20);
    expect(bodies.size).toBeGreaterThan(1);
    expect(json.data).toMatchObject({ app: 'disdukcapil/antri', changed: true });
    expect(json.data.version).toMatch(/^[0-9a-f]{12}$/);
    expect(await releases()).toBe(before + 1);
    const again = await expecting(0, ['deploy', 'antri', '--yes', '--json']);
    expect(again.json.data).toMatchObject({ changed: false, version: json.data.version });
    await expecting(0, ['plan', '--detailed-exitcode']);
  });

  it.each([
    ['fails its health check', { 'server.js': sickServer }, 'CLU011'],
    ['fails its release', { 'release.js': () => brokenRelease }, 'CLU014'],
  ])('a version that %s leaves the old one serving', async (_, files, code) => {
    const before = await page();
    for (const [name, text] of Object.entries(files)) site.source('antri', { [name]: text() });
    const run = await expecting(1, ['deploy', 'antri', '--yes', '--json']);
    expect(run.json.error.code).toBe(code);
    expect((await page()).split(':')[0]).toBe(before.split(':')[0]);
    mendAntri(site);
    edition('dua');
    await expecting(0, ['plan', '--detailed-exitcode']);
  });

  it('of two at once one is refused, or waits when it was told to', async () => {
    edition('tiga');
    const first = site.start(['deploy', 'antri', '--yes']);
    await first.saw(/build image/);
    const refused = await expecting(75, ['deploy', 'antri', '--yes']);
    expect(refused.stderr).toContain('deploy disdukcapil/antri');
    const waiting = await expecting(0, ['deploy', 'antri', '--yes', '--wait', '3m']);
    expect(waiting.stderr).toMatch(/waiting for .*deploy disdukcapil\/antri/);
    expect((await first.done).code).toBe(0);
    expect(await page()).toContain('antri tiga');
  });

  it('says what does not fit', async () => {
    await expecting(64, ['deploy', 'antri', '--image', 'x', '--yes']);
    await expecting(64, ['deploy', 'antri', '--source', 'tidak-ada', '--yes']);
    await expecting(64, ['deploy', 'antri', '--wait', 'lama', '--yes']);
    edition('lima');
    const unasked = await expecting(64, ['deploy', 'antri']);
    expect(unasked.stderr).toContain('--yes');
    edition('tiga');
  });
});

/** An answer that is no 200 on the path of the check, and 200 everywhere else. */
function sickServer(): string {
  const line = "if (request.url === '/sehat') return response.end('sehat');";
  return whole.replace(line, line.replace('.end', '.writeHead(500).end'));
}

/** OpenSSH's own client, as whoever found the key would use it. */
function ssh(args: string[], input?: Buffer): { code: number; said: string } {
  const known = join(dirname(site.root), 'known_hosts');
  const options = [
    ...['-F', 'none', '-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-i', keyFile],
    ...['-o', `UserKnownHostsFile=${known}`, '-o', 'StrictHostKeyChecking=accept-new'],
    ...['-o', 'ExitOnForwardFailure=yes', '-o', 'ConnectTimeout=20'],
  ];
  return run('ssh', [...options, ...args], input);
}

function run(program: string, args: string[], input: Buffer = Buffer.alloc(0)) {
  try {
    const stdio = ['pipe', 'pipe', 'pipe'] as ['pipe', 'pipe', 'pipe'];
    const said = execFileSync(program, args, { input, stdio, timeout: 240_000 });
    return { code: 0, said: said.toString() };
  } catch (error) {
    const { status, stdout, stderr } = error as { status: number; stdout: Buffer; stderr: Buffer };
    return { code: status ?? -1, said: `${stdout}${stderr}` };
  }
}

describe('by a deploy key', () => {
  const account = () => `induk-deploy@${server.address}`;

  it('is made once, and its private half is the owner’s alone', async () => {
    const made = await expecting(0, ['deploy-key', 'create', 'antri', '--out', keyFile, '--yes']);
    expect(made.stdout + made.stderr).not.toContain('PRIVATE KEY');
    expect(readFileSync(keyFile, 'utf8')).toContain('BEGIN OPENSSH PRIVATE KEY');
    const stat = execFileSync('stat', ['-c', '%a', keyFile]).toString().trim();
    expect(stat).toBe('600');
    const again = await expecting(1, [
      'deploy-key',
      'create',
      'antri',
      '--out',
      `${keyFile}2`,
      '-y',
    ]);
    expect(again.stderr).toContain('DEP016');
    const { json } = await expecting(0, ['deploy-key', 'list', 'antri', '--json']);
    expect(json.data.keys).toMatchObject([{ name: 'ci' }]);
    // All that a build there needs, be it that the base image is gone.
    const recipes = '/etc/induk/deploy/disdukcapil-antri/templates/images';
    const { stdout } = await inside(server, ['find', recipes, '-mindepth', '1', '-maxdepth', '1']);
    const names = stdout.split('\n').map((path) => path.slice(recipes.length + 1));
    expect(names.filter(Boolean).sort()).toEqual(['base', 'node', 'shared']);
  });

  it('a pipeline with nothing but the key and git deploys, and reports a commit', async () => {
    git('init', '--quiet', '--initial-branch=main');
    git('config', 'user.email', 'uji@uji.test');
    git('config', 'user.name', 'Uji');
    await expecting(0, ['ci', 'init', 'gitlab', 'antri']);
    await expecting(64, ['ci', 'init', 'gitlab', 'antri']);
    edition('empat');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'empat');
    const others = async () =>
      (await containers(server)).filter((line) => !line.includes('disdukcapil-antri'));
    const before = await others();
    const { code, said } = pipeline();
    expect(code, said).toBe(0);
    expect(await others()).toEqual(before);
    expect((await ask(server.address, 'profil.uji.test')).status).toBe(200);
    expect(said).toContain(git('rev-parse', 'HEAD').slice(0, 12));
    expect(await page()).toContain('antri empat');
    // The inventory's own source is the same, so it is the same version.
    await expecting(0, ['plan', '--detailed-exitcode']);
    const { json } = await expecting(0, ['rollback', 'antri', '--list', '--json']);
    expect(json.data.versions[0]).toMatchObject({ commit: git('rev-parse', 'HEAD') });
    const audit = await expecting(0, ['audit', '--app', 'disdukcapil/antri']);
    expect(audit.stdout).toMatch(/deploy key ci +deploy +disdukcapil\/antri +ok/);
  });

  it('a broken version fails the pipeline and leaves the old one serving', async () => {
    site.source('antri', { 'server.js': `console.error('rusak');process.exit(3);\n` });
    git('commit', '--quiet', '--all', '--message', 'rusak');
    const { code, said } = pipeline();
    expect(code).toBe(1);
    expect(said).toContain('CLU011');
    expect(said).toContain('rusak');
    expect(await page()).toContain('antri empat');
    edition('empat');
    git('commit', '--quiet', '--all', '--message', 'pulih');
  });

  it.each([
    ['a command', ['id']],
    ['a shell', ['-tt']],
    ['a command behind the right one', ['deploy; id']],
    ['an option', ['--help']],
    ['an option of the engine', ['--volume /:/host']],
    ['another app', ['deploy dishub-parkir']],
    ['a substitution', ['$(id)']],
    ['two lines', ['deploy\nid']],
  ])('runs nothing for %s', (_, asked) => {
    const { code, said } = ssh(
      asked[0]?.startsWith('-tt') ? ['-tt', account()] : [account(), '--', ...asked],
    );
    expect(code).not.toBe(0);
    expect(said).not.toMatch(/uid=/);
    // Without a source there is nothing to deploy; everything else is refused by name.
    expect(said).toMatch(/does nothing else|DEP012|PTY allocation request failed/);
  });

  it('opens no files, no ports, no agent', async () => {
    const files = ['-F', 'none', '-o', 'BatchMode=yes', '-o', 'IdentitiesOnly=yes', '-i', keyFile];
    const known = ['-o', `UserKnownHostsFile=${join(dirname(site.root), 'known_hosts')}`];
    for (const mode of [[], ['-O']]) {
      const copy = run('scp', [...mode, ...files, ...known, `${account()}:/etc/passwd`, site.root]);
      expect(copy.code).not.toBe(0);
    }
    const batch = join(dirname(site.root), 'batch');
    writeFileSync(batch, 'get /etc/passwd\n');
    expect(run('sftp', ['-b', batch, ...files, ...known, account()]).code).not.toBe(0);
    const through = ssh(['-W', '127.0.0.1:22', account()]);
    expect(through.code).not.toBe(0);
    expect(through.said).not.toContain('SSH-2.0');
    const back = ssh(['-N', '-R', '127.0.0.1:0:127.0.0.1:22', account()]);
    expect(back.code).not.toBe(0);
    expect(await tunnelled()).toBe('');
    const { stdout } = await inside(server, ['su', 'induk-deploy', '-c', 'sudo -n id || true']);
    expect(stdout).toBe('');
    const { code } = await inside(server, ['su', 'induk-deploy', '-c', 'docker ps'], {
      check: false,
    });
    expect(code).not.toBe(0);
  });

  /** What a local port that leads to the server's sshd says, if it leads anywhere. */
  async function tunnelled(): Promise<string> {
    const port = await freePort();
    const known = join(dirname(site.root), 'known_hosts');
    const options = ['-F', 'none', '-o', 'BatchMode=yes', '-i', keyFile, '-N'];
    const forward = ['-L', `127.0.0.1:${port}:127.0.0.1:22`, '-o', `UserKnownHostsFile=${known}`];
    const child = spawn('ssh', [...options, ...forward, account()], { stdio: 'ignore' });
    try {
      const look = `exec 3<>/dev/tcp/127.0.0.1/${port} && timeout 3 head -c 7 <&3`;
      for (let attempt = 0; attempt < 20; attempt += 1) {
        const { code, said } = run('bash', ['-c', look]);
        if (code === 0 || !said.includes('refused')) return said.includes('SSH') ? said : '';
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      return '';
    } finally {
      child.kill();
    }
  }

  it('is refused when more than the source differs, until the team has applied it', async () => {
    const image = (await inside(server, ['cat', '/etc/induk/deploy/disdukcapil-antri/image']))
      .stdout;
    expect(image).toMatch(/induk-worker/);
    // As if somebody else changed the service while the key's job says the old.
    const named = ['service', 'update', '--quiet', '--detach', '--env-add', 'RAGAM=lain'];
    await inside(server, ['docker', ...named, 'disdukcapil-antri']);
    await askUntil(({ body }) => body.includes('lain'), server.address, domain);
    const { code, said } = pipeline();
    expect(code).toBe(1);
    expect(said).toMatch(/DEP019 .*service\.update disdukcapil-antri env/);
    await expecting(0, ['apply', '--yes']);
    expect(pipeline().code).toBe(0);
  });

  it('refuses a source that leads out of itself', () => {
    const bad = join(dirname(site.root), 'bad');
    mkdirSync(bad, { recursive: true });
    const make = (args: string[]) => execFileSync('tar', ['-C', bad, '-cf', '-', ...args]);
    writeFileSync(join(bad, 'a'), 'a');
    const outside = make(['--transform', 's#^a#../../etc/cron.d/a#', '-P', 'a']);
    const absolute = make(['--transform', 's#^a#/etc/cron.d/a#', '-P', 'a']);
    for (const source of [outside, absolute, Buffer.from('halo'), outside.subarray(0, 700)]) {
      const { code, said } = ssh([account(), 'deploy'], source);
      expect(code).toBe(1);
      expect(said).toContain('DEP012');
    }
  });

  it('opens nothing once it was removed, or its app destroyed', async () => {
    await expecting(0, ['deploy-key', 'remove', 'antri', 'ci', '--yes']);
    const { code, said } = ssh([account(), 'deploy']);
    expect(code).toBe(255);
    expect(said).toContain('Permission denied');
    const gone = await expecting(64, ['deploy-key', 'remove', 'antri', 'ci', '--yes']);
    expect(gone.stderr).toContain('DEP018');
    const other = [`${keyFile}3`, '--name', 'lain', '--yes'];
    await expecting(0, ['deploy-key', 'create', 'profil', '--out', ...other]);
    const look = [
      'sh',
      '-c',
      'ls /etc/induk/deploy; cat /var/lib/induk-deploy/.ssh/authorized_keys',
    ];
    expect((await inside(server, look)).stdout).toMatch(/^kec-sukamaju-profil$/m);
    await expecting(0, ['destroy', 'kec-sukamaju/profil', '--confirm', 'kec-sukamaju/profil']);
    expect((await inside(server, look)).stdout).not.toContain('profil');
  });

  /** Both jobs of the pipeline file, as a CI's machine runs them: no terminal, no home, no agent. */
  function pipeline(): { code: number; said: string } {
    const file = parse(site.read('apps/antri/.gitlab-ci.yml'));
    const clone = join(dirname(site.root), 'clone');
    const home = join(dirname(site.root), 'runner');
    mkdirSync(home, { recursive: true });
    execFileSync('rm', ['-rf', clone]);
    execFileSync('git', ['clone', '--quiet', '--depth', '1', `file://${folder()}`, clone]);
    const script = [
      ...file['test:disdukcapil-antri'].script.filter((line: string) => !line.startsWith('npm i')),
      ...file['deploy:disdukcapil-antri'].script,
    ];
    const env = [
      `PATH=${process.env.PATH}`,
      `HOME=${home}`,
      'CI=true',
      `INDUK_DEPLOY_KEY=${keyFile}`,
    ];
    const shell = ['sh', '-ec', `cd '${clone}'\n${script.join('\n')}`];
    return run('env', ['-i', ...env, 'sh', '-c', 'exec 2>&1; exec "$@"', 'sh', ...shell]);
  }
});

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => listener.once('listening', resolve));
  const { port } = listener.address() as { port: number };
  await new Promise((resolve) => listener.close(resolve));
  return port;
}
