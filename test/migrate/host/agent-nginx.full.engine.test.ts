import { afterAll, beforeAll, expect, it } from 'vitest';
import { Agent } from '../../../src/migrate/host/agent.js';
import { planFence } from '../../../src/migrate/host/fence-plan.js';
import { newServer, OldHost, until } from './old-host.js';

let host: OldHost;

beforeAll(async () => {
  host = await OldHost.up('nginx');
  await until(async () => (await host.page('antrian.kota.test', '/', 'https')) !== '000', 60);
});

afterAll(() => host?.down());

it('holds, forwards and frees an app behind nginx that has its MariaDB to itself', async () => {
  const gateway = await host.run("ip route show default | cut -d' ' -f3");
  const { server, to, authority } = await newServer();
  const agent = new Agent(await host.shell(), 'dinas-antrian');
  // The app's folder under another name, in a file that is only included.
  await host.run(`mkdir /etc/nginx/lain && cat > /etc/nginx/lain/lama.conf <<'END'
server { listen 80; server_name lama.kota.test; root /srv/www/antrian/public; }
END
    echo 'include /etc/nginx/lain/*.conf;' > /etc/nginx/conf.d/lain.conf; nginx -s reload`);
  await until(async () => (await host.page('lama.kota.test', '/index.php')) === '200');
  const app = {
    engineName: 'dinas-antrian',
    web: {
      server: 'nginx' as const,
      names: ['antrian.kota.test'],
      docroots: ['/srv/www/rilis/2023-05-02/public', '/srv/www/antrian/public'],
    },
    folders: ['/srv/www/antrian'],
    database: { kind: 'mariadb' as const, name: 'antrian', users: ['antrian'], alone: true },
    cron: [
      {
        in: 'crontab of www-data',
        run: 'cd /srv/www/antrian && php artisan schedule:run >> /dev/null 2>&1',
      },
    ],
    to: to.replace('GATEWAY', gateway),
    authority,
    retryAfter: 30,
  };
  await agent.install(await planFence(await host.shell(), app));
  const before = await host.configuration();
  const settings = 'mariadb -Ne "SELECT @@read_only, @@event_scheduler"';
  const asBefore = await host.run(settings);
  // A script of php-fpm, which is not the web server's to end.
  const lambat = '/srv/www/antrian/public/lambat.php';
  await host.run(`cat > ${lambat} <<'END'
<?php touch('/tmp/mulai'); sleep(3); file_put_contents(__DIR__ . '/../storage/app/hasil.txt', 'x');
END
    nohup curl -sk --resolve antrian.kota.test:443:127.0.0.1 https://antrian.kota.test/lambat.php \
      >/dev/null 2>&1 & echo`);
  const begun = 'ls /tmp/mulai /tmp/systemd-private-*fpm*/tmp/mulai 2>/dev/null; echo';
  await until(async () => (await host.run(begun)) !== '');
  await agent.fence(3, 60);
  expect(await host.run('cat /srv/www/antrian/storage/app/hasil.txt')).toBe('x');
  expect(await host.page('antrian.kota.test')).toBe('503 30');
  expect(await host.page('antrian.kota.test', '/loket', 'https')).toBe('503 30');
  expect(await host.page('lama.kota.test', '/index.php')).toBe('503 30');
  expect(await host.run(settings)).toBe('1\tOFF');
  expect(await host.run('cat /etc/mysql/mariadb.conf.d/zz-induk-dinas-antrian.cnf')).toMatch(
    /^read_only=1$/m,
  );
  expect(await host.run('crontab -u www-data -l')).toMatch(/^#induk-migrate# \* \*/m);
  await agent.keep(4, 3);
  await agent.forward(5, 'forward');
  const curl = 'curl -sk --resolve antrian.kota.test:443:127.0.0.1';
  expect(await host.run(`${curl} https://antrian.kota.test/loket?no=1`)).toBe(
    'GET /loket?no=1 antrian.kota.test 127.0.0.1 https',
  );
  expect(await host.page('lama.kota.test', '/loket')).toBe('307');
  await agent.forward(6, 'held');
  expect(await host.page('antrian.kota.test', '/', 'https')).toBe('503 30');
  await agent.release(7);
  expect(await host.configuration()).toEqual(before);
  expect(await host.run(settings)).toBe(asBefore);
  server.close();
});
