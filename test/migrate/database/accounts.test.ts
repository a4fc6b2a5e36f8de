import { describe, expect, it } from 'vitest';
import { choose } from '../../../src/migrate/database/accounts.js';
import { type FoundAccount, readAccounts } from '../../../src/migrate/database/found-accounts.js';

const account = (statements: string[], more: Partial<FoundAccount> = {}): FoundAccount => ({
  ...{ user: 'app', host: '%', isRole: false, defines: false, statements },
  ...more,
});
const app = { database: 'app', user: 'lain' };
const hash = `'*${'A'.repeat(40)}'`;
const create = (how: string): string => `CREATE USER \`app\`@\`%\` ${how}`;

describe('accounts for the new server', () => {
  it.each([
    ['a password', `IDENTIFIED BY PASSWORD ${hash}`, `IDENTIFIED BY PASSWORD ${hash}`],
    [
      'a plugin',
      `IDENTIFIED VIA ed25519 USING 'a''b\\'c'`,
      `IDENTIFIED VIA ed25519 USING 'a''b\\'c'`,
    ],
    [
      'the socket or a password',
      `IDENTIFIED VIA unix_socket OR mysql_native_password USING ${hash} REQUIRE SSL`,
      `IDENTIFIED VIA mysql_native_password USING ${hash} REQUIRE SSL`,
    ],
    [
      'a password or the socket',
      `IDENTIFIED VIA mysql_native_password USING ${hash} OR unix_socket`,
      `IDENTIFIED VIA mysql_native_password USING ${hash}`,
    ],
  ])('keep what proves them: %s', (_, how, kept) => {
    const { before, left } = choose([account([create(how)])], app);
    expect(before).toBe(`CREATE OR REPLACE USER \`app\`@\`%\` ${kept};\n`);
    expect(left).toEqual([]);
  });

  it('leave out who only has the socket, unless something is defined by it', () => {
    const socket = account([create('IDENTIFIED VIA unix_socket')]);
    expect(choose([socket], app)).toMatchObject({
      before: '',
      left: [{ account: '`app`@`%`', reason: 'socket' }],
    });
    expect(choose([{ ...socket, defines: true }], app).before).toBe(
      'CREATE OR REPLACE USER `app`@`%` ACCOUNT LOCK;\n',
    );
  });

  it('leave out the administrators', () => {
    const names = ['root', 'debian-sys-maint', 'induk_replica_330000001'];
    const { names: chosen, left } = choose(
      names.map((user) => account([create(`IDENTIFIED BY PASSWORD ${hash}`)], { user })),
      app,
    );
    expect(chosen).toEqual([]);
    expect(left.map(({ reason }) => reason)).toEqual(['reserved', 'reserved']);
  });

  it.each([
    [`GRANT USAGE ON *.* TO \`app\`@\`%\` IDENTIFIED BY PASSWORD ${hash}`, ''],
    ['GRANT SELECT ON `app`.* TO `app`@`%`', 'GRANT SELECT ON `app`.* TO `app`@`%`;\n'],
    ['GRANT SELECT ON `a__`.* TO `app`@`%`', 'GRANT SELECT ON `a__`.* TO `app`@`%`;\n'],
    ['GRANT SELECT ON `a%`.* TO `app`@`%`', 'GRANT SELECT ON `a%`.* TO `app`@`%`;\n'],
    ['GRANT SELECT ON `a\\_p`.* TO `app`@`%`', ''],
    ['GRANT SELECT ON `other`.* TO `app`@`%`', ''],
    [
      'GRANT SELECT (`a`) ON `app`.`t` TO `app`@`%`',
      'GRANT SELECT (`a`) ON `app`.`t` TO `app`@`%`;\n',
    ],
    ['GRANT SELECT ON `a__`.`t` TO `app`@`%`', ''],
    [
      'GRANT EXECUTE ON PROCEDURE `app`.`p` TO `app`@`%`',
      'GRANT EXECUTE ON PROCEDURE `app`.`p` TO `app`@`%`;\n',
    ],
    ['GRANT `reader` TO `app`@`%`', 'GRANT `reader` TO `app`@`%`;\n'],
    ['SET DEFAULT ROLE `reader` FOR `app`@`%`', 'SET DEFAULT ROLE `reader` FOR `app`@`%`;\n'],
    [
      'GRANT ALL PRIVILEGES ON *.* TO `app`@`%` WITH GRANT OPTION',
      'GRANT ALL PRIVILEGES ON `app`.* TO `app`@`%` WITH GRANT OPTION;\n',
    ],
    ['GRANT SELECT, FILE, SUPER ON *.* TO `app`@`%`', 'GRANT SELECT ON `app`.* TO `app`@`%`;\n'],
    ['GRANT PROCESS ON *.* TO `app`@`%`', ''],
  ])('have rights in the database and nowhere else: %s', (line, kept) => {
    const statements = [create(`IDENTIFIED BY PASSWORD ${hash}`), line];
    expect(choose([account(statements)], app).after).toBe(kept);
  });

  it('say who had power over the whole server', () => {
    const statements = [create(`IDENTIFIED BY PASSWORD ${hash}`), 'GRANT FILE ON *.* TO `app`@`%`'];
    expect(choose([account(statements)], app).left).toEqual([
      { account: '`app`@`%`', reason: 'global' },
    ]);
  });

  it('of an address are let in by the socket, too, where every connection comes from', () => {
    const of = (host: string) =>
      account(
        [
          `CREATE USER \`app\`@\`${host}\` IDENTIFIED BY PASSWORD ${hash}`,
          `GRANT SELECT ON \`app\`.* TO \`app\`@\`${host}\` WITH GRANT OPTION`,
        ],
        { host },
      );
    const { before, after, names } = choose([of('127.0.0.1'), of('10.0.0.9')], app);
    expect(names).toEqual(['`app`@`127.0.0.1`', '`app`@`localhost`', '`app`@`10.0.0.9`']);
    expect(before).toContain(
      `CREATE OR REPLACE USER \`app\`@\`localhost\` IDENTIFIED BY PASSWORD ${hash};`,
    );
    expect(after).toContain('GRANT SELECT ON `app`.* TO `app`@`localhost` WITH GRANT OPTION;');
    expect(choose([of('127.0.0.1'), of('%')], app).names).not.toContain('`app`@`localhost`');
  });

  it('are as they are told last, but for the one that the new server makes itself', () => {
    const own = (host: string) =>
      account([`CREATE USER \`app\`@\`${host}\` IDENTIFIED BY PASSWORD ${hash}`], { host });
    const { before, own: digests } = choose([own('%'), own('10.0.0.9')], { ...app, user: 'app' });
    expect(before.split('\n').map((line) => line.replace(/ IDENTIFIED.*/, ''))).toEqual([
      'CREATE USER IF NOT EXISTS `app`@`%`',
      'CREATE OR REPLACE USER `app`@`10.0.0.9`',
      '',
    ]);
    expect(digests).toEqual([hash.slice(1, -1), hash.slice(1, -1)]);
  });

  it('are locked here when they were before the app was held', () => {
    const locked = account([create(`IDENTIFIED BY PASSWORD ${hash} ACCOUNT LOCK PASSWORD EXPIRE`)]);
    const end = (known?: string[]) =>
      choose([locked], known === undefined ? app : { ...app, locked: known });
    expect(end().before).toContain(' ACCOUNT LOCK PASSWORD EXPIRE;');
    expect(end().locked).toEqual(['`app`@`%`']);
    expect(end(['`app`@`%`'])).toEqual(end());
    expect(end([]).before).toContain(`${hash} PASSWORD EXPIRE;`);
    expect(end([]).locked).toEqual([]);
  });

  it('are read from one answer, behind what was asked before', () => {
    const hex = (text: string): string => Buffer.from(text).toString('hex');
    const lines = [
      ...["table\t'buku'", `-- induk account\t${hex('pe`ran')}\t\t1\t0`, 'GRANT USAGE …'],
      ...[`-- induk account\t${hex('app')}\t${hex('%')}\t0\t1`, 'CREATE USER …', 'GRANT USAGE …'],
    ];
    expect(readAccounts(`${lines.join('\n')}\n`)).toEqual([
      "table\t'buku'\n",
      [
        account(['GRANT USAGE …'], { user: 'pe`ran', host: '', isRole: true }),
        account(['CREATE USER …', 'GRANT USAGE …'], { defines: true }),
      ],
    ]);
  });

  it('make roles first', () => {
    const role = account(['GRANT SELECT ON `app`.* TO `reader`'], {
      user: 'reader',
      host: '',
      isRole: true,
    });
    expect(choose([role], app).before).toBe('CREATE OR REPLACE ROLE `reader`;\n');
  });
});
