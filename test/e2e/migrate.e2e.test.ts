/** An app that lives on an old host, brought home while people write: there, back, and there again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JobsProof } from '../../src/migrate/jobs-proof.js';
import type { Rehearsal } from '../../src/migrate/rehearse/model.js';
import { connections } from '../../src/server/pool.js';
import { markMigration, unmarkMigration } from '../../src/session/migrate/object.js';
import { inside } from '../lab/faults.js';
import { soakOn, strikeOf } from '../soak/moves.js';
import { type HandedDump, handedOver } from './support/handed-over.js';
import { ask, askUntil, issuerOf } from './support/http.js';
import { type Ledger, openLedger } from './support/ledger.js';
import {
  curiousPage,
  loseKey,
  type MoveSite,
  moved,
  moveLab,
  readyToMove,
  schemePage,
  vouchedCertificate,
} from './support/moving.js';

const { app, domain, engineName } = moved;
let lab: MoveSite;
let ledger: Ledger;

beforeAll(async () => {
  lab = await moveLab(`pindah-${process.pid}`, undefined, 'bookworm', '12g');
  await vouchedCertificate(lab.old);
  await readyToMove(lab);
  // Nobody says which pages: the usual ones are compared.
  lab.site.alter('opd/pasar.yaml', /pages: \[.*\]\s*/, '');
});

afterAll(async () => {
  await ledger?.stop();
  await lab?.down();
});

async function json<T>(...args: string[]): Promise<T> {
  return (await lab.must(args)).json.data as T;
}

/** The code a command fails with. */
async function refusal(...args: string[]): Promise<string> {
  const { code, json } = await lab.site.induk([...args, '--json']);
  expect(code).toBe(1);
  return json.error.code;
}

interface Planned {
  steps: { id: string; app?: string }[];
  held: { app: string; phase: string }[];
}

/** Kinds of the app's own steps in a plan, and at which phase it is held. */
async function planned(): Promise<[string[], string | undefined]> {
  const { steps, held } = await json<Planned>('plan');
  const own = steps.filter((step) => step.app === app).map(({ id }) => id.replace(/:.*/, ''));
  return [own, held[0]?.phase];
}

const phase = async (): Promise<string> => {
  const { apps } = await json<{ apps: { phase: string }[] }>('migrate', 'status');
  return apps[0]?.phase ?? '-';
};

/** What the app says of all that must still be true of it. */
const statusAt = async (address: string, plain: boolean): Promise<string> =>
  (await ask(address, domain, '/status', { plain })).body;

const issuerAt = (address: string) => issuerOf(address, domain);

/** Containers, volumes and networks of rehearsals on the new server. */
async function rehearsed(): Promise<string[]> {
  const script = `docker ps --all --format '{{.Names}}'; docker volume ls --quiet
    docker network ls --format '{{.Name}}'`;
  const { stdout } = await inside(lab.server, ['sh', '-c', script]);
  return stdout.split('\n').filter((name) => name.includes('rehearse'));
}

const keysThere = async (): Promise<string> =>
  (await inside(lab.old, ['cat', '/root/.ssh/authorized_keys'])).stdout;

/** Of the app, and of no crontab. */
const script = '/etc/cron.daily/rekap-harian';

/** What the old host would run of it, and as whom. */
const scriptThere = async (): Promise<string> =>
  (await inside(lab.old, ['sh', '-c', `stat -c '%a %U' ${script} && cat ${script}`])).stdout;

const confirm = ['--confirm', app];
const unproven = ['--without-proof', 'no vault in this test'];

