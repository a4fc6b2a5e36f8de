import { expect, it } from 'vitest';
import { inspectHost } from '../../../src/migrate/inspect/inspect.js';
import { faultOf } from '../../server/fault.js';
import { answering, answerOf, recorded } from './recorded.js';

it('finds the apps beside each other in one document root', async () => {
  const { findings, judged } = await recorded('bullseye');
  expect(findings.apps).toMatchObject([
    {
      name: 'absensi',
      at: '/absensi/',
      framework: 'php',
      domains: [],
      docroot: '/var/www/html',
      path: '/var/www/html/absensi',
      databases: [{ engine: 'mariadb', name: 'absensi', user: 'absensi', host: '127.0.0.1' }],
      jobs: [{ in: '/etc/crontab' }, { in: '/etc/systemd/system/rekap-absensi.timer' }],
      reaches: ['http://192.168.10.20'],
    },
    {
      name: 'simpeg',
      framework: 'codeigniter',
      frameworkVersion: '3.1.11',
      php: { version: '7.4' },
      database: { version: '10.5.29', engines: { MyISAM: 1 } },
    },
  ]);
  const [absensi, simpeg] = judged;
  expect(absensi?.secrets.get('DB_PASSWORD')?.reveal()).toBe('abs3nsi');
  // The file has the line ends of Windows and an older password in a comment.
  expect(simpeg?.secrets.get('DB_PASSWORD')?.reveal()).toBe('simp3g!"2015');
  expect(simpeg?.secrets.get('ENCRYPTION_KEY')?.reveal()).toBe('s1mp3g-kunci-2015');
  const codes = findings.apps.map(({ remarks }) => remarks.map(({ code }) => code));
  expect(codes[0]).toEqual(expect.arrayContaining(['MIG113', 'MIG120', 'MIG152', 'MIG166']));
  expect(codes[1]).toEqual(expect.arrayContaining(['MIG110', 'MIG120', 'MIG135', 'MIG150']));
});

it('finds an app once that was given a name of its own beside its place below another', async () => {
  const [host, folders] = [answerOf('bullseye.host'), answerOf('bullseye.folders')];
  const site = `@@MARK file /etc/apache2/sites-enabled/simpeg.conf
<VirtualHost *:80>
  ServerName simpeg.kota.test
  DocumentRoot /var/www/html/simpeg
</VirtualHost>
`;
  const begin = folders.indexOf('@@MARK docroot /var/www/html\n');
  const end = folders.search(/@@MARK (log|certificate|end)/);
  const own = folders
    .slice(begin, end)
    .replaceAll(/^(@@MARK (?:docroot|real|base)) .*$/gm, '$1 /var/www/html/simpeg');
  const at = '@@MARK file /etc/apache2/sites-enabled/000-default.conf';
  const { connection } = answering([
    host.replace(at, () => site + at),
    folders.slice(0, end) + own + folders.slice(end),
  ]);
  const { findings } = await inspectHost(connection, { address: '203.0.113.7' });
  const apps = findings.apps.map(({ name, at, domains }) => [name, at, ...domains]);
  expect(apps.filter(([, , domain]) => domain !== undefined)).toEqual([
    ['simpeg', '/', 'simpeg.kota.test'],
  ]);
  expect(apps.filter(([name]) => name?.startsWith('simpeg'))).toHaveLength(1);
});

it('mounts an app behind a link by the name its jobs know', async () => {
  const { findings, judged } = await recorded('nginx');
  expect(findings.apps).toMatchObject([
    {
      name: 'antrian',
      framework: 'laravel',
      frameworkVersion: '9.52.4',
      webServer: 'nginx',
      path: '/srv/www/rilis/2023-05-02',
      alias: { path: '/srv/www/antrian', docroot: '/srv/www/antrian/public' },
      jobs: [{ schedule: '* * * * *' }],
      reaches: expect.arrayContaining(['10.11.12.14']),
    },
  ]);
  expect([...(judged[0]?.secrets.keys() ?? [])]).toEqual([
    'DB_PASSWORD',
    'APP_KEY',
    'MAIL_PASSWORD',
  ]);
  expect(judged[0]?.secrets.get('DB_PASSWORD')?.reveal()).toBe('antri #1 2020');
  expect(findings.certificates).toMatchObject([{ names: ['antrian.kota.test'], selfSigned: true }]);
});

it('keeps every password out of the findings', async () => {
  for (const kind of ['bullseye', 'nginx'] as const) {
    const { findings, judged } = await recorded(kind);
    const text = JSON.stringify(findings);
    for (const { secrets } of judged) {
      for (const secret of secrets.values()) {
        expect(text).not.toContain(JSON.stringify(secret.reveal()).slice(1, -1));
      }
    }
  }
});

it('says that a host has no web server, and reads what there is', async () => {
  const host = '\n@@MARK id\n0\nroot\n\n@@MARK now\n1700000000\n\n@@MARK end\n';
  const { connection, scripts } = answering([host, '\n@@MARK end\n']);
  const { findings } = await inspectHost(connection, { address: 'a' });
  expect(findings.apps).toEqual([]);
  expect(findings.remarks.map(({ code }) => code)).toEqual(['MIG163']);
  expect(scripts).toHaveLength(2);
});

it('does not take half an answer for a whole one', async () => {
  const { connection } = answering(['Selamat datang!\npassword=rahasia\n', '']);
  const fault = await faultOf(inspectHost(connection, { address: 'a' }));
  expect(fault.code).toBe('MIG005');
  expect(JSON.stringify([fault.message, fault.args, fault.logTail])).not.toContain('rahasia');
});

it('quotes what the first answer names before it goes into the second script', async () => {
  const evil = "/srv/a'; touch /tmp/jahat; '";
  const conf = `\n@@MARK file /etc/apache2/apache2.conf\n<VirtualHost *:80>\nDocumentRoot "${evil}"\n</VirtualHost>\n`;
  const { connection, scripts } = answering([`${conf}\n@@MARK end\n`, '\n@@MARK end\n']);
  await inspectHost(connection, { address: 'a' });
  expect(scripts[1]).toContain(`folder '/srv/a'\\''; touch /tmp/jahat; '\\'''`);
});
