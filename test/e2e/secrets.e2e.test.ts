/** Values planted where secrets are kept, then looked for everywhere induk leaves a trace. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { addAntri, brokenRelease } from './support/apps.js';
import { labWithRecipes } from './support/bases.js';
import { expectRun } from './support/expect-run.js';
import { ask } from './support/http.js';
import type { Run } from './support/induk.js';
import { watchCommandLines } from './support/processes.js';
import { makeSite, type Site } from './support/site.js';

const LAB = `e2e-secrets-${process.pid}`;
const antri = 'antri.uji.test';
/** In every planted value, so that no encoding of what is around it can hide it. */
const mark = `bocor${randomBytes(6).toString('hex')}`;
/** Passwords as people choose them: each character bites somewhere. */
const password = `p4$'"\\%@:/?#&;${mark}db`;
const token = `token ${mark} =x`;
const newToken = `lain ${mark} baru`;

let server: LabServer;
let site: Site;
let privateKey: string;
/** Everything induk has written. */
const outputs: string[] = [];

beforeAll(async () => {
  [server] = (await labWithRecipes({ name: LAB, count: 1, engine: true })) as [LabServer];
  site = makeSite([server]);
  addAntri(site, server.name);
  site.alter('opd/disdukcapil.yaml', '    release:', '    secrets: [API_TOKEN]\n    release:');
  await run(0, ['servers', 'setup', '--as', 'admin', '--yes']);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

/** The operator's key and a foreign secret are in its environment, as in a CI job. */
async function run(code: number, args: string[], input?: string): Promise<Run> {
  const env = { SURAT_PASSWORD: `env ${mark}`, ...(privateKey && { INDUK_AGE_KEY: privateKey }) };
  const result = await expectRun(site, code, args, { env, ...(input && { input }) });
  outputs.push(result.stdout, result.stderr);
  return result;
}

function expectClean(what: string, text: string): void {
  expect(
    text.split('\n').filter((line) => line.includes(mark)),
    what,
  ).toEqual([]);
  expect(text.includes('AGE-SECRET-KEY-'), what).toBe(false);
}

/** All files below a folder, by path; but not the ones whose path has a part of `without`. */
function filesBelow(folder: string, without: string[]): [string, string][] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !without.some((part) => path.includes(part)))
    .map((path) => [path, readFileSync(path, 'latin1')]);
}

async function onServer(script: string): Promise<string> {
  const { stdout, stderr } = await inside(server, ['sh', '-c', `exec 2>&1\n${script}`]);
  return stdout + stderr;
}

it('are set without an echo, and refused as arguments without one', async () => {
  await run(0, ['secrets', 'key']);
  const keyFile = join(dirname(site.root), 'home/.config/induk/age.key');
  privateKey = /AGE-SECRET-KEY-\S+/.exec(readFileSync(keyFile, 'utf8'))?.[0] ?? '';
  expect(privateKey).not.toBe('');
  await run(0, ['secrets', 'set', 'antri', 'API_TOKEN'], `${token}\n`);
  await run(0, ['secrets', 'set', 'antri', 'DB_PASSWORD'], `${password}\n`);
  await run(64, ['secrets', 'set', 'antri', `API_TOKEN=${token}`]);
  await run(64, ['secrets', 'set', 'antri', 'API_TOKEN', token]);
  for (const output of outputs) expectClean('output', output);
});

it('reach the app and its database, and no command line on the way', async () => {
  const watch = watchCommandLines();
  const planFile = join(dirname(site.root), 'plan.json');
  await run(0, ['plan']);
  await run(0, ['plan', '--json', '--out', planFile]);
  await run(0, ['apply', planFile, '--yes', '--json']);
  expectClean('plan file', readFileSync(planFile, 'utf8'));
  expect((await ask(server.address, antri)).body).toBe('antri: 1 rilis, ragam satu\n');
  // A new value and a failing command: what is said about changes and failures.
  await run(0, ['secrets', 'set', 'antri', 'API_TOKEN'], newToken);
  site.source('antri', { 'release.js': brokenRelease });
  await run(3, ['apply', '--yes']);
  await run(3, ['apply', '--yes', '--json']);
  const lines = watch.stop();
  // It looked closely enough: at induk, and at what runs in the server.
  expect([...lines].some((line) => line.includes('bin/run.js apply'))).toBe(true);
  expect([...lines].some((line) => line.startsWith('sshd: induk'))).toBe(true);
  for (const line of lines) expectClean('command line', line);
  const { stdout } = await site.induk([
    'exec',
    'antri',
    '--',
    'printenv',
    'API_TOKEN',
    'DB_PASSWORD',
  ]);
  expect(stdout).toBe(`${token}\n${password}\n`);
});

it('are in nothing that any command says', async () => {
  const commands = [
    ['list', '--json'],
    ['show', 'antri', '--json'],
    ['status', '--json'],
    ['logs', 'antri', '--json'],
    ['logs', 'antri', '--service', 'db'],
    ['logs', 'antri', '--service', 'cron'],
    ['audit', '--json'],
    ['secrets', 'list', 'antri'],
    ['servers', 'check', '--json'],
    ['rollback', 'antri', '--list', '--json'],
  ];
  for (const command of commands) await run(0, command);
  for (const output of outputs) expectClean('output', output);
});

it('are in no file of the operator but the encrypted one', async () => {
  mkdirSync(join(dirname(site.root), 'home'), { recursive: true });
  for (const [path, text] of filesBelow(dirname(site.root), ['/age.key'])) expectClean(path, text);
});

it('are nowhere on the server but in the Swarm and in the app', async () => {
  const engine = await onServer(`
    docker images --all --quiet | sort -u | xargs docker history --no-trunc
    docker images --all --quiet | sort -u | xargs docker image inspect
    docker service ls --quiet | xargs docker service inspect
    docker node ps --quiet --no-trunc | xargs docker inspect
    docker ps --all --quiet | xargs docker inspect
    docker secret ls --quiet | xargs docker secret inspect
    docker config ls --quiet | xargs -r docker config inspect
    docker network ls --quiet | xargs docker network inspect
    docker volume ls --quiet | xargs docker volume inspect`);
  expect(engine).toContain('disdukcapil-antri-API_TOKEN');
  expectClean('engine', engine);
  expectClean('journal', await onServer('journalctl --sync; journalctl --no-pager --output cat'));
  const grep = (folders: string) =>
    onServer(`grep -rlF -e ${mark} -e AGE-SECRET-KEY- ${folders} || true`);
  expect(await grep('/etc /home /root /tmp /var/tmp /var/log /var/lib/induk')).toBe('');
  // What is mounted into a container lives in memory: Docker's place for secrets.
  const engineFiles = '/var/lib/docker/containers /var/lib/docker/image';
  expect(await grep(`--exclude-dir=mounts ${engineFiles}`)).toBe('');
});

it('would have been found', async () => {
  const file = join(dirname(site.root), 'home/umpan');
  writeFileSync(file, mark);
  const found = filesBelow(dirname(site.root), []).filter(([, text]) => text.includes(mark));
  expect(found.map(([path]) => path)).toEqual([file]);
  const watch = watchCommandLines();
  await onServer(`sleep 0.5 # ${mark}`);
  expect([...watch.stop()].some((line) => line.includes(mark))).toBe(true);
});
