/** The template php: its own tests on a real MariaDB, and a project in the image induk makes of it. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { appImage } from '../../src/desired/images.js';
import type { Request } from '../../src/scaffold/request/model.js';
import { migration } from '../../src/scaffold/sql/migration.js';
import { writeProject } from '../../src/scaffold/write.js';
import { appRun, databaseRun } from '../images/support/apps.js';
import {
  address,
  buildImage,
  docker,
  healthy,
  inside,
  logs,
  Place,
} from '../images/support/engine.js';
import { appOf, projectOf } from './project.js';
import { exampleNames, exampleRequest } from './request/examples.js';

const place = new Place();
let folder: string;
let image: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'induk-php-'));
  await execa('chmod', ['755', folder]);
  await place.secret('DB_PASSWORD', 'sandi-123');
  await place.secret('DATA_KEY', Buffer.alloc(32, 7).toString('base64'));
  await place.secret('COOKIE_KEY', 'kunci-kuki');
  await place.secret('ADMIN_PASSWORD', 'sandi pertama');
  for (const name of exampleNames) {
    await writeProject(join(folder, name), await projectOf(name, 'php'));
  }
  const database = await buildImage({ recipe: 'mariadb' });
  // with the log of changes on, as it is where databases are backed up to the second
  const run = databaseRun(place, 'mariadb', database);
  const container = await place.start({ ...run, env: { ...run.env, DB_LOG: 'on' } });
  const args = await buildArgs();
  const source = join(folder, 'izin-praktik');
  image = await buildImage({ recipe: 'php', app: source, args });
  await healthy(container);
});

afterAll(async () => {
  await place.clean();
  await rm(folder, { recursive: true });
});

/** What the recipe is given for the entry in the inventory; the tests need PHPUnit besides. */
async function buildArgs(): Promise<Record<string, string>> {
  const spec = appImage(await appOf('izin-praktik', 'php'), { recipes: {}, sources: {} } as never);
  const { PACKAGES = '', ...args } = spec?.args ?? {};
  return { ...args, PACKAGES: `${PACKAGES} phpunit` };
}

describe('the template php', () => {
  it.each(exampleNames)('%s passes its tests', async (name) => {
    const run = appRun(place, 'mariadb', image);
    const output = await place.once({
      ...run,
      publish: false,
      volumes: { ...run.volumes, '/uji': join(folder, name) },
      command: ['sh', '-c', 'cd /uji && exec phpunit --do-not-cache-result'],
    });
    expect(output).toMatch(/OK \(\d{2,} tests, \d{3,} assertions\)/);
    await place.once({ ...run, publish: false, command: ['php', '-r', emptied] });
  });

  it('runs as induk runs it, and keeps to itself what is not for visitors', async () => {
    const run = appRun(place, 'mariadb', image);
    const release = { ...run, publish: false };
    expect(await place.once({ ...release, command: ['php', 'bin/migrate.php'] })).toContain(
      'app_0001.sql, data_0001.sql\nakun admin dibuat',
    );
    expect(await place.once({ ...release, command: ['php', 'bin/migrate.php'] })).toBe(
      'migrasi: tidak ada yang baru',
    );
    // what a changed request adds, while the version before runs; and again, as after a failure
    const more = migration(exampleRequest('izin-praktik'), grown(), 'mariadb') ?? '';
    await writeFile(join(folder, 'izin-praktik/migrations/data_0002.sql'), more);
    await writeFile(join(folder, 'izin-praktik/migrations/data_0003.sql'), more);
    const next = { ...release, volumes: { ...run.volumes, '/uji': join(folder, 'izin-praktik') } };
    expect(await place.once({ ...next, command: ['php', '/uji/bin/migrate.php'] })).toBe(
      'migrasi: data_0002.sql, data_0003.sql',
    );
    const container = await place.start(run);
    await healthy(container, '/ready', '200');
    const base = await address(container);
    const page = await fetch(`${base}/ajukan/permohonan`);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('x-powered-by')).toBeNull();
    for (const path of [
      '/.induk/answers.yaml',
      '/..%2fsrc/Config.php',
      '/src/Config.php',
      '/uploads/',
      '/.htaccess',
    ]) {
      expect((await fetch(`${base}${path}`)).status, path).toBeGreaterThanOrEqual(403);
    }
    for (const path of ['/status/%ff', '/ajukan/%00', '/status?nomor[]=1', '//x//', '/%2e%2e/']) {
      expect((await fetch(`${base}${path}`)).status, path).toBeLessThan(500);
    }
    expect(await upload(base, Buffer.alloc(13 * 1024 * 1024))).toBe(413);
    expect(await upload(base, Buffer.alloc(11 * 1024 * 1024))).toBe(422);
    expect(await upload(base, Buffer.from('<?php phpinfo();'))).toBe(422);
    const retention = await inside(container, ['induk-entrypoint', 'php', 'bin/retention.php']);
    expect(retention.stdout).toBe('retensi: 0 data dibersihkan');
    expect(await logs(container)).not.toMatch(
      /PHP (Warning(?!: {2}PHP Request Startup: POST)|Notice|Fatal|Deprecated)/,
    );
    await docker('rm', '-f', container);
  });
});

/** The example with fields and an entity more. */
function grown(): Request {
  const request = structuredClone(exampleRequest('izin-praktik'));
  const [first, second] = request.entities;
  const [field] = first?.fields ?? [];
  if (first === undefined || second === undefined || field === undefined)
    throw new Error('example');
  second.fields.push(
    { ...field, name: 'catatan' },
    { ...field, name: 'fasilitas_lain', type: 'reference', to: first.name },
    { ...field, name: 'berkas_lain', type: 'file' },
  );
  request.entities.push({ ...first, name: 'kunjungan', code: 'KUNJ' });
  return request;
}

/** Leaves the database as it was before the tests. */
const emptied = `
$db = new PDO('mysql:unix_socket=' . getenv('DB_SOCKET') . ';dbname=' . getenv('DB_NAME'), getenv('DB_USER'), getenv('DB_PASSWORD'));
$db->exec('set foreign_key_checks = 0');
foreach ($db->query('show tables')->fetchAll(PDO::FETCH_COLUMN) as $name) $db->exec("drop table $name");`;

/** Sends the form with a file, past what the browser would refuse. @returns the status */
async function upload(base: string, content: Buffer): Promise<number> {
  const page = await fetch(`${base}/ajukan/permohonan`);
  const [cookie = ''] = page.headers.getSetCookie();
  const token = /name="_csrf" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  const form = new FormData();
  form.set('_csrf', token);
  form.set('berkas_str', new File([new Uint8Array(content)], 'surat.pdf'));
  const headers = { cookie: cookie.split(';')[0] ?? '' };
  return (await fetch(`${base}/ajukan/permohonan`, { method: 'POST', body: form, headers })).status;
}
