/** Servers that are down, cut off, somebody else's, or lose their power in the middle. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cutNetwork, inside, powerOff, powerOn, restoreNetwork } from '../../lab/faults.js';
import type { LabServer } from '../../lab/servers.js';
import { askUntil } from '../support/http.js';
import {
  changeApp,
  expectFault,
  expectKeepsake,
  type Harmed,
  harmedSite,
  leaveKeepsake,
  locks,
  until,
} from './support.js';

let harmed: Harmed;
let manager: LabServer;
let worker: LabServer;
let version = 1;

beforeAll(async () => {
  harmed = await harmedSite('padam', { count: 2 });
  [manager, worker] = harmed.servers as [LabServer, LabServer];
  await harmed.converges();
  await leaveKeepsake(manager);
});

afterAll(() => harmed?.down());

const serves = (server: LabServer, body: string, app = 'layanan') =>
  askUntil((answer) => answer.body === body, server.address, `${app}.uji.test`);

const backInSwarm = (server: LabServer) =>
  until(
    async () =>
      /^ready$/m.test(
        await harmed.docker(['node', 'inspect', '-f', '{{.Status.State}}', server.name]),
      ),
    `${server.name} is back in the Swarm`,
  );

describe('a server that cannot be spoken to', () => {
  let intact: string;

  beforeEach(() => {
    intact = harmed.site.read('site.yaml');
  });
  afterEach(() => harmed.site.write('site.yaml', intact));

  const plan = () => harmed.site.induk(['plan'], { timeout: 60_000 });
  const ofManager = (part: RegExp, by: string) => harmed.site.alter('site.yaml', part, by);

  test('shows another host key', async () => {
    ofManager(/hostKey: .*/, `hostKey: "SHA256:${'A'.repeat(43)}"`);
    const run = await plan();
    expectFault(run, 1, 'SRV011');
    expect(run.stderr).toContain(manager.hostKey);
  });

  test('refuses the connection', async () => {
    ofManager(/port: .*/, 'port: 1');
    expectFault(await plan(), 1, 'SRV001');
  });

  test('does not know the account', async () => {
    ofManager(/user: .*/, 'user: bukan-siapa');
    expectFault(await plan(), 1, 'SRV020');
  });

  test('swallows every packet: given up in ten seconds', async () => {
    const rule = ['INPUT', '-p', 'tcp', '--dport', '22', '-j', 'DROP'];
    await inside(manager, ['iptables', '-I', ...rule]);
    const begun = Date.now();
    expectFault(await plan(), 1, 'SRV002');
    expect(Date.now() - begun).toBeLessThan(25_000);
    await inside(manager, ['iptables', '-D', ...rule]);
  });

  test('keeps the account from Docker', async () => {
    await inside(manager, ['gpasswd', '-d', 'admin', 'docker']);
    await inside(manager, ['mv', '/etc/sudoers.d/admin', '/root/admin']);
    const run = await plan();
    await inside(manager, ['mv', '/root/admin', '/etc/sudoers.d/admin']);
    await inside(manager, ['usermod', '-aG', 'docker', 'admin']);
    expectFault(run, 1, 'SRV030');
  });

  test('has its engine stopped', async () => {
    await inside(manager, ['systemctl', 'stop', 'docker.socket', 'docker.service']);
    const run = await plan();
    await inside(manager, ['systemctl', 'start', 'docker.service', 'docker.socket']);
    expectFault(run, 1, 'SRV031');
    await until(() => harmed.docker(['node', 'ls']), 'the Swarm is back');
  });
});

describe('a server without power', () => {
  const change = () => {
    version += 1;
    harmed.set({ VERSION: version });
    changeApp(harmed.site, 'situs', (entry) => ({ ...entry, env: { VERSION: version } }));
  };

  test('the worker: apps of the manager are updated, its own wait', async () => {
    change();
    await powerOff(worker);
    const run = await harmed.site.induk(['apply', '--yes']).finally(() => powerOn(worker));
    await backInSwarm(worker);
    expectFault(run, 3, 'SRV00[24]');
    expectFault(run, 3, 'CLU062');
    expect(run.stderr).toMatch(/CLU062 1 of \d apps failed: uji\/situs/);
    await serves(manager, `${version}`);
    expect(await locks(harmed)).toEqual([]);
    await harmed.converges();
    await serves(worker, `${version}`, 'situs');
  });

  test('the manager: nothing is begun, and all is there when it is back', async () => {
    change();
    await powerOff(manager);
    const run = await harmed.site.induk(['apply', '--yes']).finally(() => powerOn(manager));
    expectFault(run, 1, 'SRV00[24]');
    await backInSwarm(worker);
    await harmed.converges();
    await serves(manager, `${version}`);
    await expectKeepsake(manager);
  });

  test('the manager, in the middle of an update', async () => {
    version += 1;
    harmed.set({ VERSION: version, SLOW: 4 });
    const run = harmed.site.start(['apply', '--yes'], { timeout: 120_000 });
    await run.saw(/update uji-layanan: replacing/);
    await powerOff(manager);
    const ended = await run.done.finally(() => powerOn(manager));
    expectFault(ended, 1, 'SRV040');
    await backInSwarm(worker);
    await harmed.converges();
    await serves(manager, `${version}`);
    await expectKeepsake(manager);
  });
});

test('a connection that is cut in the middle: an error within a minute, and the rerun ends it', async () => {
  version += 1;
  harmed.set({ VERSION: version, SLOW: 4 });
  const run = harmed.site.start(['apply', '--yes'], { timeout: 120_000 });
  await run.saw(/update uji-layanan: replacing/);
  const begun = Date.now();
  await cutNetwork(manager);
  const ended = await run.done.finally(() => restoreNetwork(manager));
  expectFault(ended, 1, 'SRV040');
  expect(Date.now() - begun).toBeLessThan(60_000);
  await backInSwarm(worker);
  const rerun = await harmed.converges();
  // What had begun may have ended by itself: then nothing is left that would want the lock.
  if (rerun.stderr.includes(' applying ')) expect(await locks(harmed)).toEqual([]);
  await serves(manager, `${version}`);
  await expectKeepsake(manager);
});
