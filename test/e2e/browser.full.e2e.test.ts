/**
 * The example requests as people use them, with every template, in Debian's Chromium
 * (`apt-get install chromium`), and what was made from them backed up and restored. Pictures go to
 * INDUK_PICTURES.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { labWithRecipes } from './support/bases.js';
import { trustMirror } from './support/complaints.js';
import { expectRun } from './support/expect-run.js';
import { ask } from './support/http.js';
import { packageFolder } from './support/induk.js';
import { journey } from './support/izin.js';
import { makeSite, type Site } from './support/site.js';
import { sitePages, visitSite } from './support/situs.js';
import { officeDay } from './support/surat.js';

const LAB = `e2e-browser-${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'induk-e2e-browser-'));

/** Name of the app → its template and its request. */
const apps = {
  izin: ['layanan', 'izin-praktik'],
  'izin-php': ['php', 'izin-praktik'],
  surat: ['layanan', 'surat-disposisi'],
  'surat-php': ['php', 'surat-disposisi'],
  'surat-situs': ['static', 'surat-disposisi'],
} as const;

let server: LabServer;
let site: Site;

beforeAll(async () => {
  [server] = (await labWithRecipes({ name: LAB, count: 1, engine: true })) as [LabServer];
  site = makeSite([server]);
  site.write('opd/dinkes.yaml', 'opd: dinkes\nname: Dinas Kesehatan\ntype: dinas\napps: {}\n');
  await induk(0, ['servers', 'setup', '--as', 'admin', '--yes']);
  const key = await induk(0, ['secrets', 'key', '--json']);
  site.alter('site.yaml', 'team: []', `team: [${key.json.data.recipient}]`);
  for (const [name, [template, example]] of Object.entries(apps)) {
    const path = join(packageFolder, `templates/apps/requests/${example}.yaml`);
    // Each another function, or they would be islands.
    const text = readFileSync(path, 'utf8').replace(/^function: .*/m, `function: ${name}`);
    site.write(`${name}.yaml`, text);
    const request = ['--request', join(site.root, `${name}.yaml`), '--template', template];
    await induk(0, ['new', name, ...request, '--opd', 'dinkes', '--yes']);
    if (template === 'layanan') trustMirror(site, name);
    // One after the other: what they are built with is installed once.
    await induk(0, ['apply', '--yes']);
  }
});

afterAll(async () => {
  site?.remove();
  rmSync(folder, { recursive: true });
  await labDown({ name: LAB });
});

const induk = (code: number, args: string[]) => expectRun(site, code, args);

async function serviceOf(name: keyof typeof apps) {
  const { stdout } = await induk(0, ['secrets', 'get', name, 'ADMIN_PASSWORD']);
  const pictures = process.env.INDUK_PICTURES;
  return {
    address: server.address,
    url: `https://${name}.uji.test`,
    password: stdout.trim(),
    folder,
    ...(pictures && { pictures: join(pictures, name) }),
  };
}

describe.each(['izin', 'izin-php'] as const)('%s', (name) => {
  it('gives a citizen a licence from an office of three, and nobody sees or does more than they may', async () => {
    const { last, letter, csv, refused } = await journey(await serviceOf(name));
    expect(last).toContain('Izin Anda sudah terbit');
    expect(last).not.toMatch(/Dewi|3171234108900001|81234567890/);
    if (name === 'izin') expect(letter.slice(0, 5)).toBe('%PDF-');
    else expect(letter).toMatch(/SURAT IZIN PRAKTIK[\s\S]*Dewi &lt;script&gt;/);
    expect(csv).toContain('Puskesmas Sukamaju');
    // The head of the office sees no personal data, in exports neither.
    expect(csv).not.toMatch(/Dewi|3171234108900001|81234567890/);
    for (const [what, status] of Object.entries(refused)) {
      expect([303, 403, 404], what).toContain(status);
    }
  });
});

describe.each(['surat', 'surat-php'] as const)('%s', (name) => {
  it('brings a letter from the post to whoever it concerns', async () => {
    const { last, letter, csv, refused } = await officeDay(await serviceOf(name));
    expect(last).toContain('Didisposisikan');
    expect(last).toContain('Wakili saya.');
    if (name === 'surat') expect(letter.slice(0, 5)).toBe('%PDF-');
    else expect(letter).toContain('LEMBAR DISPOSISI');
    expect(csv).toContain('Selesai');
    expect(csv).not.toMatch(/"=HYPERLINK/);
    for (const [what, status] of Object.entries(refused)) expect(status, what).toBe(404);
  });
});

it('a site of an office without services for citizens says so, on each page', async () => {
  const { address } = server;
  const pictures = process.env.INDUK_PICTURES;
  const { home, headings, broken } = await visitSite({
    address,
    url: 'https://surat-situs.uji.test',
    ...(pictures && { pictures: join(pictures, 'surat-situs') }),
  });
  expect(home).toContain('Surat dan Disposisi');
  expect([headings, broken]).toEqual([sitePages, []]);
  const services = await ask(address, 'surat-situs.uji.test', '/layanan.html');
  expect(services.body).not.toContain('surat_masuk');
});

it('their data and files come back from a backup', async () => {
  await inside(server, ['mkdir', '-p', '/srv/brankas']);
  site.alter('site.yaml', 'proxy:', 'backup: {vault: {path: /srv/brankas}}\nproxy:');
  await induk(0, ['vault', 'setup', '--yes']);
  await induk(0, ['apply', '--yes']);
  for (const name of ['izin', 'izin-php']) {
    await induk(0, ['backups', 'create', name]);
    const { json } = await induk(0, ['backups', 'drill', name, '--json']);
    expect(json.ok).toBe(true);
  }
});
