/** An agency's request, from its file to a running app and its next versions. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LabServer, labDown } from '../lab/servers.js';
import { labWithRecipes } from './support/bases.js';
import { newComplaints, report, siteOfPupr, trustMirror, Visitor } from './support/complaints.js';
import { expectRun } from './support/expect-run.js';
import { ask, load } from './support/http.js';
import type { Site } from './support/site.js';

const LAB = `e2e-layanan-${process.pid}`;
const domain = 'aduan.uji.test';

let server: LabServer;
let site: Site;
let ticket = '';

beforeAll(async () => {
  [server] = (await labWithRecipes({ name: LAB, count: 1, engine: true })) as [LabServer];
  site = await siteOfPupr(server);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

const induk = (code: number, args: string[]) => expectRun(site, code, args);

it('a request becomes an app that runs', async () => {
  await newComplaints(site, 'aduan');
  trustMirror(site, 'aduan');
  // One address may ask 300 times a minute, and a test asks more.
  site.alter('opd/pupr.yaml', '    health:', '    env: {RATE_LIMIT: "1000000"}\n    health:');
  await induk(0, ['apply', '--yes']);
  const { status, body, headers } = await ask(server.address, domain);
  expect(status).toBe(200);
  expect(body).toContain('Pengaduan Jalan Rusak');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  await induk(0, ['plan', '--detailed-exitcode']);
});

it('a citizen reports, and follows it', async () => {
  const citizen = new Visitor(server, domain);
  expect((await citizen.get('/ajukan/aduan')).body).toContain('Isi pengaduan');
  const sent = await citizen.post('/ajukan/aduan', report);
  expect(sent.status, sent.body).toBe(303);
  ticket = /^\/status\/([^?]+)/.exec(sent.headers.location ?? '')?.[1] ?? '';
  const { body } = await citizen.get(`/status/${ticket}`);
  expect(body).toContain('Kami terima');
  expect(body).not.toContain('Sari');
});

it('the first account is the administrator’s, who must choose another password', async () => {
  const { stdout } = await induk(0, ['secrets', 'get', 'aduan', 'ADMIN_PASSWORD']);
  const admin = new Visitor(server, domain);
  await admin.get('/masuk');
  const wrong = await admin.post('/masuk', { username: 'admin', password: 'salah' });
  expect(wrong.status).not.toBe(303);
  const logged = await admin.post('/masuk', { username: 'admin', password: stdout.trim() });
  expect(logged.status, logged.body).toBe(303);
  expect((await admin.get('/petugas')).headers.location).toBe('/petugas/sandi');
});

it('a field more in the request is there after an update and a deployment under load', async () => {
  const field =
    '      kelurahan: {type: text, label: Kelurahan tempat jalan rusak, required: false}\n';
  site.alter('apps/aduan/request.yaml', '      isi:', `${field}      isi:`);
  await induk(0, ['new', 'update', 'aduan', '--yes']);
  trustMirror(site, 'aduan');
  const visitors = load(server.address, domain, '/ajukan/aduan');
  await induk(0, ['deploy', 'aduan', '--yes']);
  const { answered, failed, bodies } = await visitors.stop();
  expect(failed).toEqual([]);
  expect(answered).toBeGreaterThan(50);
  expect([...bodies].some((body) => body.includes('Kelurahan tempat'))).toBe(true);
  const { body } = await ask(server.address, domain, `/status/${ticket}`);
  expect(body).toContain('Kami terima');
});

it.each([
  [
    'whose migration fails',
    'migrations/data_9999.sql',
    'alter table tidak_ada add x int;\n',
    'CLU014',
  ],
  ['that is never ready', 'src/routes/health.ts', undefined, 'CLU011'],
  ['that ends at its start', 'src/main.ts', "throw new Error('rusak');\n", 'CLU011'],
])('a version %s leaves the old one serving', async (_, path, text, code) => {
  const full = `apps/aduan/${path}`;
  const before = existsSync(join(site.root, full)) ? site.read(full) : '';
  if (text === undefined)
    site.alter(full, "return { status: 'ok' };\n    } catch", 'throw 1;\n    } catch');
  else site.write(full, text);
  const run = await induk(1, ['deploy', 'aduan', '--yes', '--json']);
  expect(run.json.error.code).toBe(code);
  expect((await ask(server.address, domain, `/status/${ticket}`)).body).toContain('Kami terima');
  if (before === '') rmSync(join(site.root, full));
  else site.write(full, before);
  await induk(0, ['plan', '--detailed-exitcode']);
});
