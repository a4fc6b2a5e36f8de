/** The transport where it meets other users, other engines and other networks. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Server } from '../../src/inventory/model.js';
import { connect } from '../../src/server/connect.js';
import { cutNetwork, inside, restoreNetwork } from '../lab/faults.js';
import { type LabServer, labDown, labUp } from '../lab/servers.js';
import { faultOf } from './fault.js';

const lab = `wire-${process.pid}`;
let machine: LabServer;
let server: Server;

beforeAll(async () => {
  [machine] = (await labUp({ name: lab, count: 1, engine: true })) as [LabServer];
  const { name, address, port, user, keyFile, hostKey } = machine;
  server = { name, address, port, user, key: keyFile, hostKey, role: 'manager' };
});

afterAll(() => labDown({ name: lab }));

const open = () => connect(server, { servers: [server] });

async function dockerFault() {
  const connection = await open();
  const fault = await faultOf(connection.docker.ping());
  await connection.close();
  return [fault.code, fault.args.server];
}

/** Whether the machine lets us in. */
async function isOpen(): Promise<boolean> {
  try {
    await (await open()).close();
    return true;
  } catch {
    return false;
  }
}

test('a user outside the docker group reaches the engine through sudo, twenty at a time', async () => {
  const connection = await open();
  const answers = await Promise.all(Array.from({ length: 20 }, () => connection.docker.info()));
  expect(answers.map((info) => info.Name)).toEqual(Array(20).fill(server.name));
  expect((await connection.exec(['id', '-un'])).stdout).toBe('admin\n');
  expect((await connection.exec(['id', '-un'], { sudo: true })).stdout).toBe('root\n');
  await connection.close();
});

test('without sudo for it, the permission is missing', async () => {
  await inside(machine, ['mv', '/etc/sudoers.d/admin', '/root/admin']);
  expect(await dockerFault()).toEqual(['SRV030', server.name]);
  await inside(machine, ['mv', '/root/admin', '/etc/sudoers.d/admin']);
});

test('a member of the docker group uses the socket itself', async () => {
  await inside(machine, ['usermod', '-aG', 'docker', 'admin']);
  await inside(machine, ['mv', '/usr/bin/docker', '/usr/bin/docker.away']);
  const connection = await open();
  expect(String(await connection.docker.ping())).toBe('OK');
  await connection.close();
  await inside(machine, ['mv', '/usr/bin/docker.away', '/usr/bin/docker']);
});

test('sshd that forbids forwarding leaves dial-stdio', async () => {
  const file = '/etc/ssh/sshd_config.d/00-forward.conf';
  const config = (input: string) => inside(machine, ['tee', file], { input });
  // sshd starts itself anew to reload: for a moment nothing listens.
  const reload = async () => {
    await inside(machine, ['systemctl', 'reload', 'ssh']);
    await expect.poll(isOpen, { timeout: 10_000 }).toBe(true);
  };
  await config('DisableForwarding yes\nMaxSessions 3\n');
  await reload();
  const connection = await open();
  const answers = await Promise.all(Array.from({ length: 12 }, () => connection.docker.ping()));
  expect(answers.map(String)).toEqual(Array(12).fill('OK'));
  await connection.close();
  await inside(machine, ['rm', file]);
  await reload();
});

test('a command that was given up does not run on', async () => {
  const connection = await open();
  expect((await faultOf(connection.exec(['sleep', '4321'], { timeout: 300 }))).code).toBe('SRV041');
  await expect
    .poll(async () => (await connection.exec(['pgrep', '-xf', 'sleep 4321'])).code)
    .toBe(1);
  await connection.close();
});

test('an engine that stops in the middle breaks off what waits, and is said not to run', async () => {
  const connection = await open();
  const events = await connection.docker.getEvents();
  const broken = new Promise((resolve) => {
    events.once('error', resolve).once('end', resolve);
    events.on('data', () => {});
  });
  await inside(machine, ['systemctl', 'stop', 'docker.socket', 'docker.service']);
  await broken;
  // A request may still be broken off with the engine's last stream.
  const ping = async () => (await faultOf(connection.docker.ping())).code;
  await expect.poll(ping, { timeout: 10_000 }).toBe('SRV031');
  await inside(machine, ['systemctl', 'start', 'docker.service']);
  expect(String(await connection.docker.ping())).toBe('OK');
  await connection.close();
});

test('a machine without an engine', async () => {
  await inside(machine, ['systemctl', 'stop', 'docker.socket', 'docker.service']);
  await inside(machine, ['mv', '/usr/sbin/dockerd', '/usr/sbin/dockerd.away']);
  await inside(machine, ['rm', '-f', '/var/run/docker.sock']);
  expect(await dockerFault()).toEqual(['SRV032', server.name]);
  await inside(machine, ['mv', '/usr/sbin/dockerd.away', '/usr/sbin/dockerd']);
  await inside(machine, ['systemctl', 'start', 'docker.socket', 'docker.service']);
});

test('a pulled cable is noticed by the keepalive', async () => {
  const connection = await open();
  const begun = Date.now();
  const command = faultOf(connection.exec(['sleep', '600'], { timeout: 0 }));
  await cutNetwork(machine);
  expect((await command).code).toBe('SRV040');
  expect(Date.now() - begun).toBeLessThan(60_000);
  expect((await faultOf(open())).code).toMatch(/SRV00[24]/);
  await restoreNetwork(machine);
  await connection.close();
});
