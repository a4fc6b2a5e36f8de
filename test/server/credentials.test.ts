import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Server } from '../../src/inventory/model.js';
import { connect } from '../../src/server/connect.js';
import { faultOf } from './fault.js';
import { makeKey, type Sshd, startSshd } from './sshd.js';

let sshd: Sshd;
let agent: { socket: string; process: ChildProcess };
let dir: string;

beforeAll(async () => {
  sshd = await startSshd();
  dir = mkdtempSync(join(tmpdir(), 'induk-keys-'));
  const socket = join(dir, 'agent');
  const process = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
  await vi.waitUntil(() => existsSync(socket), { timeout: 5000 });
  agent = { socket, process };
});

afterAll(async () => {
  agent.process.kill();
  await sshd.stop();
  rmSync(dir, { recursive: true });
});

async function logIn(overrides: Partial<Server>, env: NodeJS.ProcessEnv = {}) {
  const server = sshd.server({ hostKey: sshd.fingerprints.ed25519, ...overrides });
  const connection = await connect(server, { servers: [], env: { ...sshd.env, ...env } });
  await connection.close();
  return 'in';
}

const emptyHome = () => {
  const home = mkdtempSync(join(dir, 'home-'));
  mkdirSync(join(home, '.ssh'));
  return home;
};

const add = (file: string) =>
  execFileSync('ssh-add', ['-q', file], { env: { ...process.env, SSH_AUTH_SOCK: agent.socket } });

test('the usual file in ~/.ssh', async () => {
  expect(await logIn({})).toBe('in');
});

test('an agent that is gone does not hide the files', async () => {
  expect(await logIn({}, { SSH_AUTH_SOCK: join(dir, 'nobody') })).toBe('in');
});

test('the agent, with nothing in ~/.ssh', async () => {
  add(join(sshd.home, '.ssh', 'id_ed25519'));
  expect(await logIn({}, { HOME: emptyHome(), SSH_AUTH_SOCK: agent.socket })).toBe('in');
});

test('the named key file, with ~', async () => {
  expect(await logIn({ key: '~/.ssh/id_ed25519' })).toBe('in');
});

test('no key anywhere', async () => {
  const fault = await faultOf(logIn({}, { HOME: emptyHome() }));
  expect(fault.code).toBe('SRV021');
});

test('a named key that does not exist', async () => {
  const fault = await faultOf(logIn({ key: join(dir, 'none') }));
  expect([fault.code, fault.args.reason]).toEqual(['SRV022', 'ENOENT']);
});

test('the wrong key and the wrong user are named', async () => {
  const key = join(dir, 'stranger');
  makeKey(key, 'ed25519');
  const fault = await faultOf(logIn({ key, user: 'nobody' }));
  expect(fault.code).toBe('SRV020');
  expect(fault.args).toMatchObject({ user: 'nobody', tried: key });
});

test('an encrypted key needs the agent, and then works', async () => {
  const key = join(dir, 'locked');
  renameSync(join(sshd.home, '.ssh', 'id_ed25519'), key);
  renameSync(join(sshd.home, '.ssh', 'id_ed25519.pub'), `${key}.pub`);
  execFileSync('ssh-keygen', ['-q', '-p', '-N', 'rahasia', '-P', '', '-f', key]);
  chmodSync(key, 0o600);
  const fault = await faultOf(logIn({ key }));
  expect(fault.code).toBe('SRV023');
  expect(await logIn({ key }, { SSH_AUTH_SOCK: agent.socket })).toBe('in');
});
