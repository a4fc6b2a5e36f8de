import { expect, it } from 'vitest';
import { type HeldApp, planFence } from '../../../src/migrate/host/fence-plan.js';
import type { Shell } from '../../../src/migrate/mover/old-host.js';
import { faultOf } from '../../server/fault.js';

const script = '/etc/cron.daily/parkir';
const crontab = '/etc/cron.d/parkir';

/** An old host that has these files. */
const shell = (files: Record<string, string>): Shell => ({
  server: 'lama',
  exec: async () => ({
    code: 0,
    stdout: `apache2ctl\0\0\0${Object.entries(files)
      .map(([path, text]) => `${path}\0${Buffer.from(text).toString('base64')}\0`)
      .join('')}`,
    stderr: '',
  }),
});

const held: HeldApp = {
  engineName: 'dishub-parkir',
  cron: [
    { in: script, run: script },
    { in: crontab, run: 'php /var/www/parkir/tagih.php' },
  ],
  to: 'https://10.0.0.1:443',
  retryAfter: 10,
};

it('has a script that does nothing in the place of the app’s', async () => {
  const files = {
    [script]: '#!/bin/sh\nphp /var/www/parkir/rekap.php\n',
    '/etc/cron.daily/logrotate': '#!/bin/sh\nlogrotate /etc/logrotate.conf\n',
    [crontab]: '*/5 * * * * www-data php /var/www/parkir/tagih.php\n',
  };
  const { swaps } = await planFence(shell(files), held);
  expect(swaps.map(({ path, kind }) => [path, kind])).toEqual([
    [script, 'cron'],
    [crontab, 'cron'],
  ]);
  expect(swaps[0]?.held).toMatch(/^#!\/bin\/sh\n#induk-migrate# .*\n$/);
  expect(swaps[1]?.held).toMatch(/^#induk-migrate# \*\/5/);
});

it('plans nothing when the script is not there', async () => {
  const { code, args } = await faultOf(planFence(shell({ [crontab]: '' }), held));
  expect([code, args.place]).toEqual(['MIG239', script]);
});
