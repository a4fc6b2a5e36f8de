import { createServer, type Socket, type Server as TcpServer } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Server } from '../../src/inventory/model.js';
import { connect } from '../../src/server/connect.js';
import type { Connection } from '../../src/server/connection.js';
import { faultOf } from './fault.js';
import { startRelay } from './relay.js';
import { freePort, type Sshd, startSshd } from './sshd.js';

let sshd: Sshd;
let open: Connection[] = [];

beforeAll(async () => {
  sshd = await startSshd();
});

afterEach(async () => {
  await Promise.all(open.map((connection) => connection.close()));
  open = [];
});

afterAll(() => sshd.stop());

async function enter(overrides: Partial<Server> = {}, servers: Server[] = []) {
  const server = sshd.server({ hostKey: sshd.fingerprints.ed25519, ...overrides });
  const connection = await connect(server, { servers, env: sshd.env });
  open.push(connection);
  return connection;
}

test('a command’s output, status and input', async () => {
  const connection = await enter();
  const script = 'cat; echo "$1" >&2; exit 3';
  const result = await connection.exec(['sh', '-c', script, 'sh', "it's $HOME"], {
    stdin: 'héllo',
  });
  expect(result).toEqual({ code: 3, stdout: 'héllo', stderr: "it's $HOME\n" });
});

test('a stream as input is half-closed at its end', async () => {
  const connection = await enter();
  const chunks = Array.from({ length: 64 }, () => Buffer.alloc(65_536, 'x'));
  const result = await connection.exec(['wc', '-c'], { stdin: Readable.from(chunks) });
  expect(result.stdout.trim()).toBe(String(64 * 65_536));
});

test('output goes to the listener as it comes, and its end stays in the result', async () => {
  const connection = await enter();
  let size = 0;
  const result = await connection.exec(['seq', '1', '200000'], {
    onStdout: (chunk) => {
      size += chunk.length;
    },
  });
  expect(size).toBe(1_288_895);
  expect(result.stdout.length).toBe(65_536);
  expect(result.stdout.endsWith('\n200000\n')).toBe(true);
});

test('a process killed by a signal has no status', async () => {
  const connection = await enter();
  expect((await connection.exec(['sh', '-c', 'kill -9 $$'])).code).toBeNull();
});

test('fifteen commands at once wait for their turn', async () => {
  const connection = await enter();
  const results = await Promise.all(
    Array.from({ length: 15 }, (_, n) => connection.exec(['echo', String(n)])),
  );
  expect(results.map((result) => Number(result.stdout))).toEqual([...Array(15).keys()]);
});

test('a command that takes too long is given up', async () => {
  const connection = await enter();
  const fault = await faultOf(connection.exec(['sleep', '4321'], { timeout: 300 }));
  expect(fault.code).toBe('SRV041');
  expect(fault.args.command).toBe('sleep');
});

test('an aborted command rejects with the reason', async () => {
  const connection = await enter();
  const abort = new AbortController();
  const command = connection.exec(['sleep', '60'], { signal: abort.signal });
  abort.abort(new Error('interrupted'));
  await expect(command).rejects.toThrow('interrupted');
});

test('a cut line rejects everything that waits', async () => {
  const relay = await startRelay(sshd.port);
  const connection = await enter({ port: relay.port });
  const commands = ['sleep', 'tail'].map((program) => started(connection, program));
  const pending = commands.map((command) => command.result);
  const faults = Promise.all(pending.map(faultOf));
  await Promise.all(commands.map((command) => command.isRunning));
  relay.cut();
  const late = [connection.exec(['true']), connection.docker.ping()];
  const codes = (await Promise.all([faults, ...late.map(faultOf)])).flat().map((one) => one.code);
  expect(codes).toEqual(Array(4).fill('SRV040'));
  await relay.stop();
});

/** A command that says when it runs and does not end by itself. */
function started(connection: Connection, program: string) {
  let onStdout = () => {};
  const isRunning = new Promise<void>((resolve) => {
    onStdout = resolve;
  });
  const script = `echo; exec ${program === 'sleep' ? 'sleep 60' : 'tail -f /dev/null'}`;
  return { isRunning, result: connection.exec(['sh', '-c', script], { onStdout }) };
}

test('a jump host, and one behind it', async () => {
  const jump = sshd.server({ name: 'gerbang', hostKey: sshd.fingerprints.ed25519 });
  const inner = { ...jump, name: 'dalam', via: 'gerbang' };
  const connection = await enter({ via: 'dalam' }, [jump, inner]);
  expect((await connection.exec(['echo', 'through'])).stdout).toBe('through\n');
});

test('a jump host that cannot reach the server', async () => {
  const jump = sshd.server({ name: 'gerbang', hostKey: sshd.fingerprints.ed25519 });
  const fault = await faultOf(enter({ via: 'gerbang', port: await freePort() }, [jump]));
  expect(fault.code).toBe('SRV007');
});

test('jump hosts in a circle, or unknown', async () => {
  const a = sshd.server({ name: 'a', via: 'b' });
  const b = sshd.server({ name: 'b', via: 'a' });
  const circle = await faultOf(connect(a, { servers: [a, b], env: sshd.env }));
  expect([circle.code, circle.args.path]).toEqual(['SRV051', 'a → b → a']);
  const unknown = await faultOf(connect(a, { servers: [a], env: sshd.env }));
  expect(unknown.code).toBe('SRV050');
});

test('nobody listens', async () => {
  expect((await faultOf(enter({ port: await freePort() }))).code).toBe('SRV001');
});

test('the name does not exist', async () => {
  expect((await faultOf(enter({ address: 'none.invalid' }))).code).toBe('SRV003');
});

test('something else than an SSH server', async () => {
  const web = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  expect((await faultOf(enter({ port: web.port }))).code).toBe('SRV006');
  web.server.close();
});

test('an interruption during the handshake', async () => {
  const silent = await listen(() => {});
  const abort = new AbortController();
  const server = sshd.server({ port: silent.port });
  const attempt = connect(server, { servers: [], env: sshd.env, signal: abort.signal });
  setTimeout(() => abort.abort(new Error('interrupted')), 100);
  await expect(attempt).rejects.toThrow('interrupted');
  silent.server.close();
});

function listen(serve: (socket: Socket) => void): Promise<{ port: number; server: TcpServer }> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      serve(socket);
    });
    server.listen(0, '127.0.0.1', () => {
      resolve({ port: (server.address() as { port: number }).port, server });
    });
  });
}
