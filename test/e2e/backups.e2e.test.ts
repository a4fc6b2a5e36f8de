/** Backups from the first set to the empty server: each test goes on where the one before ended. */
import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside, powerOff } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { addAntri } from './support/apps.js';
import { parkir, siteWithVault, writeParkir } from './support/backed-up.js';
import { labWithRecipes } from './support/bases.js';
import { expectAnswer } from './support/expect-run.js';
import { FollowedLog, local } from './support/followed.js';
import { ask, askUntil, load } from './support/http.js';
import type { Site, SiteRun } from './support/site.js';
import { emptyDisk, fillDisk, ownDisk, vaultVolume } from './support/vault-disk.js';

const LAB = `cadangan-${process.pid}`;
const antri = 'antri.uji.test';

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
  addAntri(site, server.name);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

const run = (code: number, args: string[], options?: SiteRun) =>
  expectAnswer(site, code, args, options);

const sh = async (machine: LabServer, script: string, check = true) =>
  (await inside(machine, ['sh', '-c', script], { check })).stdout.trim();

const stateOf = async (app: string) => {
  const { apps } = await run(0, ['backups']);
  return apps.find((each: { app: string }) => each.app === app);
};

const setsOf = async (app: string) => (await run(0, ['backups', 'list', app])).sets;

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
    const own = schedule.filter(({ app }) => app === 'dishub/parkir');
    expect(own.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      ...['backup ok', 'drill ok', 'log ok'],
    ]);
    expect(await stateOf('dishub/parkir')).toMatchObject({ state: 'never' });
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
    expect(created.map(({ app }: { app: string }) => app).sort()).toEqual([
      'disdukcapil/antri',
      'dishub/parkir',
    ]);
    const { manifest } = await run(0, ['backups', 'show', 'dishub/parkir']);
    expect(manifest.database.tables.kunjungan.rows).toBe(3);
    expect(manifest.files.volumes.unggahan.files).toBeGreaterThanOrEqual(3);
    expect(manifest.reason).toBe('manual');
    expect(manifest.inventoryCommit.replace('+', '')).toBe(commit);
    expect(await stateOf('dishub/parkir')).toMatchObject({ state: 'unproven' });
  });

  it('proves them, and leaves nothing of the proof', async () => {
    const before = await sh(server, 'docker volume ls -q | sort');
    const { proven } = await run(0, ['backups', 'drill']);
    expect(proven).toHaveLength(2);
    for (const { pages, tables, seconds } of proven) {
      expect(tables).toBeGreaterThan(0);
      expect(pages.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
      expect(seconds.total).toBeGreaterThan(0);
    }
    expect(await sh(server, 'docker volume ls -q | sort')).toBe(before);
    expect(await sh(server, 'docker ps -aq --filter label=induk.trial')).toBe('');
    expect(await stateOf('dishub/parkir')).toMatchObject({ state: 'ok' });
    const metrics = await sh(server, 'cat /var/lib/induk/metrics/*.prom');
    expect(metrics).toMatch(/induk_\w+\{[^}]*app="dishub\/parkir"/);
  });

  it('goes the same way when the timer starts it', async () => {
    await sh(server, 'systemctl start induk-backup-dishub-parkir.service');
    const { manifest } = await run(0, ['backups', 'show', 'parkir']);
    expect(manifest.reason).toBe('schedule');
    expect(await setsOf('parkir')).toHaveLength(2);
  });
});

