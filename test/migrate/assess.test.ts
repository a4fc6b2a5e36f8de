import { describe, expect, it } from 'vitest';
import type { App } from '../../src/inventory/model.js';
import { assess } from '../../src/migrate/assess.js';
import type { AssessFacts } from '../../src/migrate/assess-model.js';
import type { DatabaseServer, FoundApp, Host } from '../../src/migrate/inspect/model.js';
import { phrase } from '../../src/terminal/prose/index.js';

const found = {
  framework: 'wordpress',
  at: '/',
  domains: ['situs.kota.test'],
  bytes: 500_000_000,
  jobs: [{ in: '/etc/cron.d/situs', user: 'www-data', run: 'php /var/www/situs/cron.php' }],
  files: 20_000,
  databases: [{ engine: 'mariadb', host: 'localhost', name: 'situs', user: 'situs', file: 'x' }],
  database: {
    name: 'situs',
    version: '10.11.6',
    bytes: 850_000_000,
    engines: { InnoDB: 12 },
    charsets: { utf8mb4_general_ci: 12 },
    definers: [] as string[],
  },
} as unknown as FoundApp;

const database = {
  engine: 'mariadb',
  version: '10.11.6-MariaDB',
  variables: { log_bin: 'ON' },
  databases: [{ name: 'situs' }, { name: 'lain' }],
  accounts: ['situs@localhost', 'root@localhost'],
  // As the server tells them: what is granted on all databases is on `*`.
  grants: [
    { account: 'root@localhost', on: '*', privileges: 'ALTER,CREATE,DELETE,INSERT,SUPER,UPDATE' },
    { account: 'situs@localhost', on: 'situs', privileges: 'DELETE,INSERT,SELECT,UPDATE' },
  ],
} as unknown as DatabaseServer;

const shown = {
  file: '/etc/ssl/situs.crt',
  names: ['situs.kota.test', '*.situs.kota.test'],
  issuer: 'CA',
  days: 40,
  selfSigned: false,
};

const good: AssessFacts = {
  app: {
    id: 'kominfo/situs',
    domains: ['situs.kota.test', 'www.situs.kota.test'],
    legacy: {
      cron: [{ in: '/etc/cron.d/situs', run: 'php  /var/www/situs/cron.php' }],
      write: { path: '/buku-tamu', method: 'POST', expect: 302 },
    },
    database: { kind: 'mariadb', version: '10.11' },
  } as unknown as App,
  found,
  host: { access: 'root', user: 'root', now: 1000 } as Host,
  database,
  certificate: shown,
  target: { server: 'pusat-1', free: 50_000_000_000, runs: false },
  backup: 'proven',
  now: 1_000_000,
};

const withFound = (change: object): Partial<AssessFacts> => ({
  found: { ...found, ...change } as FoundApp,
});
const withData = (change: object): Partial<AssessFacts> =>
  withFound({ database: { ...found.database, ...change } });
const withServer = (change: object): Partial<AssessFacts> => ({
  database: { ...database, ...change } as DatabaseServer,
});

const withGrant = (account: string, on: string, privileges: string): Partial<AssessFacts> =>
  withServer({ grants: [...database.grants, { account, on, privileges }] });

