/** The engine’s API over SSH, against this machine’s engine. */
import { randomBytes } from 'node:crypto';
import { PassThrough, Readable } from 'node:stream';
import type Docker from 'dockerode';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { connect } from '../../src/server/connect.js';
import type { Connection } from '../../src/server/connection.js';
import { faultOf } from './fault.js';
import { startRelay } from './relay.js';
import { type Sshd, startSshd } from './sshd.js';

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

async function enter(port = sshd.port) {
  const server = sshd.server({ hostKey: sshd.fingerprints.ed25519, port });
  const connection = await connect(server, { servers: [], env: sshd.env });
  open.push(connection);
  return connection;
}

test('a hundred inspects at once', async () => {
  const connection = await enter();
  const { ID } = await connection.docker.info();
  const all = await Promise.all(Array.from({ length: 100 }, () => connection.docker.info()));
  expect(new Set(all.map((info) => info.ID))).toEqual(new Set([ID]));
});

test('an error answer of the engine keeps its status', async () => {
  const connection = await enter();
  await expect(connection.docker.getContainer('induk-none').inspect()).rejects.toMatchObject({
    statusCode: 404,
  });
});

test('this machine itself, without SSH', async () => {
  const server = sshd.server({ address: 'local' });
  const connection = await connect(server, { servers: [], env: sshd.env });
  expect(String(await connection.docker.ping())).toBe('OK');
  expect((await connection.exec(['cat'], { stdin: 'x' })).stdout).toBe('x');
  expect((await connection.exec(['no-such-program'])).code).toBe(127);
  expect((await faultOf(connection.exec(['sleep', '60'], { timeout: 100 }))).code).toBe('SRV041');
  await connection.close();
});

test('DOCKER_HOST of the operator does not lead requests elsewhere', async () => {
  process.env.DOCKER_HOST = 'tcp://192.0.2.1:2376';
  process.env.DOCKER_TLS_VERIFY = '1';
  try {
    expect(String(await (await enter()).docker.ping())).toBe('OK');
  } finally {
    delete process.env.DOCKER_HOST;
    delete process.env.DOCKER_TLS_VERIFY;
  }
});

test('a large image goes up and comes back through one channel', async () => {
  const { docker } = await enter();
  const { default: tar } = await import('tar-stream');
  const size = 40 * 1024 * 1024;
  const pack = tar.pack();
  pack.entry({ name: 'data' }, randomBytes(size));
  pack.finalize();
  const tag = `induk-test-${process.pid}`;
  const answer = await docker.importImage(Readable.from(pack), { repo: tag });
  await endOf(answer as Readable);
  const image = docker.getImage(`${tag}:latest`);
  let back = 0;
  for await (const chunk of await image.get()) {
    back += (chunk as Buffer).length;
  }
  await image.remove();
  expect(back).toBeGreaterThan(size);
});

/** A container that waits, from any image that has `cat`. */
async function withContainer(docker: Docker, work: (id: Docker.Container) => Promise<void>) {
  const container = await docker.createContainer({
    Image: 'debian:trixie-slim',
    Cmd: ['sleep', '600'],
    Labels: { 'induk.test': 'transport' },
  });
  try {
    await container.start();
    await work(container);
  } finally {
    await container.remove({ force: true });
  }
}

test('an exec inside a container sees the end of its input', async () => {
  const { docker } = await enter();
  await withContainer(docker, async (container) => {
    const exec = await container.exec({
      Cmd: ['wc', '-c'],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    });
    const stream = await exec.start({ hijack: true, stdin: true });
    const output = new PassThrough();
    docker.modem.demuxStream(stream, output, new PassThrough());
    const ended = new Promise((resolve) => stream.once('end', resolve));
    stream.write(Buffer.alloc(3_000_000));
    stream.end();
    await ended;
    expect(String(output.read()).trim()).toBe('3000000');
    expect((await exec.inspect()).ExitCode).toBe(0);
  });
});

test('a cut line rejects requests, ends streams with the reason, and is final', async () => {
  const relay = await startRelay(sshd.port);
  const { docker } = await enter(relay.port);
  const streams = [await docker.getEvents(), await docker.getEvents()];
  const waiting = streams.map((stream) => faultOf(endOf(stream as Readable)));
  await withoutFailing(docker, async (container) => {
    const wait = faultOf(container.wait());
    await docker.ping();
    relay.cut();
    const faults = await Promise.all([...waiting, wait]);
    expect(faults.map(({ code }) => code)).toEqual(Array(3).fill('SRV040'));
    expect((await faultOf(docker.ping())).code).toBe('SRV040');
  });
  await relay.stop();
});

/** As withContainer, but cleans up over a connection that is still there. */
async function withoutFailing(docker: Docker, work: (id: Docker.Container) => Promise<void>) {
  const healthy = await enter();
  await withContainer(healthy.docker, async ({ id }) => work(docker.getContainer(id)));
}

/** Resolves at the stream's end, rejects with its error. */
function endOf(stream: Readable): Promise<void> {
  return new Promise((resolve, reject) => {
    stream.resume().once('end', resolve).once('error', reject);
  });
}
