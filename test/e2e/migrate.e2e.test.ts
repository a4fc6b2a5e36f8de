/** An app that lives on an old host, brought home while people write: there, back, and there again. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connections } from '../../src/server/pool.js';
import { markMigration, unmarkMigration } from '../../src/session/migrate/object.js';
import { inside } from '../lab/faults.js';
import { ask, askUntil } from './support/http.js';
import { type Ledger, openLedger } from './support/ledger.js';
import { type MoveSite, moved, moveLab, readyToMove } from './support/moving.js';

const { app, domain, engineName } = moved;
let lab: MoveSite;
let ledger: Ledger;

beforeAll(async () => {
  lab = await moveLab(`pindah-${process.pid}`);
  await readyToMove(lab);
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
    expect(await phase()).toBe('not started');
  });
});

describe('while people write, an app', () => {
  let before: string;

  beforeAll(async () => {
    const { address } = lab.old;
    await askUntil(({ status }) => status === 200, address, domain, '/status', { plain: true });
    before = await statusAt(address, true);
    ledger = openLedger({ address, domain, prefix: 'e2e', writers: 3 });
  });

  it('is brought over, although induk is killed in the middle', async () => {
    const started = lab.site.start(['migrate', 'start', app, '--enable-log', '--json']);
    await started.saw(/"message":"seed"/);
    started.kill('SIGKILL');
    await started.done;
    await lab.must(['migrate', 'start', app, '--enable-log']);
    expect(await phase()).toBe('follow');
    await lab.must(['migrate', 'sync', app]);
    expect(await refusal('migrate', 'cutover', app, ...confirm)).toBe('MIG247');
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

  it('goes back with all that was written, files too, although its mover is killed', async () => {
    const file = '/var/www/retribusi/berkas/setelah pindah.txt';
    const put = `docker exec -u www-data $(docker ps -qf name=${engineName}.1) sh -c 'echo baru > "${file}"'`;
    await inside(lab.server, ['sh', '-c', put]);
    const run = lab.site.start(['migrate', 'rollback', app, ...confirm, '--json']);
    await run.saw(/"message":"undo open"/);
    await inside(lab.server, ['docker', 'kill', `induk-mover-${engineName}`], { check: false });
    await run.done;
    await lab.must(['migrate', 'rollback', app, ...confirm]);
    expect(await phase()).toBe('rolled back');
    expect(await planned()).toEqual([[], 'back']);
    await ledger.more(20);
    await ledger.whole(lab.old.address);
    expect((await inside(lab.old, ['cat', file])).stdout).toBe('baru\n');
    expect(await statusAt(lab.old.address, true)).toBe(before);
    const { stdout: keys } = await inside(lab.old, ['cat', '/root/.ssh/authorized_keys']);
    expect(keys).not.toContain('induk-migrate');
    await expect(inside(lab.old, ['ls', '/var/lib/induk-migrate'])).rejects.toThrow();
  });

  it('is moved again, and is one like any other once that is for good', async () => {
    await lab.must(['migrate', 'start', app, '--enable-log']);
    await lab.must(['migrate', 'cutover', app, ...unproven, ...confirm]);
    await ledger.more(20);
    const { erasable } = await json<{ erasable: string }>('migrate', 'commit', app, ...confirm);
    expect(erasable).toMatch(/^\d{4}-\d\d-\d\d$/);
    await ledger.more(20);
    await ledger.stop();
    await ledger.whole(lab.old.address);
    expect(await planned()).toEqual([[], undefined]);
    expect(await refusal('migrate', 'rollback', app, ...confirm)).toBe('MIG202');
  });
});

describe('what is left of a move', () => {
  it('is a report of what was compared', async () => {
    const report = await json<{
      phase: string;
      freezes: { seconds: number; end: string }[];
      seed: { database: { proof: { equal: boolean; tables: number } } };
      proof: { files: { equal: boolean }; objects: { equal: boolean } };
    }>('migrate', 'report', app);
    expect(report.phase).toBe('committed');
    expect(report.freezes.at(-1)?.end).toBe('new');
    expect(report.seed.database.proof).toMatchObject({ equal: true, tables: 9 });
    expect(report.proof).toMatchObject({ files: { equal: true }, objects: { equal: true } });
  });

  it('goes with the app', async () => {
    await lab.must(['destroy', app, ...confirm]);
    const { stdout } = await inside(lab.server, ['docker', 'volume', 'ls', '--quiet']);
    expect(stdout.split('\n')).not.toContain(`${engineName}-move`);
    expect(stdout.split('\n')).toContain(`${engineName}-db`);
  });
});
