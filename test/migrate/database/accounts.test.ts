import { describe, expect, it } from 'vitest';
import { choose, type FoundAccount } from '../../../src/migrate/database/accounts.js';

const account = (statements: string[], more: Partial<FoundAccount> = {}): FoundAccount => ({
  ...{ user: 'app', host: '10.%', isRole: false, defines: false, statements },
  ...more,
});
const hash = `'*${'A'.repeat(40)}'`;
const create = (how: string): string => `CREATE USER \`app\`@\`10.%\` ${how}`;

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
    const { before, left } = choose([account([create(how)])], 'app');
    expect(before).toBe(`CREATE USER IF NOT EXISTS \`app\`@\`10.%\` ${kept};\n`);
    expect(left).toEqual([]);
  });

  it('leave out who only has the socket, unless something is defined by it', () => {
    const socket = account([create('IDENTIFIED VIA unix_socket')]);
    expect(choose([socket], 'app')).toMatchObject({
      before: '',
      left: [{ account: '`app`@`10.%`', reason: 'socket' }],
    });
    expect(choose([{ ...socket, defines: true }], 'app').before).toBe(
      'CREATE USER IF NOT EXISTS `app`@`10.%` ACCOUNT LOCK;\n',
    );
  });

  it('leave out the administrators', () => {
    const names = ['root', 'debian-sys-maint', 'induk_replica'];
    const { names: chosen, left } = choose(
      names.map((user) => account([create(`IDENTIFIED BY PASSWORD ${hash}`)], { user })),
      'app',
    );
    expect(chosen).toEqual([]);
    expect(left.map(({ reason }) => reason)).toEqual(['reserved', 'reserved']);
  });

  it.each([
    [`GRANT USAGE ON *.* TO \`app\`@\`10.%\` IDENTIFIED BY PASSWORD ${hash}`, ''],
    ['GRANT SELECT ON `app`.* TO `app`@`10.%`', 'GRANT SELECT ON `app`.* TO `app`@`10.%`;\n'],
    ['GRANT SELECT ON `a__`.* TO `app`@`10.%`', 'GRANT SELECT ON `a__`.* TO `app`@`10.%`;\n'],
    ['GRANT SELECT ON `a%`.* TO `app`@`10.%`', 'GRANT SELECT ON `a%`.* TO `app`@`10.%`;\n'],
    ['GRANT SELECT ON `a\\_p`.* TO `app`@`10.%`', ''],
    ['GRANT SELECT ON `other`.* TO `app`@`10.%`', ''],
    [
      'GRANT SELECT (`a`) ON `app`.`t` TO `app`@`10.%`',
      'GRANT SELECT (`a`) ON `app`.`t` TO `app`@`10.%`;\n',
    ],
    ['GRANT SELECT ON `a__`.`t` TO `app`@`10.%`', ''],
    [
      'GRANT EXECUTE ON PROCEDURE `app`.`p` TO `app`@`10.%`',
      'GRANT EXECUTE ON PROCEDURE `app`.`p` TO `app`@`10.%`;\n',
    ],
    ['GRANT `reader` TO `app`@`10.%`', 'GRANT `reader` TO `app`@`10.%`;\n'],
    ['SET DEFAULT ROLE `reader` FOR `app`@`10.%`', 'SET DEFAULT ROLE `reader` FOR `app`@`10.%`;\n'],
    [
      'GRANT ALL PRIVILEGES ON *.* TO `app`@`10.%` WITH GRANT OPTION',
      'GRANT ALL PRIVILEGES ON `app`.* TO `app`@`10.%` WITH GRANT OPTION;\n',
    ],
    [
      'GRANT SELECT, FILE, SUPER ON *.* TO `app`@`10.%`',
      'GRANT SELECT ON `app`.* TO `app`@`10.%`;\n',
    ],
    ['GRANT PROCESS ON *.* TO `app`@`10.%`', ''],
  ])('have rights in the database and nowhere else: %s', (line, kept) => {
    const statements = [create(`IDENTIFIED BY PASSWORD ${hash}`), line];
    expect(choose([account(statements)], 'app').after).toBe(kept);
  });

  it('say who had power over the whole server', () => {
    const statements = [
      create(`IDENTIFIED BY PASSWORD ${hash}`),
      'GRANT FILE ON *.* TO `app`@`10.%`',
    ];
    expect(choose([account(statements)], 'app').left).toEqual([
      { account: '`app`@`10.%`', reason: 'global' },
    ]);
  });

  it('make roles first', () => {
    const role = account(['GRANT SELECT ON `app`.* TO `reader`'], {
      user: 'reader',
      host: '',
      isRole: true,
    });
    expect(choose([role], 'app').before).toBe('CREATE ROLE IF NOT EXISTS `reader`;\n');
  });
});
