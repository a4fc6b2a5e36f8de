/** The templates php and static, from a request to a running app and its next version. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { labWithRecipes } from './support/bases.js';
import { type Answer, ask, load } from './support/http.js';
import { makeSite, type Site } from './support/site.js';

const LAB = `e2e-templates-${process.pid}`;
const domain = 'aduan.uji.test';

const request = `title: Pengaduan Jalan Rusak
function: pengaduan-jalan
description: Laporkan jalan rusak, pantau perbaikannya.
roles:
  petugas: {title: Petugas, personal: true}
entities:
  aduan:
    title: Pengaduan
    public: true
    export: [petugas]
    fields:
      nama: {type: text, label: Nama, max: 80, personal: true}
      telepon: {type: phone, label: Nomor HP}
      isi: {type: paragraph, label: Isi pengaduan, max: 500}
    states: {masuk: Kami terima, selesai: Selesai diperbaiki}
    moves:
      - {title: Selesaikan, from: masuk, to: selesai, by: [petugas]}
`;

const report = { nama: 'Sari', telepon: '081234567890', isi: 'Jalan berlubang di depan pasar.' };
const password = 'empat kata yang panjang';

let server: LabServer;
let site: Site;
let ticket = '';

beforeAll(async () => {
  [server] = (await labWithRecipes({ name: LAB, count: 1, engine: true })) as [LabServer];
  site = makeSite([server], { more: 'backup:\n  vault: {path: /var/backups/induk}\n' });
  site.write('opd/pupr.yaml', 'opd: pupr\nname: Dinas Pekerjaan Umum\ntype: dinas\napps: {}\n');
  site.write('aduan.yaml', request);
  await expecting(0, ['servers', 'setup', '--as', 'admin', '--yes']);
  const key = await expecting(0, ['secrets', 'key', '--json']);
  site.alter('site.yaml', 'team: []', `team: [${key.json.data.recipient}]`);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

async function expecting(code: number, args: string[]) {
  const run = await site.induk(args);
  expect(run.code, `induk ${args.join(' ')}\n${run.stderr}\n${run.stdout}`).toBe(code);
  return run;
}

/** Somebody at a browser: keeps cookies, sends the last page's form back. */
class Visitor {
  readonly #cookies = new Map<string, string>();
  #token = '';

  get(path: string): Promise<Answer> {
    return this.#ask(path, {});
  }

  post(path: string, values: Record<string, string>): Promise<Answer> {
    const body = new URLSearchParams({ _csrf: this.#token, ...values }).toString();
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    return this.#ask(path, { method: 'POST', body, headers });
  }

  async #ask(path: string, options: NonNullable<Parameters<typeof ask>[3]>): Promise<Answer> {
    const cookie = [...this.#cookies].map((pair) => pair.join('=')).join('; ');
    const headers = { ...options.headers, Cookie: cookie };
    const answer = await ask(server.address, domain, path, { ...options, headers });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    this.#token = /name="_csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? this.#token;
    return answer;
  }
}

it('a request becomes an app in PHP and a site', async () => {
  const file = join(site.root, 'aduan.yaml');
  const more = ['--request', file, '--opd', 'pupr', '--yes'];
  await expecting(0, ['new', 'aduan', '--template', 'php', ...more]);
  site.write('portal.yaml', request.replace('pengaduan-jalan', 'portal-pupr'));
  const other = ['--request', join(site.root, 'portal.yaml'), '--opd', 'pupr', '--yes'];
  await expecting(0, ['new', 'portal', '--template', 'static', ...other]);
  await expecting(0, ['vault', 'setup', '--yes']);
  await expecting(0, ['apply', '--yes']);
  const { status, body, headers } = await ask(server.address, domain);
  expect([status, headers['content-security-policy']]).toEqual([
    200,
    expect.stringContaining("default-src 'none'"),
  ]);
  expect(body).toContain('Pengaduan Jalan Rusak');
  const portal = await ask(server.address, 'portal.uji.test', '/layanan.html');
  expect(portal.body).toContain('id="aduan"');
  await expecting(0, ['plan', '--detailed-exitcode']);
});

it('a citizen sends, an officer moves it, the citizen sees that', async () => {
  const citizen = new Visitor();
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
  const { stdout } = await expecting(0, ['secrets', 'get', 'aduan', 'ADMIN_PASSWORD']);
  const admin = await loggedIn('admin', stdout.trim());
  await admin.get('/petugas/pengguna');
  const made = await admin.post('/petugas/pengguna', { username, name: 'Rina', role: 'petugas' });
  const [, first = ''] = /<strong>([a-z0-9-]{19})<\/strong>/.exec(made.body) ?? [];
  return loggedIn(username, first);
}

/** With a password somebody else made, which is changed at once. */
async function loggedIn(username: string, old: string): Promise<Visitor> {
  const person = new Visitor();
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
  await expecting(0, ['new', 'update', 'aduan', '--yes']);
  const visitors = load(server.address, domain, '/ajukan/aduan');
  await expecting(0, ['deploy', 'aduan', '--yes']);
  const { answered, failed, bodies } = await visitors.stop();
  expect(failed).toEqual([]);
  expect(answered).toBeGreaterThan(50);
  expect([...bodies].some((body) => body.includes('Kelurahan jalan'))).toBe(true);
  expect((await ask(server.address, domain, `/status/${ticket}`)).body).toContain('Selesai');
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
  ['that ends at every page', 'public/index.php', () => '<?php exit(3);\n', 'CLU011'],
])('a version %s leaves the old one serving', async (_, path, change, code) => {
  const full = `apps/aduan/${path}`;
  const before = existsSync(join(site.root, full)) ? site.read(full) : undefined;
  site.write(full, change(before ?? ''));
  const run = await expecting(1, ['deploy', 'aduan', '--yes', '--json']);
  expect(run.json.error.code).toBe(code);
  expect((await ask(server.address, domain, `/status/${ticket}`)).body).toContain('Selesai');
  if (before === undefined) rmSync(join(site.root, full));
  else site.write(full, before);
  await expecting(0, ['plan', '--detailed-exitcode']);
});

it('comes back from a backup, with what guards its audit trail', async () => {
  await expecting(0, ['backups', 'create', 'aduan']);
  await expecting(0, ['backups', 'restore', 'aduan', '--as', 'salinan']);
  const copy = await ask(server.address, 'salinan.uji.test', `/status/${ticket}`);
  expect(copy.body).toContain('Selesai diperbaiki');
  const deletion = `sh -c 'mariadb -e "delete from app_audit" "$DB_NAME"'`;
  const database = '$(docker ps -qf name=^pupr-salinan-db)';
  const script = `docker exec ${database} ${deletion} 2>&1; true`;
  const tried = await inside(server, ['sh', '-c', script]);
  expect(tried.stdout).toContain('jejak audit');
});
