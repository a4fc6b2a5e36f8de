/** One site's life, from two bare servers on: each test goes on where the one before ended. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import {
  addAntri,
  addParkir,
  addProfil,
  brokenRelease,
  mendAntri,
  setParkir,
} from './support/apps.js';
import { labWithRecipes } from './support/bases.js';
import { type Answer, ask, askUntil, load } from './support/http.js';
import { eventsOf, induk } from './support/induk.js';
import { containers, containersUntil, logins, volumes } from './support/server.js';
import { makeSite, type Site } from './support/site.js';

const LAB = `e2e-site-${process.pid}`;
const parkir = 'parkir.uji.test';
const antri = 'antri.uji.test';
const profil = 'profil.uji.test';
const auditFile = '/var/lib/induk/audit/audit.jsonl';

let one: LabServer;
let two: LabServer;
let site: Site;

beforeAll(async () => {
  [one, two] = (await labWithRecipes({ name: LAB, count: 2 })) as [LabServer, LabServer];
  site = makeSite([one, two]);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

/** Runs induk and fails with all it said when the exit code is another one. */
async function expecting(code: number, args: string[], options?: Parameters<Site['induk']>[1]) {
  const run = await site.induk(args, options);
  expect(run.code, `induk ${args.join(' ')}\n${run.stderr}\n${run.stdout}`).toBe(code);
  return run;
}

/** The page of each server's proxy; both must give the same. */
async function pages(domain: string, path = '/'): Promise<Answer[]> {
  return Promise.all([one, two].map(({ address }) => ask(address, domain, path)));
}

describe('from bare servers to running apps', () => {
  it('init writes an inventory that validates', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'induk-e2e-init-'));
    const inventory = join(folder, 'inventory');
    const flags = ['--site', 'kota-baru', '--domain', 'baru.test', '--address', one.address];
    const more = ['--opd', 'dishub', '--opd-name', 'Dinas Perhubungan'];
    const made = await induk(['init', '--inventory', inventory, ...flags, ...more], { inventory });
    expect(made.code, made.stderr).toBe(0);
    expect((await induk(['validate'], { inventory })).code).toBe(0);
    const again = await induk(['init', '--inventory', inventory, ...flags], { inventory });
    expect(again.code).toBe(64);
    rmSync(folder, { recursive: true });
  });

  it('validate passes, and shows a mistake with its place', async () => {
    addParkir(site, one.name);
    addAntri(site, two.name);
    addProfil(site, two.name);
    await expecting(0, ['validate']);
    site.alter('opd/dishub.yaml', 'source:', 'sorce:');
    const { stderr } = await expecting(65, ['validate']);
    expect(stderr).toMatch(/INV\d+ .*opd\/dishub\.yaml:9:5/);
    expect(stderr).toContain('"source"');
    site.alter('opd/dishub.yaml', 'sorce:', 'source:');
  });

  it('setup refuses a host key nobody vouches for', async () => {
    site.alter('site.yaml', `    hostKey: "${two.hostKey}"\n`, '');
    const { stderr } = await expecting(1, ['servers', 'setup', two.name, '--as', 'admin', '--yes']);
    expect(stderr).toContain('SRV010');
    expect(stderr).toContain(two.hostKey);
    expect(await logins(two)).toBe(0);
    expect(site.read('site.yaml')).not.toContain(two.hostKey);
  });

  it('setup makes them servers and pins the accepted key', async () => {
    const accept = ['--accept-host-key', two.hostKey];
    await expecting(0, ['servers', 'setup', '--as', 'admin', '--yes', ...accept]);
    expect(site.read('site.yaml')).toContain(two.hostKey);
    const again = await expecting(0, ['servers', 'setup', '--yes', '--json']);
    expect(again.json.data.servers.map(({ changes }: { changes: number }) => changes)).toEqual([
      0, 0,
    ]);
    const check = await expecting(0, ['servers', 'check', '--json']);
    expect(check.json.data.servers).toHaveLength(2);
  });

  it('plan says what there is to do, always in the same bytes', async () => {
    const first = await expecting(2, ['plan', '--detailed-exitcode', '--json']);
    const second = await expecting(2, ['plan', '--detailed-exitcode', '--json']);
    expect(second.stdout).toBe(first.stdout);
    const kinds = new Set(first.json.data.steps.map(({ kind }: { kind: string }) => kind));
    expect([...kinds]).toEqual(
      expect.arrayContaining(['image.build', 'service.create', 'release.run', 'routes.load']),
    );
    await expecting(64, ['apply']);
    expect(await containers(one)).toEqual([]);
  });

  it('apply makes it so', async () => {
    const run = await expecting(0, ['apply', '--yes', '--json']);
    expect(run.json.ok).toBe(true);
    const types = eventsOf(run).map(({ type }) => type);
    expect(types).toEqual(expect.arrayContaining(['apply.start', 'step.done', 'apply.done']));
  });

  it('every page answers on both servers, from its database', async () => {
    for (const { status, body } of await pages(parkir)) {
      expect(body).toBe('lewat localhost\nlewat 127.0.0.1\nparkir versi 1\n');
      expect(status).toBe(200);
    }
    for (const { body } of await pages(antri)) expect(body).toBe('antri: 1 rilis, ragam satu\n');
    for (const { body } of await pages(profil)) expect(body).toContain('Kecamatan Sukamaju');
    for (const { address } of [one, two]) {
      const plain = await ask(address, parkir, '/x?y=1', { plain: true });
      expect(plain.status).toBe(308);
      expect(plain.headers.location).toBe(`https://${parkir}/x?y=1`);
      const unknown = await ask(address, 'tidak-ada.uji.test', '/', { plain: true });
      expect(unknown.status).toBe(404);
    }
  });

  it('a second apply touches nothing, over one connection a server', async () => {
    const before = await Promise.all([one, two].map(containers));
    const seen = await Promise.all([one, two].map(logins));
    const { stdout, stderr } = await expecting(0, ['apply', '--yes']);
    expect(stdout + stderr).toContain('Nothing to do');
    expect(await Promise.all([one, two].map(containers))).toEqual(before);
    const now = await Promise.all([one, two].map(logins));
    const used = now.map((count, index) => count - (seen[index] ?? 0));
    expect(used[0]).toBe(1);
    expect(used[1]).toBeLessThanOrEqual(1);
  });
});

