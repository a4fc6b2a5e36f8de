/** What does not run on servers that do: what ran before still runs, and data stays. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { inside } from '../../lab/faults.js';
import { ask, askUntil } from '../support/http.js';
import {
  changeApp,
  expectFault,
  expectKeepsake,
  type Harmed,
  harmedSite,
  image,
  leaveKeepsake,
  locks,
  until,
} from './support.js';

let harmed: Harmed;
let address: string;
let version = 1;

beforeAll(async () => {
  harmed = await harmedSite('rusak', { disk: '4g' });
  address = harmed.manager.address;
  for (const app of ['layanan', 'arsip']) changeApp(harmed.site, app, withQuickHealth);
  await harmed.converges();
  await leaveKeepsake(harmed.manager);
});

afterAll(() => harmed?.down());

beforeEach(async () => {
  version += 1;
  harmed.set({ VERSION: version });
  harmed.setArchive({ VERSION: 1 });
  await harmed.converges();
});

/** However far it had shut down when it was asked: it refuses, breaks off, or is not there. */
const engineGone = /SRV031|SRV033|CLU016|CLU017|CLU034|CLU035/;

const apply = () => harmed.site.induk(['apply', '--yes']);

const quickHealth = {
  command: ['test', '-e', '/tmp/ready'],
  interval: '1s',
  timeout: '2s',
  grace: '2s',
  retries: 1,
};

const withQuickHealth = (entry: Record<string, unknown>) => ({ ...entry, health: quickHealth });

const serves = async (body: string, app = 'layanan') =>
  expect((await ask(address, `${app}.uji.test`)).body).toBe(body);

const servicesNamed = async (name: string) =>
  (await harmed.docker(['service', 'ls', '--filter', `name=${name}`, '-q'])).trim();

const breakages = [
  ['crashes at its start', { CRASH: 0 }],
  ['crashes after two seconds', { CRASH: 2 }],
  ['never becomes healthy', { SLOW: 3600 }],
] as const;

describe.each(breakages)('an image that %s', (_what, env) => {
  test('as an update is put back; the old version never stopped', async () => {
    harmed.set({ VERSION: 'baru', ...env });
    const run = await apply();
    expectFault(run, 3, 'CLU011');
    expectFault(run, 3, 'CLU062');
    expect(run.stderr).toContain('| version baru starts');
    await serves(`${version}`);
    expect(await locks(harmed)).toEqual([]);
    await expectKeepsake(harmed.manager);
  });

  test('as a first version is taken away again; its volume and its neighbours stay', async () => {
    changeApp(harmed.site, 'baru', () => broken(env));
    harmed.set({ VERSION: 'tetangga' });
    const run = await apply();
    changeApp(harmed.site, 'baru', () => undefined);
    expectFault(run, 3, 'CLU010');
    expect(run.stderr).toContain('| version 1 starts');
    expect(await servicesNamed('uji-baru')).toBe('');
    expect(await harmed.docker(['volume', 'ls', '-q'])).toContain('uji-baru-data');
    expect((await ask(address, 'baru.uji.test', '/', { plain: true })).status).toBe(404);
    await serves('tetangga');
    expect(await locks(harmed)).toEqual([]);
  });
});

test('a crash loop without any health check is noticed, too', async () => {
  changeApp(harmed.site, 'baru', () => ({ ...broken({ CRASH: 1 }), health: undefined }));
  const run = await apply();
  changeApp(harmed.site, 'baru', () => undefined);
  expectFault(run, 3, 'CLU010');
  expect(run.stderr).toContain('| no configuration file');
  expect(await servicesNamed('uji-baru')).toBe('');
});

test('nor does it replace a version that works', async () => {
  changeApp(harmed.site, 'layanan', (entry) => ({ ...entry, health: undefined }));
  await harmed.converges();
  harmed.set({ VERSION: 'baru', CRASH: 1 });
  const run = await apply();
  changeApp(harmed.site, 'layanan', (entry) => ({ ...entry, health: quickHealth }));
  expectFault(run, 3, 'CLU011');
  await serves(`${version}`);
});

test('an archive that is alone on its volume gets its old version and its file back', async () => {
  harmed.setArchive({ VERSION: 2, CRASH: 0 });
  const run = await apply();
  expectFault(run, 3, 'CLU011');
  await askUntil(({ body }) => body === '1', address, 'arsip.uji.test');
  await expectKeepsake(harmed.manager);
});

