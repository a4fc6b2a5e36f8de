/** The templates php and static, from a request to a running app and its next version. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { labWithRecipes } from './support/bases.js';
import { complaints, newComplaints, report, siteOfPupr, Visitor } from './support/complaints.js';
import { expectRun } from './support/expect-run.js';
import { ask, load } from './support/http.js';
import type { Site } from './support/site.js';

const LAB = `e2e-templates-${process.pid}`;
const domain = 'aduan.uji.test';

const password = 'empat kata yang panjang';

let server: LabServer;
let site: Site;
let ticket = '';

beforeAll(async () => {
  [server] = (await labWithRecipes({ name: LAB, count: 1, engine: true })) as [LabServer];
  site = await siteOfPupr(server, {
    more: 'backup:\n  vault: {path: /var/backups/induk}\n',
  });
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

const induk = (code: number, args: string[]) => expectRun(site, code, args);

it('a request becomes an app in PHP and a site', async () => {
  await newComplaints(site, 'aduan', ['--template', 'php']);
  site.write('portal.yaml', complaints.replace('pengaduan-jalan', 'portal-pupr'));
  await newComplaints(site, 'portal', ['--template', 'static']);
  await induk(0, ['vault', 'setup', '--yes']);
  await induk(0, ['apply', '--yes']);
  const { status, body, headers } = await ask(server.address, domain);
  expect([status, headers['content-security-policy']]).toEqual([
    200,
    expect.stringContaining("default-src 'none'"),
  ]);
  expect(body).toContain('Pengaduan Jalan Rusak');
  const portal = await ask(server.address, 'portal.uji.test', '/layanan.html');
  expect(portal.body).toContain('id="aduan"');
  await induk(0, ['plan', '--detailed-exitcode']);
});

it('a citizen sends, an officer moves it, the citizen sees that', async () => {
  const citizen = new Visitor(server, domain);
  await citizen.get('/ajukan/aduan');
  const sent = await citizen.post('/ajukan/aduan', report);
  expect(sent.status, sent.body).toBe(303);
  ticket = /^\/status\/([^?]+)/.exec(sent.headers.location ?? '')?.[1] ?? '';
  const before = await citizen.get(`/status/${ticket}`);
  expect(before.body).toContain('Kami terima');
  expect(before.body).not.toContain('Sari');
  const officer = await officerOf('rina');
  const list = await officer.get('/petugas/data/aduan');
  const [, path = ''] = new RegExp(`href="([^"]+)">${ticket}`).exec(list.body) ?? [];
  expect((await officer.get(path)).body).toContain('Sari');
  const step = { langkah: '0', dari: 'masuk' };
  expect((await officer.post(`${path}/pindah`, step)).status).toBe(303);
  expect((await officer.get('/petugas/data/aduan/ekspor.csv')).body).toContain(`"${ticket}"`);
  expect((await citizen.get(`/status/${ticket}`)).body).toContain('Selesai diperbaiki');
});

/** Makes an account as the administrator, and logs in with it. */
async function officerOf(username: string): Promise<Visitor> {
  const { stdout } = await induk(0, ['secrets', 'get', 'aduan', 'ADMIN_PASSWORD']);
  const admin = await loggedIn('admin', stdout.trim());
  await admin.get('/petugas/pengguna');
  const made = await admin.post('/petugas/pengguna', { username, name: 'Rina', role: 'petugas' });
  const [, first = ''] = /<strong>([a-z0-9-]{19})<\/strong>/.exec(made.body) ?? [];
  return loggedIn(username, first);
}

/** With a password somebody else made, which is changed at once. */
async function loggedIn(username: string, old: string): Promise<Visitor> {
  const person = new Visitor(server, domain);
  await person.get('/masuk');
  const { headers } = await person.post('/masuk', { username, password: old });
  expect(String(headers['set-cookie'])).toMatch(
    /sesi=\w+; Path=\/; HttpOnly; SameSite=Lax.*Secure/,
  );
  await person.get('/petugas/sandi');
  expect((await person.post('/petugas/sandi', { old, new: password })).status).toBe(303);
  return person;
}

it('a field more is there after an update, and nobody noticed the change', async () => {
  const field = '      kelurahan: {type: text, label: Kelurahan jalan, required: false}\n';
  site.alter('apps/aduan/request.yaml', '      isi:', `${field}      isi:`);
  await induk(0, ['new', 'update', 'aduan', '--yes']);
  const visitors = load(server.address, domain, '/ajukan/aduan');
  await induk(0, ['deploy', 'aduan', '--yes']);
  const { answered, failed, bodies } = await visitors.stop();
  expect(failed).toEqual([]);
  expect(answered).toBeGreaterThan(50);
  expect([...bodies].some((body) => body.includes('Kelurahan jalan'))).toBe(true);
  expect((await ask(server.address, domain, `/status/${ticket}`)).body).toContain('Selesai');
});

it('a site follows its request as well', async () => {
  const words = 'Laporkan jalan rusak, kami perbaiki dalam tujuh hari.';
  site.alter('apps/portal/request.yaml', 'Laporkan jalan rusak, pantau perbaikannya.', words);
  await induk(0, ['new', 'update', 'portal', '--yes']);
  const visitors = load(server.address, 'portal.uji.test');
  await induk(0, ['deploy', 'portal', '--yes']);
  const { answered, failed, bodies } = await visitors.stop();
  expect(failed).toEqual([]);
  expect(answered).toBeGreaterThan(50);
  expect([...bodies].some((body) => body.includes(words))).toBe(true);
});

it.each([
  [
    'whose migration fails',
    'migrations/data_9999.sql',
    () => 'alter table tidak_ada add x int;\n',
    'CLU014',
  ],
  [
    'that is never ready',
    'src/App.php',
    (before: string) => before.replace('select 1 from app_user', 'select 1 from tidak_ada'),
    'CLU011',
  ],
  [
    'that ends at every page',
    'public/index.php',
    () => "<?php throw new RuntimeException('rusak');\n",
    'CLU011',
  ],
])('a version %s leaves the old one serving', async (_, path, change, code) => {
  const full = `apps/aduan/${path}`;
  const before = existsSync(join(site.root, full)) ? site.read(full) : undefined;
  site.write(full, change(before ?? ''));
  const run = await induk(1, ['deploy', 'aduan', '--yes', '--json']);
  expect(run.json.error.code).toBe(code);
  expect((await ask(server.address, domain, `/status/${ticket}`)).body).toContain('Selesai');
  if (before === undefined) rmSync(join(site.root, full));
  else site.write(full, before);
  await induk(0, ['plan', '--detailed-exitcode']);
});

it('comes back from a backup, with what guards its audit trail', async () => {
  await induk(0, ['backups', 'create', 'aduan']);
  await induk(0, ['backups', 'restore', 'aduan', '--as', 'salinan']);
  const copy = await ask(server.address, 'salinan.uji.test', `/status/${ticket}`);
  expect(copy.body).toContain('Selesai diperbaiki');
  const deletion = `sh -c 'mariadb -e "delete from app_audit" "$DB_NAME"'`;
  const database = '$(docker ps -qf name=^pupr-salinan-db)';
  const script = `docker exec ${database} ${deletion} 2>&1; true`;
  const tried = await inside(server, ['sh', '-c', script]);
  expect(tried.stdout).toContain('jejak audit');
});
