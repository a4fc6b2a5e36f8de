/** An app that lives on an old host: what is said of it before its move, and what apply leaves alone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connections } from '../../src/server/pool.js';
import { markMigration, unmarkMigration } from '../../src/session/migrate/object.js';
import { inside } from '../lab/faults.js';
import { legacyUp } from '../lab/legacy/legacy.js';
import { type LabServer, labDown, labUp } from '../lab/servers.js';
import { makeSite, type Site } from './support/site.js';

const LAB = `pindah-${process.pid}`;
let server: LabServer;
let site: Site;

beforeAll(async () => {
  [server] = (await labUp({ name: LAB, count: 1, engine: true })) as [LabServer];
  const old = await legacyUp({ name: LAB, kind: 'bookworm' });
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
