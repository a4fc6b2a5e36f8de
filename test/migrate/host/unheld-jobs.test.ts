import { expect, it } from 'vitest';
import type { Shell } from '../../../src/migrate/host/agent.js';
import type { HeldApp } from '../../../src/migrate/host/fence-plan.js';
import { refuseUnheld } from '../../../src/migrate/host/unheld-jobs.js';
import { faultOf } from '../../server/fault.js';

const held = {
  cron: [
    { in: '/etc/cron.d/parkir', run: 'php /var/www/parkir/tagih.php --token=***' },
    { in: '/etc/systemd/system/rekap.timer', run: 'php /var/www/parkir/rekap.php' },
  ],
  mentioned: { paths: ['/var/www/parkir'], domains: ['parkir.kota.test'], at: '/' },
} as unknown as HeldApp;

const files: Record<string, string> = {
  '/etc/cron.d/parkir': '*/5 * * * * www-data php /var/www/parkir/tagih.php --token=Rahasia\n',
  '/etc/cron.d/situs': '* * * * * www-data php /var/www/situs/cron.php\n',
  '/etc/cron.daily/logrotate': '#!/bin/sh\nlogrotate /etc/logrotate.conf\n',
  '/etc/cron.weekly/situs': '#!/bin/sh\n# like that of /var/www/parkir\nphp /var/www/situs/a.php\n',
  '/etc/systemd/system/rekap.timer': '[Timer]\nOnCalendar=daily\n',
  '/etc/systemd/system/rekap.service': '[Service]\nExecStart=php /var/www/parkir/rekap.php\n',
};

const host = (more: Record<string, string> = {}): Shell => ({
  server: 'lama',
  exec: async () => ({
    code: 0,
    stdout: `rekap.timer loaded active waiting Rekap\0${Object.entries({ ...files, ...more })
      .map(([path, text]) => `${path}\0${Buffer.from(text).toString('base64')}\0`)
      .join('')}`,
    stderr: '',
  }),
});

it('finds nothing where all jobs of the app are known', async () => {
  await refuseUnheld(host(), held);
});

it('refuses a job of the app that came later, without its passwords', async () => {
  const spool = '/var/spool/cron/crontabs/www-data';
  const line = '0 * * * * curl https://parkir.kota.test/kirim?token=Rahasia\n';
  const fault = await faultOf(refuseUnheld(host({ [spool]: line }), held));
  expect([fault.code, fault.args]).toEqual([
    'MIG229',
    { jobs: 'crontab of www-data: curl https://parkir.kota.test/kirim?token=***' },
  ]);
});

it('refuses a script of cron’s folders that is about the app, until it is known', async () => {
  const path = '/etc/cron.daily/parkir';
  const there = host({ [path]: '#!/bin/sh\ncd /var/www/parkir && php rekap.php\n' });
  expect((await faultOf(refuseUnheld(there, held))).args.jobs).toBe(`${path}: ${path}`);
  await refuseUnheld(there, { ...held, cron: [...held.cron, { in: path, run: path }] });
});
