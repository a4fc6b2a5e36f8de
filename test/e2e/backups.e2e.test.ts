/** Backups from the first set to the empty server: each test goes on where the one before ended. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { type LabServer, labDown, labUp } from '../lab/servers.js';
import { addAntri } from './support/apps.js';
import { seedRecipes } from './support/bases.js';
import { ask, askUntil, load } from './support/http.js';
import { makeSite, type Site } from './support/site.js';

const LAB = `cadangan-${process.pid}`;
const parkir = 'parkir.uji.test';
const volume = '/var/lib/docker/volumes/induk-vault/_data';

let server: LabServer;
let vault: LabServer;
let site: Site;

/** Every visit writes a row and a file, and tells how many there are of both. */
const page = `<?php
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$db = new mysqli('localhost', getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'));
$db->query('CREATE TABLE IF NOT EXISTS kunjungan (id INT PRIMARY KEY AUTO_INCREMENT, isi TEXT)');
if (isset($_GET['tulis'])) {
    $db->query("INSERT INTO kunjungan (isi) VALUES ('sebuah kunjungan')");
    file_put_contents('/app/unggahan/berkas-' . $db->insert_id . '.txt', 'isi ' . $db->insert_id);
}
$rows = $db->query('SELECT count(*) FROM kunjungan')->fetch_row()[0];
echo "baris $rows, berkas ", count(glob('/app/unggahan/berkas-*')), "\\n";
`;

beforeAll(async () => {
  [server, vault] = (await labUp({ name: LAB, count: 2, engine: true })) as [LabServer, LabServer];
  await Promise.all([
    seedRecipes(server, ['caddy', 'mariadb', 'php', 'postgres', 'node', 'worker']),
    seedRecipes(vault, ['vault']),
  ]);
  site = makeSite([server]);
  const { name, address, keyFile, hostKey } = vault;
  const entry = `{address: ${address}, key: ${keyFile}, hostKey: "${hostKey}", role: vault}`;
  site.alter('site.yaml', 'servers:', `servers:\n  ${name}: ${entry}`);
  site.alter('site.yaml', 'proxy:', `backup:\n  vault: {server: ${name}}\nproxy:`);
  site.write(
    'opd/dishub.yaml',
    `opd: dishub
name: Dinas Perhubungan
apps:
  parkir:
    server: ${server.name}
    runtime: {php: "8.4", extensions: [mysql]}
    source: apps/parkir
    database: {mariadb: "11.8"}
    storage: {unggahan: /app/unggahan}
    health: {path: /sehat.txt}
`,
  );
  site.source('parkir', { 'sehat.txt': 'sehat\n', 'index.php': page });
  addAntri(site, server.name);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

async function run(code: number, args: string[]) {
  const result = await site.induk([...args, '--json']);
  expect(result.code, `induk ${args.join(' ')}\n${result.stderr}${result.stdout}`).toBe(code);
  return code === 0 ? result.json.data : result.json.error;
}

const sh = async (machine: LabServer, script: string, check = true) =>
  (await inside(machine, ['sh', '-c', script], { check })).stdout.trim();

const stateOf = async (app: string) => {
  const { apps } = await run(0, ['backups']);
  return apps.find((each: { app: string }) => each.app === app);
};

const setsOf = async (app: string) => (await run(0, ['backups', 'list', app])).sets;

const visit = async () => (await ask(server.address, parkir, '/?tulis')).body;

describe('a site with a vault', () => {
  it('is applied with places in the vault, workers and timers, once', async () => {
    await run(0, ['servers', 'setup', '--as', 'admin', '--yes']);
    await run(0, ['vault', 'setup', '--as', 'admin', '--yes']);
    await run(0, ['apply', '--yes']);
    const timers = await sh(server, 'systemctl list-timers --all --no-legend | grep -c induk-');
    expect(Number(timers)).toBe(4);
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

describe('what goes wrong is told, and the sets before stay', () => {
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

  it('a routine that vanished from a restored database is a difference', async () => {
    const sql = 'CREATE PROCEDURE hitung() SELECT count(*) FROM kunjungan';
    await sh(
      server,
      `docker exec $(docker ps -qf name=dishub-parkir-db) mariadb dishub_parkir -e '${sql}'`,
    );
    await run(0, ['backups', 'create', 'parkir']);
    const { manifest } = await run(0, ['backups', 'show', 'parkir']);
    expect(manifest.database.objects).toMatchObject({ procedure: { count: 1 } });
  });

  it('four flipped bytes are found when data is read back, and only then', async () => {
    const packs = `find ${volume} -path '*dishub-parkir/data/*' -type f -printf '%s %p\\n'`;
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
  it('and comes back from the vault as it was', async () => {
    const pageBefore = (await ask(server.address, parkir)).body;
    await run(0, ['backups', 'create', 'parkir']);
    await run(0, ['destroy', 'parkir', '--volumes', '--confirm', 'dishub/parkir']);
    await run(0, ['apply', '--yes']);
    await askUntil(({ body }) => body === 'baris 0, berkas 0\n', server.address, parkir);
    await run(0, ['backups', 'restore', 'parkir', '--in-place', '--confirm', 'dishub/parkir']);
    await askUntil(({ body }) => body === pageBefore, server.address, parkir);
  });
});