describe('before its move an app', () => {
  it('is left alone, and judged by what both sides are', async () => {
    expect(await planned()).toEqual([[], 'not started']);
    expect(await phase()).toBe('not started');
    const assessment = await json<{
      method: string;
      freeze: number;
      checks: { name: string; verdict: string; code?: string }[];
    }>('migrate', 'assess', 'retribusi');
    expect(assessment.method).toBe('follow');
    expect(assessment.freeze).toBeGreaterThan(0);
    const found = assessment.checks.filter(({ verdict }) => verdict !== 'ok');
    expect(found.map(({ name, code }) => `${name} ${code}`)).toEqual([
      'tables MIG223',
      'binary-log MIG225',
      'backup MIG224',
    ]);
  });

  it('is let run as far as its object in the Swarm says', async () => {
    const { server } = lab;
    const pool = connections({ servers: [{ ...server, key: server.keyFile, role: 'manager' }] });
    const { docker } = await pool.get(server.name);
    const mark = (phase: 'prepare' | 'follow' | 'back') =>
      markMigration(
        docker,
        'kota-uji',
        { id: app, engineName },
        { phase, method: 'follow', now: new Date() },
      );
    await mark('prepare');
    const prepare = ['network.create', 'secret.create', 'image.build', 'service.create'];
    expect(await planned()).toEqual([prepare, 'prepare']);
    await mark('follow');
    expect((await planned())[0].filter((kind) => kind === 'service.create')).toHaveLength(2);
    await mark('back');
    expect(await planned()).toEqual([[], 'back']);
    expect(await refusal('destroy', app, ...confirm)).toBe('MIG266');
    await unmarkMigration(docker, engineName);
    expect((await planned())[1]).toBe('not started');
    await pool.close();
  });

  it('is neither switched nor taken back, and its database not restarted unasked', async () => {
    expect(await refusal('migrate', 'cutover', app, ...confirm)).toBe('MIG204');
    expect(await refusal('migrate', 'rollback', app, ...confirm)).toBe('MIG264');
    expect(await refusal('migrate', 'start', app)).toBe('MIG249');
    expect(await refusal('migrate', 'rehearse', app)).toBe('MIG280');
    expect(await phase()).toBe('not started');
  });

  it('is not asked for by a wrong password, by an account that may not, or where it is not', async () => {
    const file = 'opd/pasar.yaml';
    const entry = lab.site.read(file);
    const password = async (input: string): Promise<void> => {
      const { code } = await lab.site.induk(['secrets', 'set', app, 'DB_PASSWORD'], { input });
      expect(code).toBe(0);
    };
    try {
      lab.site.alter(file, 'user: root', `user: ${lab.old.users.ordinary}`);
      lab.site.alter(file, 'host: db.kota.test', 'host: localhost');
      const { checks } = await json<{ checks: { code?: string }[] }>('migrate', 'assess', app);
      expect(checks.map(({ code }) => code)).toContain('MIG289');
      await password('bukan ini');
      expect(await refusal('migrate', 'assess', app)).toBe('MIG075');
      lab.site.write(file, entry.replaceAll('/var/www/retribusi', '/var/www/tidak-ada'));
      lab.site.alter(file, /domains: \S+(?=\s+path:)/, 'domains: [tidak-ada.kota.test]');
      expect(await refusal('migrate', 'start', app)).toBe('MIG241');
    } finally {
      await password("Pasar#2014$'lama");
      lab.site.write(file, entry);
    }
  });

  it.each<[string, HandedDump, boolean]>([
    ['MIG305', 'good', true],
    ['MIG310', 'cut', false],
    ['MIG301', 'damaged', false],
    ['MIG321', 'several databases', false],
    ['MIG314', 'an unknown collation', false],
    ['MIG312', 'a statement of no dump', false],
  ])('is not made of what nobody should import: %s (%s)', async (code, kind, climbs) => {
    const handed = await handedOver(lab.site, kind, climbs);
    expect(await refusal('migrate', 'import', app, ...handed)).toBe(code);
  });

  it('is told by whom a dump wants its triggers to be run, which nobody here is', async () => {
    const handed = await handedOver(lab.site, 'a definer');
    const { database } = await json<{ database: { definers: string[] } }>(
      ...['migrate', 'import', app, ...handed, '--dry-run'],
    );
    expect(database.definers).toEqual(['`pembuat`@`localhost`']);
  });

  it('is not begun where its new server has no room for it', async () => {
    const large = '/var/www/retribusi/berkas/besar.bin';
    await inside(lab.old, ['fallocate', '--length', '10G', large]);
    try {
      const judged = await lab.site.induk(['migrate', 'assess', app, '--json']);
      expect(judged.code).toBe(1);
      const codes = judged.json.data.checks.map(({ code }: { code?: string }) => code);
      expect(codes).toContain('MIG214');
      expect(await refusal('migrate', 'start', app, '--enable-log')).toBe('MIG248');
    } finally {
      await inside(lab.old, ['rm', large]);
    }
  });

  it('leaves both sides as they were, whatever was refused', async () => {
    expect(await phase()).toBe('not started');
    expect(await planned()).toEqual([[], 'not started']);
    const { stdout } = await inside(lab.server, ['docker', 'volume', 'ls', '--quiet']);
    expect(stdout).not.toContain(engineName);
    expect(await keysThere()).not.toContain('induk-migrate');
    await expect(inside(lab.old, ['ls', '/var/lib/induk-migrate'])).rejects.toThrow();
  });
});

