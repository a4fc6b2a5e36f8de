import { expect, it } from 'vitest';
import { jobsOf } from '../../../src/migrate/inspect/crontab.js';
import { draftApp } from '../../../src/migrate/inspect/draft.js';
import { inspectHost } from '../../../src/migrate/inspect/inspect.js';
import { answering, answerOf } from './recorded.js';

it('takes the time of a script from the line that runs its folder, else from Debian', () => {
  const table = `17 * * * * root cd / && run-parts --report /etc/cron.hourly
5 3 * * * root test -x /usr/sbin/anacron || { cd / && run-parts --report /etc/cron.daily; }
`;
  const files = new Map([
    ['/etc/crontab', table],
    ['/etc/cron.hourly/kirim', '#!/bin/sh\n'],
    ['/etc/cron.daily/parkir', '#!/bin/sh\n'],
    ['/etc/cron.monthly/parkir-tutup', '#!/bin/sh\n'],
    ['/etc/cron.daily/parkir.dpkg-old', '#!/bin/sh\n'],
    ['/etc/cron.daily/.placeholder', ''],
  ]);
  expect(jobsOf(files).map(({ in: path, run, user, at }) => [path, run, user, at])).toEqual([
    ['/etc/cron.hourly/kirim', '/etc/cron.hourly/kirim', 'root', '17 * * * *'],
    ['/etc/cron.daily/parkir', '/etc/cron.daily/parkir', 'root', '5 3 * * *'],
    ['/etc/cron.monthly/parkir-tutup', '/etc/cron.monthly/parkir-tutup', 'root', '52 6 1 * *'],
  ]);
});

const scripts = `
@@MARK file /etc/cron.daily/dpkg
#!/bin/sh
exec /usr/libexec/dpkg/dpkg-db-backup
@@MARK file /etc/cron.daily/antrian
#!/bin/sh
SANDI=Harian-2016 php /srv/www/antrian/artisan lapor
@@MARK file /etc/cron.weekly/cadangan
#!/bin/sh
# antrian: /srv/www/antrian is done by its own
tar czf /mnt/nas/lain.tgz /srv/lain
@@MARK packaged
/etc/cron.daily/dpkg
/etc/cron.daily/logrotate
`;

async function inspected(kind: 'nginx' | 'bullseye', more: string) {
  const host = answerOf(`${kind}.host`).replace('\n@@MARK mysql\n', () => `${more}@@MARK mysql\n`);
  expect(host).toContain(more);
  const { connection } = answering([host, answerOf(`${kind}.folders`)]);
  return inspectHost(connection, { address: '203.0.113.7' });
}

it('holds a script that is about an app, and drafts no command for it', async () => {
  const { findings } = await inspected('nginx', scripts);
  const [app] = findings.apps;
  if (app === undefined) throw new Error('no app');
  const path = '/etc/cron.daily/antrian';
  expect(app.jobs.map((job) => job.in)).toContain(path);
  expect(app.remarks).toContainEqual({ code: 'MIG170', severity: 'warn', args: { script: path } });
  expect(JSON.stringify(findings)).not.toContain('Harian-2016');
  const entry = draftApp(app, findings.host, { address: 'a', port: 22, user: 'root' });
  const job = { in: path, user: 'root', at: '25 6 * * *', run: path };
  expect(entry.legacy?.cron).toContainEqual(job);
  expect(entry.cron?.map(({ run }) => run)).toEqual([
    'cd /srv/www/antrian && php artisan schedule:run',
  ]);
});

it('tells a script that is about none, but not those of packages', async () => {
  const { findings } = await inspected('nginx', scripts);
  const others = findings.otherJobs.map((job) => job.in).filter((path) => /cron\.\w+ly/.test(path));
  expect(others).toEqual(['/etc/cron.weekly/cadangan']);
});

it('tells of which other apps a script is, and takes a folder within one for no other', async () => {
  const both = `
@@MARK file /etc/cron.daily/bkd
php /var/www/html/simpeg/index.php tutup
php /var/www/html/absensi/rekap.php
@@MARK file /etc/cron.daily/simpeg
php /var/www/html/simpeg/index.php tambah
`;
  const { findings } = await inspected('bullseye', both);
  const scripts = findings.apps.flatMap(({ name, jobs }) =>
    jobs.filter((job) => /cron\.daily/.test(job.in)).map((job) => [name, job.in, job.sharedWith]),
  );
  expect(scripts).toEqual([
    ['absensi', '/etc/cron.daily/bkd', ['simpeg']],
    ['simpeg', '/etc/cron.daily/simpeg', undefined],
  ]);
  const told = findings.apps.flatMap(({ remarks }) =>
    remarks.filter(({ code }) => code === 'MIG218'),
  );
  expect(told.map(({ args }) => args)).toEqual([{ script: '/etc/cron.daily/bkd', apps: 'simpeg' }]);
});
