import { expect, it } from 'vitest';
import { jobsOf, parseCrontab } from '../../../src/migrate/inspect/crontab.js';
import { draftJobs } from '../../../src/migrate/inspect/draft-jobs.js';
import type { FoundApp } from '../../../src/migrate/inspect/model.js';

it('reads a crontab with settings, comments and nicknames', () => {
  const text = `# m h dom mon dow
MAILTO=a@b.id
*/5  *	* * *   php /srv/a/tagih.php
@daily /srv/a/bersih.sh
@reboot /srv/a/mulai.sh
bukan jadwal
`;
  expect(parseCrontab(text, '/x', 'www-data')).toEqual([
    {
      in: 'crontab of www-data',
      user: 'www-data',
      at: '*/5  *	* * *',
      run: 'php /srv/a/tagih.php',
      schedule: '*/5 * * * *',
    },
    {
      in: 'crontab of www-data',
      user: 'www-data',
      at: '@daily',
      run: '/srv/a/bersih.sh',
      schedule: '0 0 * * *',
    },
    { in: 'crontab of www-data', user: 'www-data', at: '@reboot', run: '/srv/a/mulai.sh' },
  ]);
});

it('takes the account from the lines of /etc/cron.d and leaves out what Debian put there', () => {
  const files = new Map([
    ['/etc/cron.d/app', '0 2 * * * www-data php /srv/a.php\n'],
    ['/etc/cron.d/php', '09,39 * * * * root /usr/lib/php/sessionclean\n'],
    ['/etc/crontab', '17 * * * * root cd / && run-parts --report /etc/cron.hourly\n'],
  ]);
  expect(jobsOf(files)).toMatchObject([
    { in: '/etc/cron.d/app', user: 'www-data', run: 'php /srv/a.php' },
  ]);
});

it.each([
  ['daily', '0 0 * * *'],
  ['Mon *-*-* 06:00:00', '0 6 * * 1'],
  ['*-*-* 02:30', '30 2 * * *'],
  ['*-*-15 04:05:00', '5 4 15 * *'],
  ['*:0/10', '*/10 * * * *'],
  ['Mon..Fri 08:00', undefined],
  ['*-01-01 00:00', undefined],
])('puts the time of a timer, %s, as %s', (calendar, schedule) => {
  const files = new Map([
    ['/etc/systemd/system/a.timer', `[Timer]\nOnCalendar=${calendar}\n`],
    [
      '/etc/systemd/system/a.service',
      '[Service]\nUser=www-data\nExecStart=-/usr/bin/php /srv/a.php\n',
    ],
  ]);
  const [job] = jobsOf(files);
  expect([job?.schedule, job?.run, job?.user]).toEqual([
    schedule,
    '/usr/bin/php /srv/a.php',
    'www-data',
  ]);
});

it('drafts jobs without their output files, with names, and leaves dumps behind', () => {
  const job = (run: string) => ({
    in: 'crontab of a',
    user: 'a',
    at: '* * * * *',
    run,
    schedule: '* * * * *',
  });
  const jobs = [
    job('cd /srv/a && php artisan schedule:run >> /dev/null 2>&1'),
    job('php /srv/a/cron/tagih.php > /var/log/tagih.log 2>&1'),
    job('php /srv/a/tagih.php "+\\%F"'),
    job('mysqldump a | gzip > /root/a.sql.gz'),
  ];
  expect(draftJobs({ jobs } as unknown as FoundApp)).toEqual([
    { name: 'schedule-run', at: '* * * * *', run: 'cd /srv/a && php artisan schedule:run' },
    { name: 'tagih', at: '* * * * *', run: 'php /srv/a/cron/tagih.php' },
    { name: 'tagih-2', at: '* * * * *', run: 'php /srv/a/tagih.php "+%F"' },
  ]);
});
