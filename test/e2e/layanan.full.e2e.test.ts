/** An agency's request, from its file to a running app and its next versions. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type LabServer, labDown } from '../lab/servers.js';
import { labWithRecipes } from './support/bases.js';
import { type Answer, ask, load } from './support/http.js';
import { makeSite, type Site } from './support/site.js';

const LAB = `e2e-layanan-${process.pid}`;
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
    fields:
      nama: {type: text, label: Nama, max: 80, personal: true}
      telepon: {type: phone, label: Nomor HP}
      isi: {type: paragraph, label: Isi pengaduan, max: 500}
    states:
      masuk: {title: Kami terima}
      selesai: {title: Selesai diperbaiki}
    moves:
      - {title: Selesaikan, from: masuk, to: selesai, by: [petugas]}
`;

let server: LabServer;
let site: Site;
let ticket = '';

beforeAll(async () => {
  [server] = (await labWithRecipes({ name: LAB, count: 1, engine: true })) as [LabServer];
  site = makeSite([server]);
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

/** Where the registry is behind a mirror with a certificate of its own, npm must be told. */
function trustMirror(): void {
  const certificates = process.env.NODE_EXTRA_CA_CERTS;
  if (certificates === undefined || !existsSync(certificates)) return;
  const text = readFileSync(certificates, 'utf8');
  site.source('aduan', { 'ca.pem': text, '.npmrc': 'cafile=ca.pem\n' });
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

  async #ask(path: string, options: Parameters<typeof ask>[3] = {}): Promise<Answer> {
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

const report = { nama: 'Sari', telepon: '081234567890', isi: 'Jalan berlubang di depan pasar.' };

it('a request becomes an app that runs', async () => {
  const file = join(site.root, 'aduan.yaml');
  await expecting(0, ['new', 'aduan', '--request', file, '--opd', 'pupr', '--yes']);
  trustMirror();
  // One address may ask 300 times a minute, and a test asks more.
  site.alter('opd/pupr.yaml', '    health:', '    env: {RATE_LIMIT: "1000000"}\n    health:');
  await expecting(0, ['apply', '--yes']);
  const { status, body, headers } = await ask(server.address, domain);
  expect(status).toBe(200);
  expect(body).toContain('Pengaduan Jalan Rusak');
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  await expecting(0, ['plan', '--detailed-exitcode']);
});

it('a citizen reports, and follows it', async () => {
  const citizen = new Visitor();
  expect((await citizen.get('/ajukan/aduan')).body).toContain('Isi pengaduan');
  const sent = await citizen.post('/ajukan/aduan', report);
  expect(sent.status, sent.body).toBe(303);
  ticket = /^\/status\/([^?]+)/.exec(sent.headers.location ?? '')?.[1] ?? '';
  const { body } = await citizen.get(`/status/${ticket}`);
  expect(body).toContain('Kami terima');
  expect(body).not.toContain('Sari');
});

it('the first account is the administrator’s, who must choose another password', async () => {
  const { stdout } = await expecting(0, ['secrets', 'get', 'aduan', 'ADMIN_PASSWORD']);
  const admin = new Visitor();
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
  await expecting(0, ['new', 'update', 'aduan', '--yes']);
  trustMirror();
  const visitors = load(server.address, domain, '/ajukan/aduan');
  await expecting(0, ['deploy', 'aduan', '--yes']);
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
  const run = await expecting(1, ['deploy', 'aduan', '--yes', '--json']);
  expect(run.json.error.code).toBe(code);
  expect((await ask(server.address, domain, `/status/${ticket}`)).body).toContain('Kami terima');
  if (before === '') (await import('node:fs')).rmSync(join(site.root, full));
  else site.write(full, before);
  await expecting(0, ['plan', '--detailed-exitcode']);
});