describe('while people write, an app', () => {
  let before: string;

  beforeAll(async () => {
    const { address } = lab.old;
    await askUntil(({ status }) => status === 200, address, domain, '/status', { plain: true });
    before = await statusAt(address, true);
    ledger = openLedger({ address, domain, prefix: 'e2e', writers: 3, pause: 100 });
  });

  it('leaves no key behind when its start was killed before its mover came', async () => {
    const run = lab.site.start(['migrate', 'start', app, '--enable-log', '--json']);
    const ended = run.done.then(() => true);
    while (!(await keysThere()).includes('induk-migrate')) {
      if (await Promise.race([ended, Promise.resolve(false)])) throw new Error(run.output());
    }
    run.kill('SIGKILL');
    await run.done;
    await inside(lab.server, ['docker', 'rm', '--force', `induk-mover-${engineName}`], {
      check: false,
    });
    await lab.must(['migrate', 'rollback', app, ...confirm]);
    expect(await keysThere()).not.toContain('induk-migrate');
    expect(await phase()).toBe('rolled back');
  });

  it('is brought over, although induk is killed in the middle', async () => {
    const page = await curiousPage(lab.old);
    await schemePage(lab.old);
    await ask(lab.old.address, domain, page, { plain: true });
    const started = lab.site.start(['migrate', 'start', app, '--enable-log', '--json']);
    await started.saw(/"message":"seed"/);
    started.kill('SIGKILL');
    await started.done;
    await lab.must(['migrate', 'start', app, '--enable-log']);
    expect(await phase()).toBe('follow');
    await lab.must(['migrate', 'sync', app]);
    expect(await refusal('migrate', 'cutover', app, ...confirm)).toBe('MIG247');
  });

  it('shows its old certificate on both sides', async () => {
    expect(await issuerAt(lab.old.address)).toBe('CA Lama');
    expect(await issuerAt(lab.server.address)).toBe('CA Lama');
  });

  it('is rehearsed where nothing leads out, and nothing of that stays', async () => {
    // Put there since the last sync.
    const later = '<?php echo "sesudah salinan";';
    await inside(lab.old, ['sh', '-c', 'cat > /var/www/retribusi/sesudah.php'], { input: later });
    await ask(lab.old.address, domain, '/sesudah.php', { plain: true });
    const killed = lab.site.start(['migrate', 'rehearse', app, '--json']);
    await killed.saw(/"message":"the copy starts"/);
    await inside(lab.server, ['docker', 'kill', `induk-rehearse-${engineName}`]);
    expect((await killed.done).code).toBe(1);
    expect((await rehearsed()).length).toBeGreaterThan(4);
    const { code, json: told } = await lab.site.induk(['migrate', 'rehearse', app, '--json']);
    expect(code).toBe(2);
    const { pages, different, freeze } = told.data as Rehearsal;
    expect(different).toBe(1);
    expect(pages[0]).toMatchObject({
      ...{ path: '/kunjungan.php', verdict: 'title' },
      old: { status: 200, title: 'terhubung' },
      copy: { status: 200, title: 'terputus' },
    });
    const same = pages.slice(1).map(({ path }) => path);
    const known = ['/', '/pedagang', '/daftar-berkas', '/status', '/sesudah.php'];
    expect(same).toEqual(expect.arrayContaining(known));
    expect(freeze.expected).toBeGreaterThan(1.5);
    expect(await rehearsed()).toEqual([]);
    // What the copy wrote is nowhere: only the old host's own visits are there.
    const visits = (await inside(lab.old, ['cat', '/var/www/retribusi/berkas/kunjungan.txt']))
      .stdout;
    const rows = "SELECT COUNT(*) FROM buku WHERE id = 'kunjungan'";
    const { stdout } = await inside(lab.old, ['mariadb', '--skip-column-names', 'retribusi'], {
      input: rows,
    });
    expect(Number(stdout)).toBe(visits.length);
    await lab.must(['migrate', 'sync', app]);
    const own = `/var/lib/docker/volumes/${engineName}-app/_data/berkas/kunjungan.txt`;
    expect((await inside(lab.server, ['cat', own])).stdout).toBe(visits);
  });

  it('is not switched while the old host has a job of it that nobody knew', async () => {
    const job = '/etc/cron.d/tambahan';
    const line = '0 5 * * * www-data php /var/www/retribusi/cron/tagih.php --sandi=Baru-2026\n';
    await inside(lab.old, ['sh', '-c', `cat > ${job}`], { input: line });
    const { json: told } = await lab.site.induk([
      ...['migrate', 'cutover', app, ...unproven, ...confirm, '--json'],
    ]);
    expect(told.error.code).toBe('MIG229');
    expect(told.error.message).toContain(`${job}: php`);
    expect(JSON.stringify(told)).not.toContain('Baru-2026');
    await inside(lab.old, ['rm', job]);
  });

  it('is brought over anew when its switch was given up after a write was tried', async () => {
    const file = 'opd/pasar.yaml';
    const entry = lab.site.read(file);
    lab.site.alter(file, '/tulis?id=induk-uji', '/tulis?id=induk-uji", expect: 418, body: "');
    const run = await lab.site.induk([
      ...['migrate', 'cutover', app, ...unproven, ...confirm, '--json'],
    ]);
    expect(JSON.stringify(run.json.error), run.stderr).toMatch(/MIG245.*MIG268/s);
    lab.site.write(file, entry);
    // The old side counts on where the new one has that row; nothing collides any more.
    await ledger.more(20, 60_000);
    await lab.must(['migrate', 'sync', app]);
    await ledger.whole(lab.old.address);
  });

  it('goes on at its old host by itself when all that switches it is killed', async () => {
    const budget = ['--freeze-budget', '5s'];
    const run = lab.site.start([
      'migrate',
      'cutover',
      app,
      ...unproven,
      ...confirm,
      ...budget,
      '--json',
    ]);
    await run.saw(/"message":"verify"/);
    run.kill('SIGKILL');
    await inside(lab.server, ['docker', 'kill', `induk-mover-${engineName}`], { check: false });
    await ledger.more(20, 60_000);
    await ledger.whole(lab.old.address);
  });

  it('is switched when it is told again: every write is there, and all else as it was', async () => {
    await lab.must(['migrate', 'cutover', app, ...unproven, ...confirm]);
    expect(await phase()).toBe('live');
    await ledger.more(20);
    expect(await statusAt(lab.server.address, false)).toBe(before);
    expect(await statusAt(lab.old.address, true)).toBe(before);
    expect((await planned())[0]).toEqual([]);
    await ledger.whole(lab.old.address);
    expect(await issuerAt(lab.server.address)).toBe('CA Lama');
    expect(await scriptThere()).toMatch(/^750 root\n#!\/bin\/sh\n#induk-migrate# off/);
    const run = await inside(lab.old, ['run-parts', '--list', '/etc/cron.daily']);
    expect(run.stdout.split('\n').filter((path) => path.includes('rekap'))).toEqual([script]);
  });

  it('is told by its old host how visitors came there', async () => {
    const { address } = lab.old;
    const scheme = async (at: string, plain: boolean): Promise<string> =>
      (await ask(at, domain, '/skema.php', { plain })).body;
    expect(await scheme(address, true)).toBe('http');
    expect(await scheme(address, false)).toBe('https');
    expect(await scheme(lab.server.address, false)).toBe('https');
    // Nobody else is believed.
    const headers = { 'X-Forwarded-Proto': 'http' };
    const { body } = await ask(lab.server.address, domain, '/skema.php', { headers });
    expect(body).toBe('https');
  });

  it('finds its database by every name that its configuration may have', async () => {
    const names = ['localhost', '127.0.0.1', 'db.kota.test'];
    const accounts = { retribusi: "Pasar#2014$'lama", tagih: 'Tagih;2016' };
    const code = `<?php foreach (${JSON.stringify(names)} as $h)
      foreach (json_decode(<<<'X'\n${JSON.stringify(accounts)}\nX, true) as $u => $p)
        echo (new mysqli($h, $u, $p, 'retribusi'))->query('SELECT 1')->fetch_row()[0];`;
    const script = `docker exec -i $(docker ps -qf name=${engineName}.1) php`;
    const { stdout } = await inside(lab.server, ['sh', '-c', script], { input: code });
    expect(stdout).toBe('111111');
  });

  it('is known to be live when somebody has pruned its mover', async () => {
    await inside(lab.server, ['docker', 'rm', `induk-mover-${engineName}`]);
    expect(await phase()).toBe('live');
  });

  it('goes back with all that was written, files too, although its mover is killed', async () => {
    const file = '/var/www/retribusi/berkas/setelah pindah.txt';
    const put = `docker exec -u www-data $(docker ps -qf name=${engineName}.1) sh -c 'echo baru > "${file}"'`;
    await inside(lab.server, ['sh', '-c', put]);
    // Somebody tidies up there: the command puts the key back.
    await loseKey(lab.old);
    const run = lab.site.start(['migrate', 'rollback', app, ...confirm, '--json']);
    await run.saw(/"message":"undo open"/);
    await inside(lab.server, ['docker', 'kill', `induk-mover-${engineName}`], { check: false });
    await run.done;
    await loseKey(lab.old);
    await lab.must(['migrate', 'rollback', app, ...confirm]);
    expect(await phase()).toBe('rolled back');
    expect(await planned()).toEqual([[], 'back']);
    await ledger.more(20);
    await ledger.whole(lab.old.address);
    expect((await inside(lab.old, ['cat', file])).stdout).toBe('baru\n');
    expect(await statusAt(lab.old.address, true)).toBe(before);
    expect(await scriptThere()).toMatch(/^750 root\n#!\/bin\/sh\ncd \/var\/www\/retribusi /);
    expect(await issuerAt(lab.server.address)).not.toBe('CA Lama');
    expect(await keysThere()).not.toContain('induk-migrate');
    await expect(inside(lab.old, ['ls', '/var/lib/induk-migrate'])).rejects.toThrow();
  });

  it('loses nothing of it whatever breaks there or on the way', async () => {
    const strikes = [
      strikeOf('start', 'link cut for 6 s', 'seed'),
      strikeOf('cutover', 'new server’s disk full for 8 s', 'verify'),
      strikeOf('rollback', 'old host rebooted', 'undo freeze'),
    ];
    const rounds = await soakOn(lab, { strikes, name: 'sampel', log: () => {} });
    expect(rounds.map(({ fault, broken }) => [fault, broken])).toEqual(
      strikes.map(({ fault }) => [fault.name, '']),
    );
    expect(await phase()).toBe('rolled back');
  });

  it('is moved again, and is one like any other once that is for good', async () => {
    await lab.must(['migrate', 'start', app, '--enable-log']);
    await lab.must(['migrate', 'cutover', app, ...unproven, ...confirm]);
    await ledger.more(20);
    const killed = lab.site.start(['migrate', 'commit', app, ...confirm, '--json']);
    await killed.saw(/"message":"commit"/);
    killed.kill('SIGKILL');
    await killed.done;
    const { erasable } = await json<{ erasable: string }>('migrate', 'commit', app, ...confirm);
    expect(erasable).toMatch(/^\d{4}-\d\d-\d\d$/);
    const setting = '/etc/mysql/mariadb.conf.d/99-induk-migrate.cnf';
    await expect(inside(lab.old, ['ls', setting])).rejects.toThrow();
    await ledger.more(20);
    await ledger.stop();
    await ledger.whole(lab.old.address);
    expect(await planned()).toEqual([[], undefined]);
    expect(await refusal('migrate', 'rollback', app, ...confirm)).toBe('MIG202');
    const handed = await handedOver(lab.site, 'good');
    const again = await lab.site.induk(['migrate', 'import', app, ...handed, '--json']);
    expect([again.code, again.json.error.code]).toEqual([64, 'MIG322']);
  });
});

describe('what is left of a move', () => {
  it('is a report of what was compared', async () => {
    const report = await json<{
      phase: string;
      erasable: string;
      freezes: { seconds: number; end: string }[];
      seed: { database: { proof: { equal: boolean; tables: number } } };
      proof: {
        files: { equal: boolean };
        objects: { equal: boolean };
        jobs: JobsProof;
        pages: { path: string; status: number }[];
      };
      rehearsal: Rehearsal;
    }>('migrate', 'report', app);
    expect(report.phase).toBe('committed');
    expect(report.erasable).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(report.freezes.at(-1)?.end).toBe('new');
    expect(report.rehearsal.different).toBe(1);
    expect(report.seed.database.proof).toMatchObject({ equal: true, tables: 9 });
    expect(report.proof).toMatchObject({ files: { equal: true }, objects: { equal: true } });
    const { pages } = report.proof;
    const asked = pages.map(({ path, status }) => `${path} ${status}`);
    expect(asked).toEqual(expect.arrayContaining(['/ 200', '/pedagang 200', '/status 200']));
    expect(pages.map(({ path }) => path)).not.toContain('/kunjungan.php');
    const { left, ...jobs } = report.proof.jobs;
    expect(jobs).toEqual({ equal: true, off: 3, ready: 1 });
    expect([...left].sort()).toEqual([
      `${script}: ${script}`,
      'crontab of pengelola: mysqldump retribusi > ~/cadangan.sql 2>/dev/null || true',
    ]);
  });

  it('is a page to hand on, too, which is never written over another', async () => {
    const file = `${lab.site.root}/../lapor.html`;
    const page = ['migrate', 'report', app, '--lang', 'id', '--html', file];
    await lab.must(page);
    const html = lab.site.read('../lapor.html');
    expect(html).toMatch(/^<!doctype html>\n<html lang="id">/);
    expect(html).toContain(`<h1>Laporan pemindahan: ${app}</h1>`);
    expect(html).toContain('<td>ditetapkan</td>');
    expect(html).toMatch(/9 tabel, [\d.]+ baris dibandingkan baris demi baris/);
    expect(html).toMatch(/[\d.]+ s; server baru melanjutkan/);
    expect(await refusal(...page)).toBe('MIG262');
  });

  it('goes with the app', async () => {
    await lab.must(['destroy', app, ...confirm]);
    const { stdout } = await inside(lab.server, ['docker', 'volume', 'ls', '--quiet']);
    expect(stdout.split('\n')).not.toContain(`${engineName}-move`);
    expect(stdout.split('\n')).toContain(`${engineName}-db`);
  });
});
