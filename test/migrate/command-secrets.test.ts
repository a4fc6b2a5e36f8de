import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { redacted, secretsIn, withVariables } from '../../src/migrate/command-secrets.js';

/** Commands as crontabs have them, and what nobody should read in them. */
const lines: [command: string, ...values: string[]][] = [
  ['mysqldump -u retribusi -pRahasia2014 retribusi | gzip > ~/cadangan.sql.gz', 'Rahasia2014'],
  ["mysql -uroot -p'Pasar#2014 lama' retribusi < x.sql", 'Pasar#2014 lama'],
  ['/usr/bin/mysqldump --user=a --password=Rahasia --all-databases', 'Rahasia'],
  ['mysqldump --password="Raha\\"sia" retribusi', 'Raha"sia'],
  ["PGPASSWORD='ra ha' pg_dump retribusi", 'ra ha'],
  ['MYSQL_PWD=Rahasia mysql retribusi -e "SELECT 1"', 'Rahasia'],
  ['curl -s https://retribusi.kota.test/cron.php?token=abc123', 'abc123'],
  ["wget -qO- 'https://kota.test/tagih?a=1&api_key=k-99&b=2'", 'k-99'],
  ['curl -s "https://petugas:Rahasia@kota.test/tagih" > /dev/null', 'Rahasia'],
  ['curl -u petugas:Rahasia https://kota.test/tagih', 'Rahasia'],
  ["curl -H 'Authorization: Bearer ab.cd' -d 'user=a&sandi=xyz' https://a.test", 'ab.cd', 'xyz'],
  [`curl -d '{"token":"abc"}' https://a.test`, 'abc'],
  ['php /var/www/a/spark tagih --token rahasia --all', 'rahasia'],
  ['sshpass -p Rahasia rsync -a /var/www/a cadangan@10.0.0.9:/a', 'Rahasia'],
  ['wget --http-password=100\\%aman https://a.test', '100%aman'],
  ['curl https://ghp_abcdefghijklmnop@git.test/a.git', 'ghp_abcdefghijklmnop'],
];

describe('a command with secrets', () => {
  it.each(lines)('%s', (command, ...values) => {
    expect(secretsIn(command).map(({ value }) => value)).toEqual(values);
    const shown = redacted(command);
    for (const value of values) expect(shown).not.toContain(value);
    expect(redacted(shown)).toBe(shown);
  });

  it.each(lines)('means the same with variables: %s', (command, ...values) => {
    const names = values.map((_, index) => `RAHASIA_${index}`);
    const words = secretsIn(command);
    const written = withVariables(command, words, names).replaceAll('\\%', '%');
    const env = Object.fromEntries(names.map((name, index) => [name, values[index]]));
    expect(argumentsOf(written, env)).toBe(argumentsOf(command.replaceAll('\\%', '%')));
  });
});

/** What a shell hands on: the first program and its arguments, and what it is given by name. */
function argumentsOf(command: string, env: Record<string, string | undefined> = {}): string {
  const [first = ''] = command.split(/ [|<>] /);
  const [, assigned = '', rest = ''] =
    /^((?:\w+=(?:'[^']*'|"[^"]*"|\S*) )?)(.*)$/.exec(first) ?? [];
  const script = `printf '<%s>' ${assigned}${rest}`;
  return execFileSync('sh', ['-c', script], { env: { PATH: process.env.PATH, ...env } }).toString();
}

it.each([
  'php /var/www/retribusi/cron/tagih.php >> /var/log/tagih.log 2>&1',
  'cd /var/www/situs && php wp-cron.php > /dev/null',
  'mysqldump retribusi > ~/cadangan.sql 2>/dev/null || true',
  'mysqldump -p"$(cat /root/sandi)" retribusi',
  'mysqldump -P 3307 --password-file=/root/sandi retribusi',
  'PATH=/usr/bin mkdir -p /srv/cadangan',
  'ssh -p 2222 -i /root/kunci cadangan@10.0.0.9 tar -p -c /srv',
  'curl --ssl-key=/etc/ssl/a.key "https://a.test/?bulan=5"',
  'php artisan schedule:run --env=production',
])('%s has none', (command) => {
  expect(redacted(command)).toBe(command);
});

it('hides what only a shell can put together, and does not say what it is', () => {
  const command = `mysqldump -pab'c d' --password=x$Y retribusi`;
  expect(redacted(command)).toBe('mysqldump -p*** --password=*** retribusi');
  expect(secretsIn(command).map(({ value }) => value)).toEqual([undefined, undefined]);
});

/** Processor time, microseconds: what else the machine does is not in it. */
function cost(text: string): number {
  const before = process.cpuUsage();
  redacted(text);
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

it.each(['a', '-a', 'x-', '"a', 'a:', '://a', 'token=a ', 'mysql -pa '])(
  'costs as much as it is long, no more: a line of %s',
  (part) => {
    const of = (length: number): number => cost(part.repeat(length / part.length));
    of(4_096);
    // Eight times the length; 64 times the cost if each place looked at all others.
    const eighth = Math.max(of(16_384), 10_000);
    expect(of(131_072)).toBeLessThan(24 * eighth);
  },
);
