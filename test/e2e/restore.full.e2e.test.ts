/** Sets brought back in their own place, whole or in part. Each test goes on where the one before ended. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { addAntri } from './support/apps.js';
import { parkir, siteWithVault, stateOf, writeParkir } from './support/backed-up.js';
import { labWithRecipes } from './support/bases.js';
import { expectAnswer } from './support/expect-run.js';
import { ask, askUntil } from './support/http.js';
import type { Site, SiteRun } from './support/site.js';

const LAB = `pulih-${process.pid}`;
const antri = 'antri.uji.test';

let first: LabServer;
let second: LabServer;
let vault: LabServer;
let site: Site;

beforeAll(async () => {
  const servers = await labWithRecipes({ name: LAB, count: 3, engine: true });
  [first, second, vault] = servers as [LabServer, LabServer, LabServer];
  site = siteWithVault([first, second], vault);
  writeParkir(site, first);
  addAntri(site, first.name);
  await run(0, ['servers', 'setup', '--as', 'admin', '--yes']);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

const run = (code: number, args: string[], options?: SiteRun) =>
  expectAnswer(site, code, args, options);

const sh = async (machine: LabServer, script: string) =>
  (await inside(machine, ['sh', '-c', script])).stdout.trim();

const bodyOf = async (domain: string) => (await ask(first.address, domain)).body;

const withoutSecond = (yaml: string) =>
  yaml.replace(new RegExp(`  ${second.name}:\\n(?:    .*\\n)+`), '');

/** An app that is made runs its release command, which writes a row here. */
const released = (body: string) => body.replace(/\d+/, (rows) => String(Number(rows) + 1));

const addRelease = 'INSERT INTO rilis DEFAULT VALUES';
const inAntri = (sql: string) =>
  sh(
    first,
    `docker exec $(docker ps -qf name=^disdukcapil-antri-db) psql -Atc '${sql}' disdukcapil_antri`,
  );

describe('a site of two servers', () => {
  it('is told when a server has joined that the vault does not know', async () => {
    const both = site.read('site.yaml');
    site.write('site.yaml', withoutSecond(both));
    await run(0, ['vault', 'setup', '--as', 'admin', '--yes']);
    const recipient = /recipient: age1\w+/.exec(site.read('site.yaml'))?.[0] ?? '';
    site.write('site.yaml', both.replace('backup:\n', `backup:\n  ${recipient}\n`));
    const result = await site.induk(['apply', '--yes', '--json']);
    expect(result.code).not.toBe(0);
    expect(result.stderr).toContain('BAK183');
    await run(0, ['vault', 'setup', '--yes']);
    await run(0, ['apply', '--yes']);
    expect((await run(0, ['apply', '--yes'])).plan.steps).toEqual([]);
  });

  it('has timers of backups where the apps are, and of drills where they are not', async () => {
    for (let count = 1; count <= 3; count += 1) await ask(first.address, parkir, '/?tulis');
    const { created } = await run(0, ['backups', 'create']);
    expect(created).toHaveLength(2);
    const units = 'ls /etc/systemd/system | grep -o "induk-[a-z]*-.*timer" | sort';
    expect(await sh(first, units)).toBe(
      'induk-backup-disdukcapil-antri.timer\ninduk-backup-dishub-parkir.timer',
    );
    expect(await sh(second, units)).toBe(
      'induk-drill-disdukcapil-antri.timer\ninduk-drill-dishub-parkir.timer',
    );
  });

  it('saves an image once: another set takes nothing for it', async () => {
    const { created } = await run(0, ['backups', 'create', 'parkir']);
    expect(created[0].added).toBeLessThan(1_000_000);
    await sh(second, 'systemctl start induk-drill-dishub-parkir.service');
    expect((await stateOf(site, 'dishub/parkir')).proven.set).toBe(created[0].set);
  });
});

describe('a single table', () => {
  const table = async (app: string, name: string, code = 0) => {
    const output = join(site.root, '..', 'tabel.sql');
    await run(code, [
      'backups',
      'restore',
      app,
      '--only',
      `table:${name}`,
      '--output',
      output,
      '--force',
    ]);
    return code === 0 ? readFileSync(output, 'utf8') : '';
  };

  it('of MariaDB', async () => {
    const sql = await table('parkir', 'kunjungan');
    expect(sql).toContain('CREATE TABLE `kunjungan`');
    expect(sql.match(/^INSERT INTO `kunjungan`/gm)).toHaveLength(3);
    expect(sql).not.toContain('`lain`');
    expect(sql).toContain('-- Dump completed');
    await table('parkir', 'tiada', 1);
  });

  it('of PostgreSQL', async () => {
    const sql = await table('antri', 'rilis');
    expect(sql).toContain('CREATE TABLE public.rilis');
    expect(sql).toMatch(/COPY public\.rilis .*\n\d{4}-/);
  });
});

describe('an app of PostgreSQL', () => {
  it('comes back as a copy', async () => {
    const before = await bodyOf(antri);
    const done = await run(0, ['backups', 'restore', 'antri', '--as', 'antri-salinan']);
    expect(done).toMatchObject({ app: 'disdukcapil/antri-salinan', tables: 1, rows: 1 });
    await askUntil(
      ({ body }) => body === released(before),
      first.address,
      'antri-salinan.uji.test',
    );
    const copy = 'disdukcapil/antri-salinan';
    await run(0, ['destroy', copy, '--volumes', '--confirm', copy]);
  });

  it('comes back in its own place, and no half of it is ever backed up', async () => {
    const before = await bodyOf(antri);
    await inAntri(addRelease);
    expect(await bodyOf(antri)).not.toBe(before);
    const args = ['backups', 'restore', 'antri', '--in-place', '--confirm', 'disdukcapil/antri'];
    const cut = site.start([...args, '--json']);
    // The drill before it loads a database, too.
    await cut.saw(/"kind":"backup.restore"[^\n]*database: loading/);
    cut.kill('SIGKILL');
    await cut.done;
    const error = await run(1, ['backups', 'create', 'antri']);
    expect(error.code).toBe('BAK028');
    expect(await stateOf(site, 'disdukcapil/antri')).toMatchObject({ state: 'failed' });
    await run(0, args);
    await askUntil(({ body }) => body === before, first.address, antri);
    await run(0, ['backups', 'create', 'antri']);
  });
});

describe('an app of MariaDB', () => {
  it('comes back when nothing of it is left, its images neither', async () => {
    const before = await bodyOf(parkir);
    await run(0, ['destroy', 'parkir', '--volumes', '--confirm', 'dishub/parkir']);
    await sh(
      first,
      `docker images --format '{{.Repository}}:{{.Tag}}' | grep -e parkir -e mariadb -e worker | xargs docker rmi -f`,
    );
    const done = await run(0, ['backups', 'restore', 'parkir']);
    expect(done).toMatchObject({ app: 'dishub/parkir', rows: 3 });
    await askUntil(({ body }) => body === before, first.address, parkir);
    await run(0, ['apply', '--yes']);
  });
});
