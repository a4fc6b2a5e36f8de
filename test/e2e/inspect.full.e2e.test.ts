/** Old hosts read as root, with sudo and as nobody in particular; nothing of theirs changes. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { type LegacyHost, legacyUp } from '../lab/legacy/legacy.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { expectRun } from './support/expect-run.js';
import type { Run } from './support/induk.js';
import { makeSite, type Site } from './support/site.js';

const LAB = `inspect-${process.pid}`;
/** As the apps' own settings have them. */
const passwords = {
  situs: 'Situs & "Resmi" 2018',
  retribusi: "Pasar#2014$'lama",
  tagih: 'Tagih;2016',
  wiki: 'wiki/Kota:2017',
};

let old: LegacyHost;
let wiki: LegacyHost;
let site: Site;
/** Everything induk has written to a terminal. */
const outputs: string[] = [];

beforeAll(async () => {
  [old, wiki] = await Promise.all([
    legacyUp({ name: LAB, kind: 'bookworm' }),
    legacyUp({ name: LAB, kind: 'mediawiki' }),
  ]);
  // Nothing is deployed here: an address is enough for the inventory.
  const server = { ...old, name: 'pusat-1', address: '198.18.255.1' } as LabServer;
  site = makeSite([server]);
  await run(0, ['secrets', 'key']);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

async function run(code: number, args: string[]): Promise<Run> {
  const result = await expectRun(site, code, args);
  outputs.push(result.stdout, result.stderr);
  return result;
}

const reaching = (host: LegacyHost, user: string, ...more: string[]) => [
  'inspect',
  `${user}@${host.address}`,
  '--key',
  host.keyFile,
  '--accept-host-key',
  host.hostKey,
  ...more,
];

/**
 * Every file that matters with its bytes, mode, owner and date, and all that databases hold; but not
 * the date of /tmp itself, where the database server sorts what it is asked.
 */
async function fingerprints(host: LegacyHost): Promise<string> {
  const script = `
    cd / && find etc root home var/www srv opt usr/local var/spool/cron tmp var/tmp \
      -xdev ! -path '*/.ssh/*' ! -path tmp -printf '%p %m %u %g %s %T@ %l\\n' | sort | sha256sum
    find etc root home var/www srv opt usr/local var/spool/cron -xdev -type f -print0 |
      sort -z | xargs -0 sha256sum | sha256sum
    if command -v mariadb-dump >/dev/null; then
      mariadb-dump --all-databases --routines --events --skip-dump-date --ignore-table=mysql.event |
        sha256sum
    else su postgres -c pg_dumpall | grep -Ev '^.(un)?restrict ' | sha256sum; fi`;
  return (await inside(host, ['sh', '-c', script])).stdout;
}

describe('induk inspect', () => {
  it('changes nothing on the old host, be it root, sudo or an ordinary user who reads', async () => {
    const hosts = [old, wiki];
    for (const host of hosts) {
      await inside(host, ['systemctl', 'stop', 'cron']);
      // sudo itself leaves an empty file in the home of who uses it for the first time.
      await inside(host, ['su', 'admin', '-c', 'sudo -n true']);
    }
    await inside(old, ['mariadb', '-e', 'SET GLOBAL event_scheduler = OFF']);
    const before = await Promise.all(hosts.map(fingerprints));
    const asRoot = await run(0, [...reaching(old, 'root'), '--json']);
    expect(asRoot.json.data.findings.host.access).toBe('root');
    const asAdmin = await run(0, [...reaching(wiki, 'admin'), '--json']);
    expect(asAdmin.json.data.findings.host.access).toBe('sudo');
    const asKeeper = await run(0, [...reaching(old, 'pengelola'), '--json']);
    expect(asKeeper.json.data.findings.host.access).toBe('ordinary');
    expect(await Promise.all(hosts.map(fingerprints))).toEqual(before);
    expectRetribusi(asRoot);
    expectWiki(asAdmin);
    expectLess(asKeeper);
  });

  it('writes entries that validate and puts the passwords into the encrypted secrets', async () => {
    site.write('opd/disperdag.yaml', '# catatan kami\nopd: disperdag\nname: Disperdag   # dinas\n');
    const written = await run(0, reaching(old, 'root', '--opd', 'disperdag', '--write'));
    expect(written.stdout).toContain('disperdag/situs, disperdag/retribusi');
    const yaml = site.read('opd/disperdag.yaml');
    expect(yaml).toContain('# catatan kami\nopd: disperdag\nname: Disperdag   # dinas\n');
    expect(yaml).toContain('storage: {app: /var/www/retribusi}');
    expect(yaml).toContain(`hostKey: ${old.hostKey}`);
    await run(0, ['validate']);
    const secret = async (app: string, key: string) => {
      const { stdout } = await site.induk(['secrets', 'get', `disperdag/${app}`, key]);
      return stdout.replace(/\n$/, '');
    };
    expect(await secret('situs', 'DB_PASSWORD')).toBe(passwords.situs);
    expect(await secret('retribusi', 'DB_PASSWORD')).toBe(passwords.retribusi);
    expect(await secret('retribusi', 'DB_PASSWORD_TAGIH')).toBe(passwords.tagih);
  });

  it('never writes over an app, and leaves everything as it was when it refuses', async () => {
    const before = site.read('opd/disperdag.yaml');
    const again = await run(1, reaching(old, 'root', '--opd', 'disperdag', '--write'));
    expect(again.stderr).toContain('MIG003');
    expect(site.read('opd/disperdag.yaml')).toBe(before);
    const clash = ['--opd', 'diskominfo', '--app', 'situs', '--write'];
    const domain = await run(65, reaching(old, 'root', ...clash));
    expect(domain.stderr).toContain('INV051');
    expect(() => site.read('opd/diskominfo.yaml')).toThrow();
    expect(() => readFileSync(join(site.root, 'secrets/diskominfo/situs.age'))).toThrow();
  });

  it.each([
    [64, 'MIG001', ['inspect', 'hanya-nama']],
    [64, 'MIG002', ['inspect', 'root@127.0.0.1', '--write']],
    [64, 'MIG006', ['inspect', 'root@127.0.0.1', '--opd', 'a', '--server', 'lain', '--write']],
    [1, 'SRV001', ['inspect', 'root@127.0.0.1', '--port', '1']],
  ])('refuses with %i %s: %j', async (code, word, args) => {
    const key = join(site.root, '../home/id');
    site.write('../home/id', readFileSync(old.keyFile, 'utf8'));
    const refused = await run(code, [...args, '--key', key]);
    expect(refused.stderr).toContain(word);
  });

  it('trusts no host key by itself and lets nobody in who may not', async () => {
    const blind = await run(1, reaching(wiki, 'root').slice(0, 4));
    expect(blind.stderr).toMatch(/MIG020.*SHA256:/);
    expect(blind.stderr).toContain('--accept-host-key');
    const stranger = await run(1, reaching(wiki, 'tamu'));
    expect(stranger.stderr).toContain('MIG021');
  });

  it('shows a person what there is, and shows no password anywhere', async () => {
    const seen = await run(0, reaching(wiki, 'root', '--lang', 'id'));
    expect(seen.stdout).toContain('mediawiki 1.39');
    expect(seen.stdout).toContain('akan dienkripsi dengan --write: wiki DB_PASSWORD');
    const files = [...outputs, site.read('opd/disperdag.yaml'), site.read('site.yaml')];
    for (const password of Object.values(passwords)) {
      const json = JSON.stringify(password).slice(1, -1);
      expect(files.filter((text) => text.includes(password) || text.includes(json))).toEqual([]);
    }
  });
});

const appOf = ({ json }: Run, name: string) =>
  json.data.findings.apps.find((app: { name: string }) => app.name === name);
const codesOf = (app: { remarks: { code: string }[] }) => app.remarks.map(({ code }) => code);

function expectRetribusi(asRoot: Run): void {
  const { findings } = asRoot.json.data;
  const app = appOf(asRoot, 'retribusi');
  expect(app).toMatchObject({
    framework: 'php',
    path: '/var/www/retribusi',
    domains: ['retribusi.kota.test'],
    php: { version: '8.2', extensions: ['mysql'] },
    database: {
      version: expect.stringMatching(/^10\.11\./),
      triggers: ['pedagang_ai', 'pedagang_bu'],
      events: ['tutup_hari'],
      views: ['v_saldo'],
      definers: ['pembuat@localhost'],
      engines: { MyISAM: 2 },
    },
    uploads: ['/var/www/retribusi/berkas'],
    secrets: ['DB_PASSWORD', 'DB_PASSWORD_TAGIH'],
  });
  expect(app.php.ini.memory_limit).toBe('256M');
  expect(app.traffic.perDay).toBeGreaterThan(3900);
  expect(app.traffic.perDay).toBeLessThan(4100);
  expect(app.traffic.top[0].path).toBe('/');
  expect(codesOf(app)).toEqual(
    expect.arrayContaining(['MIG110', 'MIG111', 'MIG112', 'MIG113', 'MIG114', 'MIG150', 'MIG151']),
  );
  const script = { in: '/etc/cron.daily/rekap-harian', schedule: '25 6 * * *' };
  expect(app.jobs).toContainEqual(expect.objectContaining(script));
  expect(codesOf(app)).toContain('MIG170');
  const nobodys = findings.otherJobs.map((job: { in: string }) => job.in);
  expect(nobodys).toContain('/etc/cron.weekly/bersih-kota');
  expect(nobodys).not.toContain('/etc/cron.daily/dpkg');
  expect(findings.certificates).toMatchObject([{ names: ['retribusi.kota.test'], days: 19 }]);
  expect(findings.otherSites).toMatchObject([{ names: ['pasar.kota.test'], kind: 'redirect' }]);
  expect(findings.databases[0].accounts).toContain('pembuat@localhost');
  expect(appOf(asRoot, 'situs')).toMatchObject({
    framework: 'wordpress',
    frameworkVersion: '6.1.9',
  });
}

function expectWiki(asAdmin: Run): void {
  expect(appOf(asAdmin, 'wiki')).toMatchObject({
    framework: 'mediawiki',
    databases: [{ engine: 'postgres', name: 'wikidb', user: 'wiki' }],
    database: { version: expect.stringMatching(/^15\./) },
    jobs: [{ in: 'crontab of www-data', schedule: '*/15 * * * *' }],
  });
  expect(asAdmin.json.data.draft[0].entry.database).toMatchObject({
    postgres: '15',
    name: 'wikidb',
  });
}

function expectLess(asKeeper: Run): void {
  const { findings } = asKeeper.json.data;
  expect(findings.unread).toEqual(
    expect.arrayContaining(['crontabs', 'mysql', '/var/www/situs/wp-config.php']),
  );
  expect(codesOf(appOf(asKeeper, 'situs'))).toContain('MIG143');
  expect(appOf(asKeeper, 'situs').framework).toBe('wordpress');
  expect(asKeeper.json.warnings.length).toBeGreaterThan(0);
}
