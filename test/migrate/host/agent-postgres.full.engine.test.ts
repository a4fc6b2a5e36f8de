import { afterAll, beforeAll, expect, it } from 'vitest';
import { Agent } from '../../../src/migrate/host/agent.js';
import { planFence } from '../../../src/migrate/host/fence-plan.js';
import { OldHost, until } from './old-host.js';

let host: OldHost;

beforeAll(async () => {
  host = await OldHost.up('mediawiki');
  await until(async () => (await host.run('runuser -u postgres -- psql -l')) !== '', 60);
});

afterAll(() => host?.down());

const ask = (sql: string) => `cd / && runuser -u postgres -- psql -Atc "${sql}"`;

it('holds and frees a PostgreSQL database', async () => {
  const settings = ask(
    "SELECT datconnlimit, (SELECT setconfig FROM pg_db_role_setting WHERE setdatabase = d.oid) FROM pg_database d WHERE datname = 'wikidb'",
  );
  const asBefore = await host.run(settings);
  const agent = new Agent(await host.shell(), 'dinas-wiki');
  const app = {
    engineName: 'dinas-wiki',
    database: { kind: 'postgres' as const, name: 'wikidb', users: ['wiki'], alone: true },
    cron: [],
    to: 'https://10.0.0.1:443',
    retryAfter: 30,
  };
  await agent.install(await planFence(await host.shell(), app));
  const sessions = ask("SELECT count(*) FROM pg_stat_activity WHERE datname = 'wikidb'");
  await host.run(
    "cd / && nohup runuser -u postgres -- psql -d wikidb -c 'SELECT pg_sleep(100)' >/dev/null 2>&1 & echo",
  );
  await until(async () => (await host.run(sessions)) !== '0');
  await agent.fence(1, 60);
  expect(await host.run(sessions)).toBe('0');
  expect(await host.run(settings)).toBe('0|{default_transaction_read_only=on}');
  const write = 'cd / && runuser -u postgres -- psql -d wikidb -c "CREATE TABLE x (a int)" 2>&1';
  expect(await host.run(write)).toMatch(/read-only transaction/);
  await agent.unfence(2);
  expect(await host.run(settings)).toBe(asBefore);
});