describe('assess', () => {
  it('finds nothing wrong with an app that can be followed', () => {
    const { method, freeze, verdict, checks } = assess(good);
    expect({ method, freeze, verdict }).toEqual({ method: 'follow', freeze: 2.5, verdict: 'ok' });
    expect(checks.every((check) => check.verdict === 'ok')).toBe(true);
  });

  it.each<[string, string, string, Partial<AssessFacts>]>([
    ['access', 'warn', 'MIG289', { host: { ...good.host, access: 'ordinary' } }],
    [
      'access',
      'block',
      'MIG210',
      { host: { ...good.host, access: 'ordinary' }, database: undefined } as object,
    ],
    ['framework', 'block', 'MIG211', withFound({ framework: 'unknown' })],
    ['address', 'block', 'MIG212', withFound({ at: '/situs/' })],
    ['web', 'block', 'MIG213', withFound({ domains: [] })],
    ['disk', 'block', 'MIG214', { target: { ...good.target, free: 1_000_000_000 } }],
    ['target', 'block', 'MIG215', { target: { ...good.target, runs: true } }],
    ['engine', 'block', 'MIG216', withFound({ database: undefined })],
    ['engine', 'block', 'MIG217', withServer({ version: '10.1.48-MariaDB' })],
    ['engine', 'block', 'MIG217', withServer({ engine: 'mysql', version: '8.0.36' })],
    [
      'accounts',
      'block',
      'MIG219',
      withServer({
        grants: [
          ...database.grants,
          { account: 'situs@localhost', on: 'lain', privileges: 'SELECT' },
        ],
      }),
    ],
    [
      'accounts',
      'block',
      'MIG220',
      withFound({ databases: [{ ...found.databases[0], user: 'root' }] }),
    ],
    ['accounts', 'block', 'MIG219', withGrant('situs@%', '*', 'DELETE,INSERT,SELECT,SUPER,UPDATE')],
    ['accounts', 'block', 'MIG219', withGrant('situs@localhost', '%', 'SELECT')],
    ['accounts', 'warn', 'MIG228', withGrant('pengelola@localhost', '*', 'INSERT,SELECT')],
    [
      'accounts',
      'block',
      'MIG220',
      {
        ...withServer({
          engine: 'postgres',
          grants: [{ account: 'situs', on: '*', privileges: 'SUPERUSER' }],
        }),
      },
    ],
    ['accounts', 'block', 'MIG221', withServer({ version: '10.3.39-MariaDB' })],
    [
      'jobs',
      'block',
      'MIG229',
      withFound({ jobs: [...found.jobs, { in: '/etc/crontab', run: 'x' }] }),
    ],
    [
      'jobs',
      'block',
      'MIG218',
      withFound({ jobs: [{ in: '/etc/cron.daily/kota', run: 'x', sharedWith: ['blog'] }] }),
    ],
    ['definers', 'warn', 'MIG222', withData({ definers: ['pergi@localhost'] })],
    ['tables', 'warn', 'MIG223', withData({ engines: { InnoDB: 3, MyISAM: 2 } })],
    [
      'database-host',
      'block',
      'MIG227',
      withFound({ databases: [{ ...found.databases[0], host: '203.0.113.7' }] }),
    ],
    ['binary-log', 'warn', 'MIG225', withServer({ variables: { log_bin: 'OFF' } })],
    ['backup', 'warn', 'MIG224', { backup: 'unproven' }],
    ['clock', 'warn', 'MIG226', { now: 2_000_000 }],
    [
      'forwarding',
      'warn',
      'MIG288',
      { app: { ...good.app, legacy: { address: 'lama.kota.test' } } as App },
    ],
    ['write', 'warn', 'MIG278', { app: { ...good.app, legacy: {} } as App }],
    ['certificate', 'warn', 'MIG285', { certificate: undefined } as object],
    ['certificate', 'warn', 'MIG286', { certificate: { ...shown, days: -3 } }],
    ['certificate', 'warn', 'MIG287', { certificate: { ...shown, names: ['*.kota.test'] } }],
  ])('%s: %s with %s', (name, verdict, code, change) => {
    const assessed = assess({ ...good, ...change });
    const check = assessed.checks.find((one) => one.name === name);
    expect(check).toMatchObject({ verdict, code });
    const { text, next } = phrase(code, check?.args);
    expect(text).not.toMatch(/\{/);
    expect(next).toBeTypeOf('string');
  });

  it.each<[string, Partial<AssessFacts>]>([
    [
      'rights that reach no other database',
      withGrant('situs@localhost', '*', 'FILE,PROCESS,RELOAD,REPLICATION CLIENT,SHOW DATABASES'),
    ],
    ['a pattern that only its own database is of', withGrant('situs@%', 'si_us', 'SELECT')],
    [
      'all rights on a server that has nothing else',
      withServer({
        databases: [{ name: 'situs' }],
        grants: [{ account: 'situs@localhost', on: '*', privileges: 'INSERT,SELECT,SUPER' }],
      }),
    ],
  ])('takes an account for the app’s own that has %s', (_, change) => {
    const { checks } = assess({ ...good, ...change });
    expect(checks.find(({ name }) => name === 'accounts')?.verdict).toBe('ok');
  });

  it('asks for no write through an app that has no database', () => {
    const { database: none, ...app } = { ...good.app, legacy: { cron: [] } };
    const { checks } = assess({ ...good, app: app as unknown as App });
    expect(checks.find(({ name }) => name === 'write')).toEqual({ name: 'write', verdict: 'ok' });
  });

  it('dumps PostgreSQL, and asks for an archive where it may read no database', () => {
    const postgres = {
      ...withServer({ engine: 'postgres', version: '15.6' }),
      app: { ...good.app, database: { kind: 'postgres', version: '15' } } as App,
    };
    expect(assess({ ...good, ...postgres })).toMatchObject({ method: 'dump', freeze: 102.5 });
    const host = { ...good.host, access: 'ordinary' as const };
    const { method, freeze } = assess({ ...good, host, database: undefined } as AssessFacts);
    expect({ method, freeze }).toEqual({ method: 'archive', freeze: undefined });
  });

  it('dumps by the app’s account where nobody may be root, whoever else has one', () => {
    const host = { ...good.host, access: 'ordinary' as const };
    const own = {
      ...withServer({ accounts: [], version: '10.3.39' }),
      ...withData({ definers: ['situs@localhost'] }),
      app: { ...good.app, database: { kind: 'mariadb', version: '10.3' } } as App,
    };
    const { method, checks } = assess({ ...good, host, ...own });
    expect(method).toBe('dump');
    expect(checks.filter(({ verdict }) => verdict !== 'ok').map(({ code }) => code)).toEqual([
      'MIG289',
    ]);
  });
});
