import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { loadConnecting } from '../../src/session/inventory.js';
import { openSite } from '../../src/session/site.js';
import { createKeyPair } from '../lab/keys.js';

let root: string;
let machine: Server;
let sockets: Socket[];

/** A machine that accepts connections and never says a word. */
beforeEach(async () => {
  sockets = [];
  machine = createServer((socket) => sockets.push(socket.on('error', () => undefined).resume()));
  await once(machine.listen(0, '127.0.0.1'), 'listening');
  root = await mkdtemp(join(tmpdir(), 'induk-ahead-'));
  await mkdir(join(root, 'opd'));
  await writeFile(join(root, 'key'), createKeyPair('uji').privateKey, { mode: 0o600 });
  const { port } = machine.address() as { port: number };
  const key = `SHA256:${'A'.repeat(43)}`;
  await writeFile(
    join(root, 'site.yaml'),
    `site: kota-contoh
domain: contoh.go.id
servers:
  pusat-1: {address: 127.0.0.1, port: ${port}, hostKey: "${key}", key: ${join(root, 'key')}}
`,
  );
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  machine.close();
  await rm(root, { recursive: true });
});

const writeAgency = (text: string) => writeFile(join(root, 'opd', 'dishub.yaml'), text);

it('connects once, and gives the connection to the site', async () => {
  await writeAgency('opd: dishub\nname: Dinas Perhubungan\napps: {}\n');
  const connected = once(machine, 'connection');
  const loaded = await loadConnecting(root, {});
  await connected;
  const site = openSite(loaded);
  sockets[0]?.end('SSH-1.5-kuno\r\n');
  await expect(site.manager()).rejects.toMatchObject({ code: 'SRV006' });
  await site.close();
  expect(sockets).toHaveLength(1);
});

it('leaves no connection behind when the inventory is invalid', async () => {
  await writeAgency('opd: dishub\nname: [\n');
  await expect(loadConnecting(root, {})).rejects.toMatchObject({ code: 'INV000' });
  // Answers when the last connection has ended.
  expect(await new Promise((resolve) => machine.close(resolve))).toBeUndefined();
});

it('connects to nothing when site.yaml itself is wrong', async () => {
  await writeAgency('opd: dishub\nname: Dinas Perhubungan\napps: {}\n');
  await writeFile(join(root, 'site.yaml'), 'site: Kota Contoh\n');
  await expect(loadConnecting(root, {})).rejects.toMatchObject({ code: 'INV000' });
  expect(sockets).toHaveLength(0);
});
