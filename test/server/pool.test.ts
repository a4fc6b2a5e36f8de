import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Server } from '../../src/inventory/model.js';
import { connections } from '../../src/server/pool.js';
import { faultOf } from './fault.js';
import { freePort, type Sshd, startSshd } from './sshd.js';

let sshd: Sshd;

beforeAll(async () => {
  sshd = await startSshd();
});

afterAll(() => sshd.stop());

const named = (name: string, overrides: Partial<Server> = {}) =>
  sshd.server({ name, hostKey: sshd.fingerprints.ed25519, ...overrides });

const poolOf = (servers: Server[]) => connections({ servers, env: sshd.env });

test('everybody who asks gets the same connection', async () => {
  const pool = poolOf([named('a'), named('b')]);
  const [first, second, other] = await Promise.all([pool.get('a'), pool.get('a'), pool.get('b')]);
  expect(second).toBe(first);
  expect(other).not.toBe(first);
  expect(pool.count).toBe(2);
  await pool.close();
});

test('two servers behind one jump host share its connection', async () => {
  const pool = poolOf([named('a', { via: 'gate' }), named('b', { via: 'gate' }), named('gate')]);
  const opened = await pool.openAll(['a', 'b']);
  expect(opened.map(({ connection }) => connection?.server)).toEqual(['a', 'b']);
  expect(pool.count).toBe(3);
  await pool.close();
});

test('one server that is down does not hinder the other', async () => {
  const pool = poolOf([named('down', { port: await freePort() }), named('up')]);
  const [down, up] = await pool.openAll();
  expect(down?.error).toMatchObject({ code: 'SRV001' });
  expect((await up?.connection?.exec(['echo', 'yes']))?.stdout).toBe('yes\n');
  await pool.close();
});

test('a lost connection is opened anew', async () => {
  const pool = poolOf([named('a')]);
  const first = await pool.get('a');
  await first.close();
  expect((await faultOf(first.exec(['true']))).code).toBe('SRV042');
  const second = await pool.get('a');
  expect((await second.exec(['echo', 'again'])).stdout).toBe('again\n');
  expect(pool.count).toBe(2);
  await pool.close();
});

test('a vault is opened by name, as a jump host too, and not among the others', async () => {
  const vault = named('brankas-1', { role: 'vault', via: 'a' });
  const pool = poolOf([
    named('a'),
    named('b', { via: 'gate' }),
    vault,
    named('gate', { role: 'vault' }),
  ]);
  const opened = await pool.openAll();
  expect(opened.map(({ server, error }) => [server, error])).toEqual([
    ['a', undefined],
    ['b', undefined],
  ]);
  expect((await (await pool.get('brankas-1')).exec(['echo', 'yes'])).stdout).toBe('yes\n');
  expect(pool.count).toBe(4);
  await pool.close();
});

test('an unknown name', async () => {
  expect((await faultOf(poolOf([]).get('none'))).code).toBe('SRV050');
});