it('what is younger than the policy keeps stays when the vault’s keeper prunes', async () => {
  const sets = await setsOf('parkir');
  const { planned, pruned } = await run(0, ['backups', 'prune', '--yes']);
  const apps = [{ app: 'disdukcapil/antri' }, { app: 'dishub/parkir' }];
  expect(planned).toMatchObject(apps.map((app) => ({ ...app, dropped: [], alarms: [] })));
  // The last one, by the timer, no drill has seen.
  expect(planned[1].proven).toBe(sets[1].set);
  expect(pruned).toMatchObject(apps);
  expect(await setsOf('parkir')).toEqual(sets);
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

/** Monitoring hears of it. */
async function isRed(): Promise<void> {
  const { code, json } = await site.induk(['backups', '--exit-code', '--json']);
  expect([code, json.data.apps[0].app]).toEqual([3, 'dishub/parkir']);
}

/** A run that must fail: told by its exit, its record and the status; the sets before stay. */
async function fails(
  code: string,
  { harm, mend }: { harm: () => Promise<unknown>; mend: () => Promise<unknown> },
): Promise<void> {
  const sets = await setsOf('parkir');
  await harm();
  try {
    const error = await run(1, ['backups', 'create', 'parkir']);
    expect(error.code).toBe(code);
  } finally {
    await mend();
  }
  const state = await stateOf('dishub/parkir');
  expect(state.state).toBe('failed');
  expect(state.reasons).toContainEqual(
    expect.objectContaining({ args: expect.objectContaining({ reason: code }) }),
  );
  await isRed();
  expect(await setsOf('parkir')).toEqual(sets);
}

/** The next run, which must succeed; every set from before is still there. */
async function succeeds(): Promise<void> {
  const sets = await setsOf('parkir');
  await run(0, ['backups', 'create', 'parkir']);
  expect(await stateOf('dishub/parkir')).toMatchObject({ state: 'ok' });
  expect((await setsOf('parkir')).slice(1)).toEqual(sets);
}

describe('what goes wrong is told, and the sets before stay', () => {
  const database = '$(docker ps -qf name=dishub-parkir-db)';

  /** What the database's container runs for mariadb-dump; its own when there is no script. */
  const dumpsAs = (script: string | undefined) => {
    const file = '/usr/local/bin/mariadb-dump';
    const text = `#!/bin/sh\n[ "$1" = --version ] && exec /usr/bin/mariadb-dump "$@"\n${script}\n`;
    const put = script === undefined ? `rm ${file}` : `cat > ${file}; chmod 755 ${file}`;
    const argv = ['sh', '-c', `docker exec -i -u 0 ${database} sh -c '${put}'`];
    return inside(server, argv, { input: text });
  };

  it('a worker that is killed leaves no set', async () => {
    const sets = await setsOf('parkir');
    const create = site.start(['backups', 'create', 'parkir', '--json']);
    await create.saw(/database: mariadb/);
    await sh(server, 'docker kill induk-backup-dishub-parkir');
    expect((await create.done).code).toBe(1);
    expect(await setsOf('parkir')).toEqual(sets);
    await run(0, ['backups', 'create', 'parkir']);
    expect(await setsOf('parkir')).toHaveLength(sets.length + 1);
  });

  it('a vault that is away', async () => {
    await sh(vault, 'docker stop induk-vault');
    const error = await run(1, ['backups', 'create', 'parkir']);
    await sh(vault, 'docker start induk-vault');
    expect(error.code).toMatch(/^BAK0/);
    expect(await stateOf('dishub/parkir')).toMatchObject({ state: 'failed' });
    await run(0, ['backups', 'create', 'parkir']);
    expect(await stateOf('dishub/parkir')).toMatchObject({ state: 'ok' });
  });

  it('a vault whose disk is full', async () => {
    await ownDisk(vault);
    await fails('BAK013', { harm: () => fillDisk(vault), mend: () => emptyDisk(vault) });
    await succeeds();
  });

  it('a key that does not open it', async () => {
    const job = '/var/lib/docker/volumes/dishub-parkir-backup/_data/job.json';
    const spoil = `cp ${job} /root/job; sed -i 's/"password":"[^"]*"/"password":"x"/' ${job}`;
    await fails('BAK012', {
      harm: () => sh(server, spoil),
      mend: () => sh(server, `cat /root/job > ${job}`),
    });
    await succeeds();
  });

  it('a dump that ends empty, and well', async () => {
    await fails('BAK031', { harm: () => dumpsAs('exit 0'), mend: () => dumpsAs(undefined) });
    await succeeds();
  });

  it('a dump that knows no routine any more', async () => {
    const sql = 'CREATE PROCEDURE hitung() SELECT count(*) FROM kunjungan';
    await sh(server, `docker exec ${database} mariadb dishub_parkir -e '${sql}'`);
    await succeeds();
    const { manifest } = await run(0, ['backups', 'show', 'dishub/parkir']);
    expect(manifest.database.objects).toMatchObject({ procedure: { count: 1 } });
    await dumpsAs(
      'for arg; do shift; [ "$arg" = --routines ] || set -- "$@" "$arg"; done; exec /usr/bin/mariadb-dump "$@"',
    );
    const { created } = await run(0, ['backups', 'create', 'parkir']);
    await dumpsAs(undefined);
    // Since the set before, and beside what the database itself says it holds.
    const lost = { kind: 'procedure', count: 0 };
    expect(created[0].alarms).toMatchObject([
      { code: 'BAK150', args: { ...lost, before: 1 } },
      { code: 'BAK154', args: { ...lost, expected: 1 } },
    ]);
    expect((await stateOf('dishub/parkir')).alarms).toHaveLength(2);
    await succeeds();
  });

  it('a clock that jumps a year ahead, and back', async () => {
    const clock = `const { now } = Date, real = Date; const ahead = 400 * 86400e3;
      globalThis.Date = class extends real { constructor(...a) { a.length ? super(...a) : super(now() + ahead) } static now() { return now() + ahead } }`;
    const job = '/var/lib/docker/volumes/dishub-parkir-backup/_data';
    await sh(server, `cat > ${job}/jam.cjs <<'E'\n${clock}\nE`);
    const worker = 'induk-backup-dishub-parkir';
    await sh(
      server,
      `docker run --rm --volumes-from ${worker} --env NODE_OPTIONS='--require /job/jam.cjs' \
        $(docker inspect -f '{{.Config.Image}}' ${worker}) create`,
    );
    const { state, reasons } = await stateOf('dishub/parkir');
    expect([state, reasons[0].code]).toEqual(['failed', 'BAK163']);
    await isRed();
    const { created } = await run(0, ['backups', 'create', 'parkir']);
    expect(created[0].alarms.map(({ code }: { code: string }) => code)).toContain('BAK149');
    expect(await stateOf('dishub/parkir')).toMatchObject({ state: 'ok' });
    // What a restore would take is what was made last, not what claims to be.
    const { manifest } = await run(0, ['backups', 'show', 'parkir']);
    expect(manifest.set).toBe(created[0].set);
  });

  it('four flipped bytes are found when data is read back, and only then', async () => {
    const packs = `find ${vaultVolume} -path '*dishub-parkir/data/*' -type f -printf '%s %p\\n'`;
    const pack = await sh(vault, `${packs} | sort -n | tail -1 | cut -d' ' -f2`);
    const flip = `printf '\\377\\376\\375\\374' | dd of=${pack} bs=1 seek=200 conv=notrunc 2>/dev/null`;
    await sh(vault, `chmod u+w ${pack}; cp ${pack} /root/asli; ${flip}`);
    const error = await run(1, ['backups', 'verify', 'parkir', '--data', '100']);
    expect(error.code).toBe('BAK017');
    await sh(vault, `cat /root/asli > ${pack}`);
    await run(0, ['backups', 'verify', 'parkir', '--data', '100']);
  });
});

describe('the data is lost', () => {
  it('and comes back from the vault as it was at a second between two sets', async () => {
    const log = new FollowedLog(server, 'dishub-parkir');
    await run(0, ['backups', 'create', 'parkir']);
    const files = countsOf((await ask(server.address, parkir)).body).files;
    const { rows } = countsOf(await visit());
    const instant = Math.ceil((Date.now() + 1000) / 1000) * 1000;
    // Time itself is what is restored.
    await sleep(instant + 1000 - Date.now());
    expect(countsOf(await visit()).rows).toBe(rows + 1);
    await log.crash();
    await log.savedThrough(instant + 1000);
    await run(0, ['destroy', 'parkir', '--volumes', '--confirm', 'dishub/parkir']);
    await run(0, ['apply', '--yes']);
    await askUntil(({ body }) => body === 'baris 0, berkas 0\n', server.address, parkir);
    const inPlace = ['--in-place', '--confirm', 'dishub/parkir', '--at', local(instant)];
    await run(0, ['backups', 'restore', 'parkir', ...inPlace]);
    // Files are the set's: only the database has a log.
    const page = `baris ${rows}, berkas ${files}\n`;
    await askUntil(({ body }) => body === page, server.address, parkir);
  });
});

describe('the server room burns', () => {
  /** An app that is made runs its release command, which writes a row here. */
  const released = (body: string) => body.replace(/\d+/, (rows) => String(Number(rows) + 1));

  it('and all comes back from the vault, with the inventory and the key from the safe', async () => {
    await run(0, ['backups', 'create']);
    const { body } = await ask(server.address, antri);
    const pages = [
      [parkir, (await ask(server.address, parkir)).body],
      [antri, released(body)],
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
    for (const app of ['dishub/parkir', 'disdukcapil/antri']) {
      expect(await run(0, ['backups', 'restore', app], alone)).toMatchObject({ app });
    }
    for (const [domain, page] of pages) {
      await askUntil((answer) => answer.body === page, spare.address, domain);
    }
    await run(0, ['apply', '--yes'], alone);
    const { created } = await run(0, ['backups', 'create'], alone);
    expect(created).toHaveLength(2);
  });
});