test('a release command that fails keeps the new version back', async () => {
  changeApp(harmed.site, 'layanan', (entry) => ({ ...entry, release: 'echo tabel rusak; exit 4' }));
  const run = await apply();
  changeApp(harmed.site, 'layanan', (entry) => ({ ...entry, release: 'sleep $RELEASE' }));
  expectFault(run, 3, 'CLU014');
  expect(run.stderr).toContain('| tabel rusak');
  await serves(`${version}`);
  expect(await servicesNamed('uji-layanan-release')).toBe('');
});

test('port 80 in other hands: says by which program, and goes on when it is free', async () => {
  await harmed.docker(['service', 'rm', 'induk-proxy']);
  const listener =
    'my $held = IO::Socket::INET->new(LocalPort => 80, Listen => 1, ReuseAddr => 1) or die; sleep';
  const squat = ['systemd-run', '--quiet', '--unit', 'apache2', 'perl', '-MIO::Socket::INET', '-e'];
  await until(
    async () => (await inside(harmed.manager, ['sh', '-c', 'ss -Hltn sport = :80'])).stdout === '',
    'the proxy is gone',
  );
  await inside(harmed.manager, [...squat, listener]);
  const run = await apply();
  await inside(harmed.manager, ['systemctl', 'stop', 'apache2']);
  expectFault(run, 1, 'CLU013');
  expect(run.stderr).toMatch(/CLU013 port 80 .*perl/);
  await harmed.converges();
  await askUntil(({ body }) => body === `${version}`, address, 'layanan.uji.test');
});

describe('while an image is built', () => {
  const site = (build: string) =>
    changeApp(harmed.site, 'beranda', () => ({
      server: harmed.manager.name,
      runtime: { static: true, build },
      source: 'apps/beranda',
      size: { cpu: 0.1, memory: '64MiB' },
    }));

  beforeEach(() => harmed.site.source('beranda', { 'index.html': 'beranda' }));

  test('the disk fills up: says so, what ran runs on, and the space comes back', async () => {
    const free = ['sh', '-c', 'df --output=avail -B1 /var/lib/docker | tail -1'];
    const left = Number((await inside(harmed.manager, free)).stdout);
    const filler = '/var/lib/docker/penuh';
    const size = String(left - 40 * 1024 * 1024);
    await inside(harmed.manager, ['fallocate', '-l', size, filler]);
    site('head -c 200000000 /dev/zero > besar');
    harmed.set({ VERSION: 'tetangga' });
    const run = await apply();
    await inside(harmed.manager, ['rm', filler]);
    expectFault(run, 3, 'CLU022');
    // On a full disk a neighbour's update may fail as well; what served before then still does.
    const { body } = await ask(address, 'layanan.uji.test');
    expect([`${version}`, 'tetangga']).toContain(body);
    expect(await locks(harmed)).toEqual([]);
    site('true');
    await harmed.converges();
    await serves('tetangga');
    await serves('beranda', 'beranda');
    await expectKeepsake(harmed.manager);
  });

  test('the engine stops: an error with a next step, and the rerun builds', async () => {
    site(`sleep 5; : ${Date.now()}`);
    const run = harmed.site.start(['apply', '--yes']);
    await run.saw(/RUN if \[ -n "\$BUILD/);
    await stopEngine();
    expectFault(await run.done, 1, engineGone);
    await startEngine();
    await harmed.converges();
    await expectKeepsake(harmed.manager);
  });
});

test('the engine stops while a service is updated: the rerun ends what was begun', async () => {
  harmed.set({ VERSION: 'baru', SLOW: 2 });
  const run = harmed.site.start(['apply', '--yes']);
  await run.saw(/update uji-layanan: replacing/);
  await stopEngine();
  expectFault(await run.done, 1, engineGone);
  await startEngine();
  await harmed.converges();
  await askUntil(({ body }) => body === 'baru', address, 'layanan.uji.test');
  await expectKeepsake(harmed.manager);
});

const broken = (env: Record<string, string | number>) =>
  withQuickHealth({
    server: harmed.manager.name,
    runtime: { image, port: 8080 },
    size: { cpu: 0.1, memory: '64MiB' },
    storage: { data: '/data' },
    env: { VERSION: 1, ...env },
  });

const systemctl = (...args: string[]) => inside(harmed.manager, ['systemctl', ...args]);

const stopEngine = () => systemctl('stop', 'docker.socket', 'docker.service');

async function startEngine(): Promise<void> {
  // Docker may leave these behind, and then finds them in its way: "vxlan interface: file exists".
  const leftovers = 'for vx in $(ls /sys/class/net | grep ^vx-); do ip link delete $vx; done';
  await inside(harmed.manager, ['sh', '-c', leftovers]);
  await systemctl('start', 'docker.socket', 'docker.service');
  await until(() => harmed.docker(['node', 'ls']), 'the Swarm is back');
}
