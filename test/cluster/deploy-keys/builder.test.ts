import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { builderHands } from '../../../src/cluster/deploy-keys/builder.js';
import { jobOf } from '../../../src/cluster/deploy-keys/job.js';
import { keepSource } from '../../../src/cluster/images/keep.js';
import type { Fault } from '../../../src/fault.js';
import type { App, Inventory } from '../../../src/inventory/model.js';
import type { Connection, ExecOptions } from '../../../src/server/connection.js';

let folder: string;
let source: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'induk-builder-'));
  source = join(folder, 'source.tar');
  await writeFile(source, 'arsip');
});
afterAll(() => rm(folder, { recursive: true }));

/** A builder that says these pieces and ends with this code. */
function builder(pieces: string[], code: number, stderr = '') {
  const heard: { argv: readonly string[]; stdin: string }[] = [];
  const exec = async (argv: readonly string[], { stdin, onStdout }: ExecOptions = {}) => {
    let text = '';
    if (stdin !== undefined) for await (const part of stdin as NodeJS.ReadableStream) text += part;
    heard.push({ argv, stdin: text });
    for (const piece of pieces) onStdout?.(Buffer.from(piece));
    return { code, stdout: '', stderr };
  };
  return { heard, connection: { server: 'pusat-2', exec } as unknown as Connection };
}

const reference = 'localhost:1/a-b:0123456789ab';

async function build(pieces: string[], code: number, stderr = '') {
  const said: string[] = [];
  const { connection, heard } = builder(pieces, code, stderr);
  const hands = builderHands(connection, source, new AbortController().signal);
  const place = { say: (message: string) => said.push(message) };
  await hands.build({ reference } as never, place as never);
  return { said, heard };
}

const faultOf = (work: Promise<unknown>): Promise<Fault> =>
  work.then(
    () => {
      throw new Error('it did not fail');
    },
    (error) => error as Fault,
  );

describe('a builder on another server', () => {
  it('gets the source as it came, and its lines are heard however they are cut', async () => {
    const lines = `{"type":"progress","message":"Step 1/9"}\nPulling…\n{"type":"result","reference":"${reference}"}\n`;
    const { said, heard } = await build(
      [lines.slice(0, 30), lines.slice(30, 70), lines.slice(70)],
      0,
    );
    expect(said).toEqual(['Step 1/9']);
    expect(heard).toEqual([{ argv: ['build'], stdin: 'arsip' }]);
  });

  it('fails with its own words', async () => {
    const line =
      '{"type":"fault","code":"CLU021","args":{"reason":"npm"},"logTail":["npm ERR!"]}\n';
    const fault = await faultOf(build([line], 1));
    expect([fault.code, fault.args, fault.logTail]).toEqual([
      'CLU021',
      { reason: 'npm' },
      ['npm ERR!'],
    ]);
  });

  it.each([
    ['another image than was asked for', `{"type":"result","reference":"x"}\n`, 0, 'DEP025'],
    ['no image at all', '', 0, 'DEP025'],
    ['no word of why it failed', '', 64, 'DEP026'],
  ])('is not believed with %s', async (_, text, code, expected) => {
    const fault = await faultOf(build([text], code, 'induk: nothing else\n'));
    expect(fault.code).toBe(expected);
    if (expected === 'DEP026') expect(fault.logTail).toEqual(['induk: nothing else']);
  });
});

describe('a source on its way', () => {
  it('is kept byte by byte', async () => {
    async function* stream() {
      yield Buffer.from('satu');
      yield Buffer.from('dua');
    }
    const file = join(folder, 'kept.tar');
    let passed = '';
    for await (const chunk of keepSource(stream(), file)) passed += chunk;
    expect([passed, await readFile(file, 'utf8')]).toEqual(['satudua', 'satudua']);
  });
});

describe('what a server knows of an app', () => {
  const server = (name: string, more = {}) => ({
    name,
    address: `${name}.test`,
    port: 22,
    user: 'induk',
    ...more,
  });
  const app = { id: 'a/b', engineName: 'a-b', server: 'dua', source: 'apps/b' } as App;
  const other = { id: 'a/c', engineName: 'a-c', server: 'satu' } as App;
  const inventory = {
    servers: [
      server('satu', { role: 'manager', key: '~/.ssh/id', via: 'gerbang' }),
      server('dua', { role: 'worker', via: 'satu', key: '~/.ssh/id' }),
      server('tiga', { role: 'manager' }),
    ],
    apps: [app, other],
  } as unknown as Inventory;
  const materials = {
    recipes: {},
    sources: { 'a/b': 'x' },
    secrets: { 'a/b': { K: '1' }, 'a/c': { L: '2' } },
  } as never;

  it('is this app, this machine, and the one way to the app’s own server', () => {
    const way = { address: '10.0.0.2', port: 2222, user: 'induk-deploy', hostKey: 'SHA256:x' };
    const job = jobOf(inventory, materials, app, {
      server: 'satu',
      way: { ...way, key: '/job/key' },
    });
    expect(job.inventory.servers).toMatchObject([
      { name: 'satu', address: 'local', role: 'manager' },
      { name: 'dua', role: 'worker', ...way, key: '/job/key' },
      { name: 'tiga', role: 'worker' },
    ]);
    expect(job.inventory.servers[1]).not.toHaveProperty('via');
    expect(job.inventory.apps.map(({ id }) => id)).toEqual(['a/b']);
    expect(job.materials).toMatchObject({ sources: {}, secrets: { 'a/b': { K: '1' } } });
    expect(job.materials.secrets).not.toHaveProperty('a/c');
  });

  it('is no way anywhere, on the server that only builds', () => {
    const job = jobOf(inventory, materials, app, { server: 'dua' });
    expect(job.inventory.servers[1]).toMatchObject({ address: 'local' });
    expect(job.inventory.servers.filter(({ address }) => address === 'local')).toHaveLength(1);
  });
});