describe('changes', () => {
  it('one app is updated without a failed request while the release of another fails', async () => {
    setParkir(site, 2);
    site.source('antri', { 'release.js': brokenRelease });
    const visitors = load(one.address, parkir);
    const seen = await Promise.all([one, two].map(logins));
    const run = await expecting(3, ['apply', '--yes']);
    await askUntil(({ body }) => body.includes('versi 2'), one.address, parkir);
    const { answered, failed, bodies } = await visitors.stop();
    expect(failed).toEqual([]);
    expect(answered).toBeGreaterThan(20);
    expect([...bodies].map((body) => body.slice(-3)).sort()).toEqual(
      ['1\n', '2\n'].map((end) => ` ${end}`),
    );
    expect(run.stderr).toContain('skema rusak');
    expect(run.stderr).toContain('disdukcapil/antri');
    for (const { body } of await pages(antri)) expect(body).toBe('antri: 1 rilis, ragam satu\n');
    const now = await Promise.all([one, two].map(logins));
    expect(now.map((count, index) => count - (seen[index] ?? 0))).toEqual([1, 1]);
    mendAntri(site);
    await expecting(0, ['plan', '--detailed-exitcode']);
  });

  it('rollback puts the version before back, apply the present one', async () => {
    const { json } = await expecting(0, ['rollback', 'parkir', '--list', '--json']);
    expect(json.data.versions).toHaveLength(2);
    await expecting(0, ['rollback', 'parkir', '--yes']);
    await askUntil(({ body }) => body.includes('versi 1'), two.address, parkir);
    const plan = await expecting(2, ['plan', '--detailed-exitcode', '--json']);
    const kinds = plan.json.data.steps.map(({ kind }: { kind: string }) => kind);
    expect(kinds).toContain('service.update');
    await expecting(0, ['apply', '--yes']);
    await askUntil(({ body }) => body.includes('versi 2'), two.address, parkir);
  });

  it('restart replaces the containers, without a failed request', async () => {
    const before = await containers(two);
    const visitors = load(two.address, profil);
    await expecting(0, ['restart', 'profil', '--yes']);
    const isProfil = (line: string) => line.includes('kec-sukamaju-profil');
    // The last of the old ones finishes its requests while induk is done.
    const after = await containersUntil(two, (lines) => lines.filter(isProfil).length === 2);
    expect((await visitors.stop()).failed).toEqual([]);
    expect(after.filter(isProfil)).not.toEqual(expect.arrayContaining(before.filter(isProfil)));
    const others = (lines: string[]) => lines.filter((line) => !isProfil(line));
    expect(others(after)).toEqual(others(before));
  });

  it('a maintenance page is shown and taken away, without a restart', async () => {
    const before = await containers(two);
    site.alter(
      'opd/kec-sukamaju.yaml',
      '    replicas',
      '    maintenance: {message: Kembali pukul 14}\n    replicas',
    );
    await expecting(0, ['apply', 'profil', '--yes']);
    for (const { status, body } of await pages(profil)) {
      expect(status).toBe(503);
      expect(body).toContain('Kembali pukul 14');
    }
    site.alter('opd/kec-sukamaju.yaml', /.*maintenance.*\n/, '');
    await expecting(0, ['apply', '--yes']);
    for (const { status } of await pages(profil)) expect(status).toBe(200);
    expect(await containers(two)).toEqual(before);
  });

  it('a database password is replaced, and a variable renamed, by a saved plan only while it fits', async () => {
    await expecting(0, ['secrets', 'generate', 'parkir', 'DB_PASSWORD', '--replace']);
    await expecting(0, ['secrets', 'generate', 'antri', 'DB_PASSWORD', '--replace']);
    const file = join(dirname(site.root), 'plan.json');
    site.alter('opd/disdukcapil.yaml', 'RAGAM: satu', 'RAGAM: dua');
    await expecting(0, ['plan', '--out', file]);
    site.alter('opd/disdukcapil.yaml', 'RAGAM: dua', 'RAGAM: tiga');
    const stale = await expecting(1, ['apply', file, '--yes']);
    expect(stale.stderr).toContain('CLU060');
    site.alter('opd/disdukcapil.yaml', 'RAGAM: tiga', 'RAGAM: dua');
    await expecting(0, ['apply', file, '--yes']);
    for (const { body } of await pages(parkir)) expect(body).toContain('lewat 127.0.0.1');
    for (const { body } of await pages(antri)) expect(body).toContain('ragam dua');
    site.alter('opd/disdukcapil.yaml', 'RAGAM: dua', 'CORAK: dua');
    await expecting(0, ['apply', 'antri', '--yes']);
    const { stdout } = await expecting(0, ['exec', 'antri', '--', 'env']);
    expect(stdout).toMatch(/^CORAK=dua$/m);
    expect(stdout).not.toMatch(/^RAGAM=/m);
    for (const { body } of await pages(antri)) expect(body).toContain('ragam -');
  });
});

