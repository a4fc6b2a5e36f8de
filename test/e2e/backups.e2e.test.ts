/** Backups from the first set to the empty server: each test goes on where the one before ended. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside, powerOff } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { addProfil } from './support/apps.js';
import {
  parkir,
  parkirId,
  setsOf,
  siteWithVault,
  stateOf,
  writeParkir,
} from './support/backed-up.js';
import { labWithRecipes } from './support/bases.js';
import { expectAnswer } from './support/expect-run.js';
import { FollowedLog, local } from './support/followed.js';
import { ask, askUntil, load } from './support/http.js';
import type { Site, SiteRun } from './support/site.js';

const LAB = `cadangan-${process.pid}`;
const profil = 'profil.uji.test';
const profilId = 'kec-sukamaju/profil';

let server: LabServer;
/** For the day the first one burns; not in the site. */
let spare: LabServer;
let vault: LabServer;
let site: Site;
let commit: string;

beforeAll(async () => {
  const servers = await labWithRecipes({ name: LAB, count: 3, engine: true });
  [server, spare, vault] = servers as [LabServer, LabServer, LabServer];
  site = siteWithVault([server], vault);
  writeParkir(site, server);
  addProfil(site, server.name);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

const run = (code: number, args: string[], options?: SiteRun) =>
  expectAnswer(site, code, args, options);

const sh = async (machine: LabServer, script: string, check = true) =>
  (await inside(machine, ['sh', '-c', script], { check })).stdout.trim();

/** The inventory is in Git, as a team's is; apply adds the secrets it makes. */
function commitInventory(): void {
  const git = (...args: string[]) => execFileSync('git', ['-C', site.root, ...args]).toString();
  git('init', '--quiet');
  git('add', '--all');
  const who = ['-c', 'user.name=Uji', '-c', 'user.email=uji@uji.test'];
  git(...who, 'commit', '--quiet', '--message', 'awal');
  commit = git('rev-parse', 'HEAD').trim();
}

const countsOf = (page: string): { rows: number; files: number } => {
  const [, rows, files] = /^baris (\d+), berkas (\d+)$/m.exec(page) ?? [];
  return { rows: Number(rows), files: Number(files) };
};

const visit = async () => (await ask(server.address, parkir, '/?tulis')).body;

describe('a site with a vault', () => {
  it('is applied with places in the vault, workers and timers, once', async () => {
    await run(0, ['servers', 'setup', '--as', 'admin', '--yes']);
    await run(0, ['vault', 'setup', '--as', 'admin', '--yes']);
    commitInventory();
    await run(0, ['apply', '--yes']);
    const timers = await sh(server, 'systemctl list-timers --all --no-legend | grep -c induk-');
    expect(Number(timers)).toBe(4);
    const schedule = (await run(0, ['backups', 'schedule'])).timers as Record<string, string>[];
    const own = schedule.filter(({ app }) => app === parkirId);
    expect(own.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      ...['backup ok', 'drill ok', 'log ok'],
    ]);
    expect(await stateOf(site, parkirId)).toMatchObject({ state: 'never' });
    const { plan } = await run(0, ['apply', '--yes']);
    expect(plan.steps).toEqual([]);
  });

  it('makes sets while the apps serve, which are not green before a drill', async () => {
    for (let count = 1; count <= 3; count += 1) {
      expect(await visit()).toBe(`baris ${count}, berkas ${count}\n`);
    }
    const visitors = load(server.address, parkir);
    const { created } = await run(0, ['backups', 'create']);
    const { answered, failed } = await visitors.stop();
    expect(failed).toEqual([]);
    expect(answered).toBeGreaterThan(20);
    expect(created.map(({ app }: { app: string }) => app).sort()).toEqual([parkirId, profilId]);
    const { manifest } = await run(0, ['backups', 'show', 'dishub/parkir']);
    expect(manifest.database.tables.kunjungan.rows).toBe(3);
    expect(manifest.files.volumes.unggahan.files).toBeGreaterThanOrEqual(3);
    expect(manifest.reason).toBe('manual');
    expect(manifest.inventoryCommit.replace('+', '')).toBe(commit);
    expect(await stateOf(site, parkirId)).toMatchObject({ state: 'unproven' });
  });

  it('proves them, and leaves nothing of the proof', async () => {
    const before = await sh(server, 'docker volume ls -q | sort');
    const { proven } = await run(0, ['backups', 'drill']);
    const proofs = proven.map(({ app, tables }: Record<string, unknown>) => [app, tables]);
    expect(proofs.sort()).toEqual([
      [parkirId, 2],
      [profilId, 0],
    ]);
    for (const { pages, seconds } of proven) {
      expect(pages.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
      expect(seconds.total).toBeGreaterThan(0);
    }
    expect(await sh(server, 'docker volume ls -q | sort')).toBe(before);
    expect(await sh(server, 'docker ps -aq --filter label=induk.trial')).toBe('');
    expect(await stateOf(site, parkirId)).toMatchObject({ state: 'ok' });
    const metrics = await sh(server, 'cat /var/lib/induk/metrics/*.prom');
    expect(metrics).toMatch(/induk_\w+\{[^}]*app="dishub\/parkir"/);
  });

  it('goes the same way when the timer starts it', async () => {
    await sh(server, 'systemctl start induk-backup-dishub-parkir.service');
    const { manifest } = await run(0, ['backups', 'show', 'parkir']);
    expect(manifest.reason).toBe('schedule');
    expect(await setsOf(site, parkirId)).toHaveLength(2);
  });
});

it('what is younger than the policy keeps stays when the vault’s keeper prunes', async () => {
  const sets = await setsOf(site, parkirId);
  const { planned, pruned } = await run(0, ['backups', 'prune', '--yes']);
  const apps = [{ app: parkirId }, { app: profilId }];
  expect(planned).toMatchObject(apps.map((app) => ({ ...app, dropped: [], alarms: [] })));
  // The last one, by the timer, no drill has seen.
  expect(planned[0].proven).toBe(sets[1].set);
  expect(pruned).toMatchObject(apps);
  expect(await setsOf(site, parkirId)).toEqual(sets);
});

describe('a set gives out', () => {
  const fileOf = (name: string) => join(site.root, '..', name);
  const only = (part: string, file: string) =>
    run(0, ['backups', 'restore', 'parkir', '--only', part, '--output', fileOf(file)]);

  it('a single file, and a single table', async () => {
    await only('unggahan/berkas-2.txt', 'berkas');
    expect(readFileSync(fileOf('berkas'), 'utf8')).toBe('isi 2');
    await only('table:kunjungan', 'tabel');
    const sql = readFileSync(fileOf('tabel'), 'utf8');
    expect(sql.match(/^INSERT INTO `kunjungan`/gm)).toHaveLength(3);
    expect(sql).not.toContain('`lain`');
  });

  it('all of itself, in a tar that any tar reads', async () => {
    const file = fileOf('set.tar');
    const { set, bytes } = await run(0, ['backups', 'export', 'parkir', 'latest', file]);
    const tar = (...args: string[]) => execFileSync('tar', [...args, '-f', file]).toString();
    const names = tar('-t').trim().split('\n');
    expect(names.slice(0, 4).sort()).toEqual(
      ['accounts.sql', 'database.sql', 'files.ndjson', 'manifest.json'].sort(),
    );
    const member = names.find((name) => name.endsWith('unggahan/berkas-2.txt')) ?? '';
    expect(tar('-xO', member)).toBe('isi 2');
    expect(JSON.parse(tar('-xO', 'manifest.json'))).toMatchObject({ set, app: 'dishub/parkir' });
    expect(tar('-xO', 'database.sql')).toMatch(/^-- Dump completed/m);
    const { size, mode } = statSync(file);
    expect([size, mode & 0o777]).toEqual([bytes, 0o600]);
    expect(names.join()).not.toContain('secrets');
  });
});

describe('a vault that is away', () => {
  it('is told, monitoring hears of it, and the sets before stay', async () => {
    const sets = await setsOf(site, parkirId);
    await sh(vault, 'docker stop induk-vault');
    const error = await run(1, ['backups', 'create', 'parkir']);
    expect(error.code).toMatch(/^BAK0/);
    expect(await stateOf(site, parkirId)).toMatchObject({ state: 'failed' });
    const { code, json } = await site.induk(['backups', '--exit-code', '--json']);
    expect([code, json.data.apps[0].app]).toEqual([3, parkirId]);
    await sh(vault, 'docker start induk-vault');
    await run(0, ['backups', 'create', 'parkir']);
    expect(await stateOf(site, parkirId)).toMatchObject({ state: 'ok' });
    expect((await setsOf(site, parkirId)).slice(1)).toEqual(sets);
  });
});

describe('the server room burns', () => {
  it('and all comes back from the vault as it was at a second, with the inventory and the key from the safe', async () => {
    const log = new FollowedLog(server, 'dishub-parkir');
    await run(0, ['backups', 'create']);
    const { files } = countsOf((await ask(server.address, parkir)).body);
    const { rows } = countsOf(await visit());
    const instant = Math.ceil((Date.now() + 1000) / 1000) * 1000;
    // Time itself is what is restored.
    await sleep(instant + 1000 - Date.now());
    expect(countsOf(await visit()).rows).toBe(rows + 1);
    await log.crash();
    await log.savedThrough(instant + 1000);
    const pages = [
      // Files are the set's: only the database has a log.
      [parkir, `baris ${rows}, berkas ${files}\n`],
      [profil, (await ask(server.address, profil)).body],
    ] as const;
    const escrow = ['vault', 'escrow', '--print', '--confirm', 'kota-uji'];
    const key = /AGE-SECRET-KEY-1\S+/.exec((await site.induk(escrow)).stdout)?.[0] ?? '';
    await powerOff(server);
    // Another laptop: nothing but the clone of the inventory and the key.
    const alone = { home: join(site.root, '..', 'rumah-lain'), env: { INDUK_AGE_KEY: key } };

    const yaml = site.read('site.yaml');
    const moved = yaml
      .replaceAll(server.address, spare.address)
      .replaceAll(server.hostKey, spare.hostKey)
      .replaceAll(server.keyFile, spare.keyFile);
    site.write('site.yaml', moved);
    expect((await site.induk(['secrets', 'list'], alone)).code).toBe(0);
    await run(0, ['servers', 'setup', '--as', 'admin', '--yes'], alone);
    await run(0, ['vault', 'setup', '--yes'], alone);
    const restore = (app: string, ...more: string[]) =>
      run(0, ['backups', 'restore', app, ...more], alone);
    expect(await restore(parkirId, '--at', local(instant))).toMatchObject({ app: parkirId });
    expect(await restore(profilId)).toMatchObject({ app: profilId });
    for (const [domain, page] of pages) {
      await askUntil((answer) => answer.body === page, spare.address, domain);
    }
    await run(0, ['apply', '--yes'], alone);
    const { created } = await run(0, ['backups', 'create'], alone);
    expect(created).toHaveLength(2);
  });
});
