/** An app that lives on an old host: what is said of it before its move, and what apply leaves alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connections } from '../../src/server/pool.js';
import { markMigration, unmarkMigration } from '../../src/session/migrate/object.js';
import { inside } from '../lab/faults.js';
import { type LegacyHost, legacyUp } from '../lab/legacy/legacy.js';
import { type LabServer, labDown, labUp } from '../lab/servers.js';
import { seedRecipes } from './support/bases.js';
import { ask } from './support/http.js';
import { makeSite, type Site } from './support/site.js';

const LAB = `pindah-${process.pid}`;
let server: LabServer;
let old: LegacyHost;
let site: Site;

beforeAll(async () => {
  [server] = (await labUp({ name: LAB, count: 1, engine: true })) as [LabServer];
  old = await legacyUp({ name: LAB, kind: 'bookworm' });
  await inside(server, ['docker', 'swarm', 'init', '--advertise-addr', server.address]);
  site = makeSite([server], { user: 'admin' });
  site.source('retribusi', { 'index.php': '<?php' });
  site.write(
    'opd/pasar.yaml',
    `opd: pasar
name: Dinas Pasar
apps:
  retribusi:
    runtime: {php: "8.2", extensions: [mysql]}
    source: apps/retribusi
    database: {mariadb: "10.11", name: retribusi, user: retribusi}
    domains: [retribusi.kota.test]
    cron: [{at: "*/10 * * * *", run: php cron/tagih.php}]
    legacy:
      address: ${old.address}
      key: ${old.keyFile}
      hostKey: "${old.hostKey}"
      path: /var/www/retribusi
      domains: [retribusi.kota.test]
