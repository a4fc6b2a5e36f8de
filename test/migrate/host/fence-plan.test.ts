import { describe, expect, it } from 'vitest';
import type { Shell } from '../../../src/migrate/host/agent.js';
import { type HeldApp, planFence } from '../../../src/migrate/host/fence-plan.js';

/** An old host that has these files. */
const hostWith = (files: Record<string, string>): Shell => ({
  server: '203.0.113.7',
  exec: async () => ({
    code: 0,
    stdout: [
      'apache2ctl',
      '/usr/lib/apache2/modules',
      '/etc/mysql/mariadb.conf.d',
      '/srv/rilis/3\n',
    ]
      .concat(Object.entries(files).flatMap(told))
      .join('\0'),
    stderr: '',
  }),
});

const told = ([path, text]: [string, string]): string[] => [
  path,
  Buffer.from(text, 'latin1').toString('base64'),
];

const parkir: HeldApp = {
  engineName: 'dishub-parkir',
  web: {
    server: 'apache',
    names: ['*.parkir.go.id', 'parkir.go.id'],
    docroots: ['/var/www/parkir'],
  },
  cron: [],
  folders: ['/var/www/parkir'],
  to: 'https://10.20.0.11:443',
  retryAfter: 10,
};

const named = `<VirtualHost *:80>
  ServerName parkir.go.id
  DocumentRoot /var/www/parkir
</VirtualHost>
`;
const nameless = `<VirtualHost *:80>\n  DocumentRoot \${PARKIR}\n</VirtualHost>\n`;

describe('planFence', () => {
  it('holds what shows the app in every file, and has the names asked where they answer', async () => {
    const host = hostWith({
      '/etc/apache2/apache2.conf': 'Define PARKIR "/var/www/parkir"\n',
      '/etc/apache2/sites-enabled/parkir.conf': named,
      '/etc/apache2/sites-enabled/../lain/bawaan.conf': nameless,
      '/etc/apache2/lain/bawaan.conf': nameless,
      '/etc/apache2/sites-enabled/situs.conf': named.replaceAll('parkir', 'situs'),
    });
    const { swaps, conf } = await planFence(host, parkir);
    expect(swaps.map(({ path, kind }) => `${kind} ${path}`)).toEqual([
      'web /etc/apache2/sites-enabled/parkir.conf',
      'web /etc/apache2/lain/bawaan.conf',
    ]);
    expect(swaps[1]?.forward).toContain('Redirect 307 "/" "http://parkir.go.id/"');
    expect(conf.ANSWERING).toBe('plain - 80 parkir.go.id');
  });

  it('knows the app’s folders as they are named and where links lead', async () => {
    const { conf } = await planFence(hostWith({ '/etc/apache2/apache2.conf': named }), parkir);
    expect(conf.FOLDERS).toBe('[/]var/www/parkir\n[/]srv/rilis/3');
  });

  it('refuses a host that knows none of the names, though it shows the folder', async () => {
    const host = hostWith({
      '/etc/apache2/apache2.conf': `Define PARKIR /var/www/parkir\n${nameless}`,
    });
    await expect(planFence(host, parkir)).rejects.toMatchObject({ code: 'MIG238' });
  });

  describe('with jobs', () => {
    const script = '/etc/cron.daily/parkir';
    const crontab = '/etc/cron.d/parkir';
    const { web: _, ...withoutWeb } = parkir;
    const held: HeldApp = {
      ...withoutWeb,
      cron: [
        { in: script, run: script },
        { in: crontab, run: 'php /var/www/parkir/tagih.php' },
      ],
    };

    it('has a script that does nothing in the place of the app’s', async () => {
      const host = hostWith({
        [script]: '#!/bin/sh\nphp /var/www/parkir/rekap.php\n',
        '/etc/cron.daily/logrotate': '#!/bin/sh\nlogrotate /etc/logrotate.conf\n',
        [crontab]: '*/5 * * * * www-data php /var/www/parkir/tagih.php\n',
      });
      const { swaps } = await planFence(host, held);
      expect(swaps.map(({ path, kind }) => [path, kind])).toEqual([
        [script, 'cron'],
        [crontab, 'cron'],
      ]);
      expect(swaps[0]?.held).toMatch(/^#!\/bin\/sh\n#induk-migrate# .*\n$/);
      expect(swaps[1]?.held).toMatch(/^#induk-migrate# \*\/5/);
    });

    it('plans nothing when the script is not there', async () => {
      const planning = planFence(hostWith({ [crontab]: '' }), held);
      await expect(planning).rejects.toMatchObject({ code: 'MIG239', args: { place: script } });
    });
  });
});
