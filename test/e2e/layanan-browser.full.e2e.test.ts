/**
 * The example request as people use it, in Debian's Chromium (`apt-get install chromium`), and the
 * app that was made from it backed up and restored. Pictures go to INDUK_PICTURES.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { labWithRecipes } from './support/bases.js';
import { packageFolder } from './support/induk.js';
import { journey } from './support/izin.js';
import { makeSite, type Site } from './support/site.js';

const LAB = `e2e-izin-${process.pid}`;
const folder = mkdtempSync(join(tmpdir(), 'induk-e2e-izin-'));

let server: LabServer;
let site: Site;

beforeAll(async () => {
  [server] = (await labWithRecipes({ name: LAB, count: 1, engine: true })) as [LabServer];
  site = makeSite([server]);
  site.write('opd/dinkes.yaml', 'opd: dinkes\nname: Dinas Kesehatan\ntype: dinas\napps: {}\n');
  await expecting(0, ['servers', 'setup', '--as', 'admin', '--yes']);
  const key = await expecting(0, ['secrets', 'key', '--json']);
  site.alter('site.yaml', 'team: []', `team: [${key.json.data.recipient}]`);
  const request = join(packageFolder, 'templates/apps/requests/izin-praktik.yaml');
  await expecting(0, ['new', 'izin', '--request', request, '--opd', 'dinkes', '--yes']);
  trustMirror();
  await expecting(0, ['apply', '--yes']);
});

afterAll(async () => {
  site?.remove();
  rmSync(folder, { recursive: true });
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
  site.source('izin', { 'ca.pem': text, '.npmrc': 'cafile=ca.pem\n' });
}

it('a citizen gets a licence from an office of three, and nobody sees or does more than they may', async () => {
  const { stdout } = await expecting(0, ['secrets', 'get', 'izin', 'ADMIN_PASSWORD']);
  const pictures = process.env.INDUK_PICTURES;
  const { last, letter, csv, refused } = await journey({
    address: server.address,
    url: 'https://izin.uji.test',
    password: stdout.trim(),
    folder,
    ...(pictures && { pictures }),
  });
  expect(last).toContain('Izin Anda sudah terbit');
  expect(last).not.toMatch(/Dewi|3171234108900001|81234567890/);
  expect(letter).toBe('%PDF-');
  expect(csv).toContain('Puskesmas Sukamaju');
  // The head of the office sees no personal data, in exports neither.
  expect(csv).not.toMatch(/Dewi|3171234108900001|81234567890/);
  for (const [what, status] of Object.entries(refused)) {
    expect([303, 403, 404], what).toContain(status);
  }
});

it('its data and files come back from a backup', async () => {
  await inside(server, ['mkdir', '-p', '/srv/brankas']);
  site.alter('site.yaml', 'proxy:', 'backup: {vault: {path: /srv/brankas}}\nproxy:');
  await expecting(0, ['vault', 'setup', '--yes']);
  await expecting(0, ['apply', '--yes']);
  await expecting(0, ['backups', 'create', 'izin']);
  const { json } = await expecting(0, ['backups', 'drill', 'izin', '--json']);
  expect(json.ok).toBe(true);
});