`,
  );
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

async function json<T>(code: number, ...args: string[]): Promise<T> {
  const run = await site.induk([...args, '--json']);
  expect({ code: run.code, stderr: run.code === code ? '' : run.stderr + run.stdout }).toEqual({
    code,
    stderr: '',
  });
  return (JSON.parse(run.stdout) as { data: T }).data;
}

interface Planned {
  steps: { id: string; app?: string }[];
  held: { app: string; phase: string }[];
}

const ownSteps = async (): Promise<[string[], Planned['held'][number]['phase'] | undefined]> => {
  const { steps, held } = await json<Planned>(0, 'plan');
  const own = steps.filter(({ app }) => app === 'pasar/retribusi').map(({ id }) => id);
  return [own.map((id) => id.replace(/:.*/, '')), held[0]?.phase];
};

describe('an app with an old host', () => {
  it('is left alone until its move begins', async () => {
    expect(await ownSteps()).toEqual([[], 'not started']);
    const { apps } = await json<{ apps: object[] }>(0, 'migrate', 'status');
    expect(apps).toEqual([
      { app: 'pasar/retribusi', server: server.name, phase: 'not started', next: 'start' },
    ]);
  });

  it('is judged by what both sides are', async () => {
    const assessment = await json<{
      method: string;
      freeze: number;
      checks: { name: string; verdict: string; code?: string }[];
    }>(0, 'migrate', 'assess', 'retribusi');
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
    const pool = connections({
      servers: [{ ...server, key: server.keyFile, role: 'manager' }],
    });
    const { docker } = await pool.get(server.name);
    const app = { id: 'pasar/retribusi', engineName: 'pasar-retribusi' };
    const mark = (phase: 'prepare' | 'follow' | 'back') =>
      markMigration(docker, 'kota-uji', app, { phase, method: 'follow', now: new Date() });
    await mark('prepare');
    const prepare = ['network.create', 'secret.create', 'image.build', 'service.create'];
    expect(await ownSteps()).toEqual([prepare, 'prepare']);
    await mark('follow');
    expect((await ownSteps())[0].filter((kind) => kind === 'service.create')).toHaveLength(2);
    await mark('back');
    expect(await ownSteps()).toEqual([[], 'back']);
    await unmarkMigration(docker, app.engineName);
    expect((await ownSteps())[1]).toBe('not started');
    await pool.close();
  });
});

/** Writes to the app by its old address, and remembers what was acknowledged. */
class Ledger {
  readonly acknowledged: string[] = [];
  private goes = true;
  private readonly writing: Promise<void>;

  constructor(private readonly prefix: string) {
    this.writing = this.write();
  }

  async end(): Promise<string[]> {
    this.goes = false;
    await this.writing;
    return this.acknowledged;
  }

  private async write(): Promise<void> {
    for (let number = 0; this.goes; number += 1) {
      const id = `${this.prefix}-${number}`;
      const options = { method: 'POST', plain: true, timeout: 5_000 };
      const answer = await ask(old.address, domain, `/tulis?id=${id}`, options).catch(
        () => undefined,
      );
      if (answer?.status === 200) this.acknowledged.push(id);
    }
  }
}

const domain = 'retribusi.kota.test';
const app = 'pasar/retribusi';

/** Ids of the book that is live, as the old address gives it. */
async function book(prefix: string): Promise<string[]> {
  const { status, body } = await ask(old.address, domain, `/buku?awalan=${prefix}`, {
    plain: true,
  });
  expect(status).toBe(200);
  return body.split('\n').filter((line) => line !== '');
}

/** Every acknowledged write is there, and exactly once; one that was not answered may be. */
async function whole(prefix: string, acknowledged: string[]): Promise<void> {
  const found = await book(prefix);
  expect(acknowledged.length).toBeGreaterThan(0);
  expect(new Set(found).size).toBe(found.length);
  expect(acknowledged.filter((id) => !found.includes(id))).toEqual([]);
}

describe('the trap app', () => {
  const confirm = ['--confirm', app];
  const unproven = ['--without-proof', 'no vault in this test'];

  beforeAll(async () => {
    site.remove();
    site = makeSite([server], { user: 'admin' });
    // Of Debian 13 only; PHP 8.2 and MariaDB 10.11 are built on the server.
    await seedRecipes(server, ['caddy', 'worker']);
    await json(0, 'secrets', 'key');
    const target = ['--opd', 'pasar', '--app', 'retribusi', '--write'];
    const known = ['--key', old.keyFile, '--accept-host-key', old.hostKey];
    await json(0, 'inspect', `root@${old.address}`, ...target, ...known);
    await json(0, 'servers', 'setup', '--as', 'admin', '--yes');
  });

  it('is not switched before it follows', async () => {
    const run = await site.induk(['migrate', 'cutover', app, ...confirm, '--json']);
    expect([run.code, run.stdout.includes('MIG204')]).toEqual([1, true]);
  });

  it('is not restarted there unless its people agreed', async () => {
    const run = await site.induk(['migrate', 'start', app, '--json']);
    expect([run.code, run.stdout.includes('MIG249')]).toEqual([1, true]);
    const { apps } = await json<{ apps: { phase: string }[] }>(0, 'migrate', 'status');
    expect(apps[0]?.phase).toBe('not started');
  });

  it('moves, goes back and moves again while people write, and every write is there', async () => {
    const ledger = new Ledger('satu');
    await json(0, 'migrate', 'start', app, '--enable-log');
    await json(0, 'migrate', 'sync', app);
    const refused = await site.induk(['migrate', 'cutover', app, ...confirm, '--json']);
    expect([refused.code, refused.stdout.includes('MIG247')]).toEqual([1, true]);

    await json(0, 'migrate', 'cutover', app, ...unproven, ...confirm);
    expect((await ask(server.address, domain, '/status')).status).toBe(200);
    const { steps } = await json<Planned>(0, 'plan');
    expect(steps.filter((one) => one.app === app)).toEqual([]);

    await json(0, 'migrate', 'rollback', app, ...confirm);
    expect((await ownSteps())[1]).toBe('back');
    await whole('satu', await ledger.end());

    const second = new Ledger('dua');
    await json(0, 'migrate', 'start', app, '--enable-log');
    await json(0, 'migrate', 'cutover', app, ...unproven, ...confirm);
    await whole('dua', await second.end());
    await whole('satu', ledger.acknowledged);
  });

  it('tells what was compared, and is an app like any other once it is committed', async () => {
    const { erasable } = await json<{ erasable: string }>(0, 'migrate', 'commit', app, ...confirm);
    expect(erasable).toMatch(/^\d{4}-\d\d-\d\d$/);
    const report = await json<{
      phase: string;
      freezes: { seconds: number; end: string }[];
      proof: { files: { equal: boolean } };
    }>(0, 'migrate', 'report', app);
    expect(report.phase).toBe('committed');
    expect(report.freezes.map(({ end }) => end)).toEqual(['new', 'old', 'new']);
    expect(report.proof.files.equal).toBe(true);
    const keys = await inside(old, ['cat', '/root/.ssh/authorized_keys']);
    expect(keys.stdout).not.toContain('induk-migrate');
    expect((await ownSteps())[1]).toBeUndefined();
    const back = await site.induk(['migrate', 'rollback', app, ...confirm, '--json']);
    expect([back.code, back.stdout.includes('MIG202')]).toEqual([1, true]);
  });
});
