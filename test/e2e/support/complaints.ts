/** A small service for citizens, as an agency asks for it, and whoever uses it without a browser. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LabServer } from '../../lab/servers.js';
import { expectRun } from './expect-run.js';
import { type Answer, ask } from './http.js';
import { makeSite, type Site, type SiteOptions } from './site.js';

/** The request; its entity is `aduan`. */
export const complaints = readFileSync(new URL('complaints.yaml', import.meta.url), 'utf8');

/** What a citizen sends in. */
export const report = {
  nama: 'Sari',
  telepon: '081234567890',
  isi: 'Jalan berlubang di depan pasar.',
};

/** A site on one server, set up, with the agency `pupr`, its request in aduan.yaml and its team. */
export async function siteOfPupr(server: LabServer, options: SiteOptions = {}): Promise<Site> {
  const site = makeSite([server], options);
  site.write('opd/pupr.yaml', 'opd: pupr\nname: Dinas Pekerjaan Umum\ntype: dinas\napps: {}\n');
  site.write('aduan.yaml', complaints);
  await expectRun(site, 0, ['servers', 'setup', '--as', 'admin', '--yes']);
  const key = await expectRun(site, 0, ['secrets', 'key', '--json']);
  site.alter('site.yaml', 'team: []', `team: [${key.json.data.recipient}]`);
  return site;
}

/** Where the registry is behind a mirror with a certificate of its own, npm must be told. */
export function trustMirror(site: Site, name: string): void {
  const certificates = process.env.NODE_EXTRA_CA_CERTS;
  if (certificates === undefined || !existsSync(certificates)) return;
  const text = readFileSync(certificates, 'utf8');
  site.source(name, { 'ca.pem': text, '.npmrc': 'cafile=ca.pem\n' });
}

/** Makes an app of the request. @param more of `induk new` */
export function newComplaints(site: Site, name: string, more: string[] = []) {
  const request = ['--request', join(site.root, `${name}.yaml`), '--opd', 'pupr', '--yes'];
  return expectRun(site, 0, ['new', name, ...more, ...request]);
}

/** Somebody at a browser: keeps cookies, sends the last page's form back. */
export class Visitor {
  readonly #cookies = new Map<string, string>();
  #token = '';

  constructor(
    private readonly server: LabServer,
    private readonly domain: string,
  ) {}

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
    const answer = await ask(this.server.address, this.domain, path, { ...options, headers });
    for (const line of answer.headers['set-cookie'] ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      this.#cookies.set(name, value);
    }
    this.#token = /name="_csrf" value="([^"]+)"/.exec(answer.body)?.[1] ?? this.#token;
    return answer;
  }
}