describe('looking and reaching in', () => {
  it('logs, exec, and the database by exec', async () => {
    expect((await expecting(0, ['logs', 'antri'])).stdout).toContain('antri mendengar');
    const { stdout } = await expecting(5, ['exec', 'parkir', '--', 'sh', '-c', 'whoami; exit 5']);
    expect(stdout).toBe('www-data\n');
    const count = 'SELECT count(*) > 3 FROM kunjungan;\n';
    const maria = await expecting(0, ['exec', 'parkir', '--service', 'db'], { input: count });
    expect(maria.stdout).toMatch(/^1$/m);
    const sql = 'SELECT count(*) > 0 FROM rilis;\n';
    const postgres = await expecting(0, ['exec', 'antri', '--service', 'db'], { input: sql });
    expect(postgres.stdout).toMatch(/^\s*t$/m);
  });

  it("status shows a job's failure", async () => {
    const { json } = await expecting(0, ['status', '--json']);
    const apps = json.data.apps as { app: string; state: string; jobs: object[] }[];
    expect(apps.map(({ app, state }) => `${app} ${state}`)).toEqual([
      'disdukcapil/antri running',
      'dishub/parkir running',
      'kec-sukamaju/profil running',
    ]);
    expect(apps[0]?.jobs).toEqual([expect.objectContaining({ name: 'gagal', exitCode: 7 })]);
    const { stdout } = await expecting(0, ['status']);
    expect(stdout).toMatch(/gagal .*7/);
  });

  it('list, show and open', async () => {
    const { stdout } = await expecting(0, ['list', '--csv']);
    expect(stdout.split('\r\n')[0]).toBe('APP,TITLE,SERVER,RUNTIME,DATABASE,DOMAINS');
    expect(stdout).toContain(
      `dishub/parkir,Aplikasi Parkir,${one.name},php 8.4,mariadb 11.8,${parkir}\r\n`,
    );
    const shown = await expecting(0, ['show', 'parkir', '--json']);
    expect(shown.json.data.app.id).toBe('dishub/parkir');
    expect(shown.json.data.from.source).toBe('opd/dishub.yaml:9');
    expect((await expecting(0, ['open', 'parkir'])).stdout).toBe(`https://${parkir}/\n`);
  });

  it('speaks Indonesian', async () => {
    const env = { INDUK_LANG: 'id' };
    expect((await expecting(0, ['plan'], { env })).stdout).toContain('Tidak ada yang perlu');
    const { stderr } = await expecting(64, ['plan', 'parkirr'], { env });
    expect(stderr).toMatch(/tidak|Maksud/);
  });

  it('audit proves the log intact, and sees a change to it', async () => {
    const { stdout } = await expecting(0, ['audit', '--app', 'dishub/parkir']);
    expect(stdout).toMatch(/rollback +dishub\/parkir +ok/);
    await expecting(0, ['audit', '--verify']);
    const edit = (from: string, to: string) =>
      inside(one, ['sed', '-i', `0,/"action":"${from}"/s//"action":"${to}"/`, auditFile]);
    await edit('rollback', 'restart_');
    const broken = await expecting(1, ['audit', '--verify']);
    expect(broken.stderr).toContain('AUD003');
    await edit('restart_', 'rollback');
    await expecting(0, ['audit', '--verify']);
  });
});

