/** The whole way there and back on a real old host; only the new side is a list in this process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Movers } from '../../../src/migrate/acts.js';
import { planFence } from '../../../src/migrate/host/fence-plan.js';
import type { Goal } from '../../../src/migrate/journal.js';
import { runMigration } from '../../../src/migrate/runner.js';
import { newServer, OldHost, until } from './old-host.js';

let host: OldHost;
let folder: string;
const app = {
  engineName: 'pasar-retribusi',
  web: { server: 'apache' as const, names: ['retribusi.kota.test'] },
  database: { kind: 'mariadb' as const, name: 'retribusi', users: ['retribusi'], alone: false },
  cron: [],
  retryAfter: 30,
};
const root = (sql: string) => host.run(`mariadb -Ne "${sql}" retribusi`);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'induk-saga-'));
  host = await OldHost.up('bookworm');
  await until(async () => (await host.run('mariadb-admin ping')) !== '', 60);
  await root(
    "CREATE TABLE ledger (id INT); CREATE USER ledger@localhost IDENTIFIED BY 'x'; GRANT ALL ON retribusi.* TO ledger@localhost",
  );
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await host?.down();
});

/** Writes that were acknowledged, by whichever side is open. */
class Ledger {
  acknowledged: number[] = [];
  fresh: number[] = [];
  isOpen = false;

  async write(): Promise<void> {
    const id = this.acknowledged.length;
    const sql = `mariadb -uledger -px retribusi -e 'INSERT INTO ledger VALUES (${id})' && echo yes`;
    const isOld = (await host.run(sql)) === 'yes';
    if (isOld) expect(this.isOpen).toBe(false);
    else if (this.isOpen) this.fresh.push(id);
    if (isOld || this.fresh.includes(id)) this.acknowledged.push(id);
  }

  async old(): Promise<number[]> {
    return (await root('SELECT id FROM ledger ORDER BY id'))
      .split('\n')
      .filter(Boolean)
      .map(Number);
  }
}

function moversFor(ledger: Ledger, change: Partial<Movers> = {}): Movers {
  const nothing = async (): Promise<void> => {};
  const bring = async (): Promise<void> => {
    ledger.fresh = await ledger.old();
  };
  return {
    ...{ reach: nothing, leave: nothing, unprepare: nothing, unreverse: nothing },
    ...{ carryBack: nothing, follow: nothing, unfollow: nothing, unverify: nothing, cron: nothing },
    ...{ still: nothing, wake: nothing },
    ...{ prepare: async () => ({}), reverse: async () => ({}), commit: async () => ({}) },
    seed: bring,
    verify: bring,
    open: async () => {
      ledger.isOpen = true;
    },
    close: async () => {
      ledger.isOpen = false;
      const there = await ledger.old();
      const missing = ledger.fresh.filter((id) => !there.includes(id));
      for (const id of missing) await root(`INSERT INTO ledger VALUES (${id})`);
    },
    ...change,
  };
}

it('moves there, back and there again, and loses no write that was acknowledged', async () => {
  const gateway = await host.run("ip route show default | cut -d' ' -f3");
  const { server, to, authority } = await newServer();
  const before = await host.configuration();
  const ledger = new Ledger();
  const plan = async () =>
    planFence(await host.shell(), { ...app, to: to.replace('GATEWAY', gateway), authority });
  const shell = await host.shell();
  const go = (goal: Goal, budget = 30_000, change: Partial<Movers> = {}) =>
    runMigration(goal, {
      ...{ folder, engineName: app.engineName, shell, plan, budget, keyUndo: 'k' },
      movers: moversFor(ledger, change),
      signal: new AbortController().signal,
      say: () => {},
    });
  const during = async <T>(work: Promise<T>): Promise<T> => {
    let isDone = false;
    const writing = (async () => {
      while (!isDone) await ledger.write();
    })();
    try {
      return await work;
    } finally {
      isDone = true;
      await writing;
    }
  };
  expect((await during(go('ready'))).phase).toBe('follow');
  const hanging = {
    verify: (wanted: AbortSignal) =>
      new Promise<never>((_, reject) =>
        wanted.addEventListener('abort', () => reject(wanted.reason)),
      ),
  };
  const late = await during(go('live', 4_000, hanging));
  expect(late).toMatchObject({ goal: 'ready', because: { code: 'MIG201' } });
  expect(await host.page('retribusi.kota.test')).toMatch(/^200/);
  expect((await during(go('live'))).phase).toBe('live');
  expect(await host.run('curl -sk -H "Host: retribusi.kota.test" http://127.0.0.1/')).toMatch(
    /^GET \/ retribusi.kota.test/,
  );
  expect([...ledger.fresh].sort((a, b) => a - b)).toEqual(ledger.acknowledged);
  expect((await during(go('back'))).phase).toBe('rolled back');
  expect(await ledger.old()).toEqual(ledger.acknowledged);
  expect(await host.configuration()).toEqual(before);
  await during(go('ready'));
  expect((await during(go('live'))).phase).toBe('live');
  expect((await go('settled')).phase).toBe('committed');
  expect([...ledger.fresh].sort((a, b) => a - b)).toEqual(ledger.acknowledged);
  await expect(go('back')).rejects.toMatchObject({ code: 'MIG202' });
  server.close();
});
