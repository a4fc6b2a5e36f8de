import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Server } from '../../src/inventory/model.js';
import { connect } from '../../src/server/connect.js';
import { faultOf } from './fault.js';
import { type Sshd, startSshd } from './sshd.js';

let sshd: Sshd;
let other: Sshd;

beforeAll(async () => {
  [sshd, other] = await Promise.all([startSshd(), startSshd()]);
});

afterAll(async () => {
  await Promise.all([sshd.stop(), other.stop()]);
});

/** Connects with these lines in ~/.ssh/known_hosts and says who answered. */
async function connectKnowing(lines: string[], overrides: Partial<Server> = {}, hash = false) {
  const file = join(sshd.home, '.ssh', 'known_hosts');
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  if (hash) {
    execFileSync('ssh-keygen', ['-q', '-H', '-f', file], { stdio: 'ignore' });
  }
  const connection = await connect(sshd.server(overrides), { servers: [], env: sshd.env });
  const { stdout } = await connection.exec(['echo', 'in']);
  await connection.close();
  return stdout;
}

const name = () => `[127.0.0.1]:${sshd.port}`;

test.each(['ed25519', 'ecdsa', 'rsa'])(
  'a pinned %s key is found among the server’s',
  async (kind) => {
    expect(await connectKnowing([], { hostKey: sshd.fingerprints[kind] })).toBe('in\n');
  },
);

test.each(['ed25519', 'ecdsa', 'rsa'])('known_hosts with the %s key alone', async (kind) => {
  expect(await connectKnowing([`${name()} ${sshd.publicKeys[kind]}`])).toBe('in\n');
});

test('known_hosts with hashed names', async () => {
  expect(await connectKnowing([`${name()} ${sshd.publicKeys.ed25519}`], {}, true)).toBe('in\n');
});

test('known_hosts with a wildcard among comments and other hosts', async () => {
  const lines = ['# office', `elsewhere ${other.publicKeys.rsa}`];
  const wild = `[127.0.*]:${sshd.port} ${sshd.publicKeys.ed25519}`;
  expect(await connectKnowing([...lines, wild])).toBe('in\n');
});

test('an unknown key is refused and shown', async () => {
  const fault = await faultOf(connectKnowing([]));
  expect(fault.code).toBe('SRV010');
  expect(fault.args).toMatchObject({
    type: 'ssh-ed25519',
    fingerprint: sshd.fingerprints.ed25519 ?? '',
  });
});

test('the key of the same address with another port does not count', async () => {
  const fault = await faultOf(connectKnowing([`127.0.0.1 ${sshd.publicKeys.ed25519}`]));
  expect(fault.code).toBe('SRV010');
});

test('a key that changed is refused, with both fingerprints', async () => {
  const fault = await faultOf(connectKnowing([`${name()} ${other.publicKeys.ed25519}`]));
  expect(fault.code).toBe('SRV011');
  expect(fault.args).toMatchObject({
    source: 'known_hosts',
    expected: other.fingerprints.ed25519 ?? '',
    fingerprint: sshd.fingerprints.ed25519 ?? '',
  });
});

test('a wrong pin is refused even when known_hosts has the key', async () => {
  const line = `${name()} ${sshd.publicKeys.ed25519}`;
  const fault = await faultOf(connectKnowing([line], { hostKey: other.fingerprints.ed25519 }));
  expect(fault.code).toBe('SRV011');
  expect(fault.args.source).toBe('inventory');
});

test('a revoked key is refused even when pinned', async () => {
  const line = `@revoked ${name()} ${sshd.publicKeys.ed25519}`;
  const fault = await faultOf(connectKnowing([line], { hostKey: sshd.fingerprints.ed25519 }));
  expect(fault.code).toBe('SRV012');
});

test('whoever is asked about an unknown key decides', async () => {
  writeFileSync(join(sshd.home, '.ssh', 'known_hosts'), '');
  const asked: string[] = [];
  const answering = (yes: boolean) =>
    connect(sshd.server(), {
      servers: [],
      env: sshd.env,
      onHostKey: (key) => {
        asked.push(key.fingerprint);
        return yes;
      },
    });
  const fault = await faultOf(answering(false));
  expect(fault.code).toBe('SRV010');
  const connection = await answering(true);
  await connection.close();
  expect(asked).toEqual([sshd.fingerprints.ed25519, sshd.fingerprints.ed25519]);
});

test('nobody is asked about a key that changed', async () => {
  const fault = await faultOf(
    connect(sshd.server({ hostKey: other.fingerprints.ed25519 }), {
      servers: [],
      env: sshd.env,
      onHostKey: () => true,
    }),
  );
  expect(fault.code).toBe('SRV011');
});