describe('the end of an app', () => {
  it('one that left the inventory is reported and runs on until it is destroyed', async () => {
    rmSync(join(site.root, 'opd/kec-sukamaju.yaml'));
    const { json } = await expecting(0, ['plan', '--json']);
    expect(json.data.unmanaged).toContainEqual(
      expect.objectContaining({ kind: 'service', name: 'kec-sukamaju-profil' }),
    );
    const before = await containers(two);
    await expecting(0, ['apply', '--yes']);
    expect(await containers(two)).toEqual(before);
    expect((await ask(one.address, profil)).status).toBe(200);
    await expecting(64, ['destroy', 'kec-sukamaju/profil']);
    await expecting(64, ['destroy', 'kec-sukamaju/profil', '--confirm', 'kec-sukamaju/profi']);
    await expecting(0, ['destroy', 'kec-sukamaju/profil', '--confirm', 'kec-sukamaju/profil']);
    const gone = await ask(one.address, profil, '/', { plain: true });
    expect(gone.status).toBe(404);
  });

  it('destroy keeps the data unless told otherwise', async () => {
    const data = 'disdukcapil-antri-db';
    const destroy = ['destroy', 'disdukcapil/antri', '--confirm', 'disdukcapil/antri'];
    await expecting(0, destroy);
    expect(await volumes(two)).toContain(data);
    expect((await containers(two)).join()).not.toContain('antri');
    await expecting(0, [...destroy, '--volumes']);
    expect((await volumes(two)).join()).not.toContain('antri');
    for (const { body } of await pages(parkir)) expect(body).toContain('parkir versi 2');
  });
});
