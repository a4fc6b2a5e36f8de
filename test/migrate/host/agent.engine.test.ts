import type { Server } from 'node:https';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Agent } from '../../../src/migrate/host/agent.js';
import { type HeldApp, planFence } from '../../../src/migrate/host/fence-plan.js';
import { awaitJobs } from '../../../src/migrate/host/running-jobs.js';
import { newServer, OldHost, until } from './old-host.js';

let host: OldHost;
let agent: Agent;
let server: Server;
let before: string[];

const retribusi: HeldApp = {
  engineName: 'pasar-retribusi',
  web: {
    server: 'apache',
    names: ['retribusi.kota.test'],
    docroots: ['/var/www/retribusi'],
  },
  database: { kind: 'mariadb', name: 'retribusi', users: ['retribusi'], alone: false },
  folders: ['/var/www/retribusi'],
  cron: [
    {
      in: '/etc/cron.d/retribusi',
      run: 'php /var/www/retribusi/cron/tagih.php >> /var/log/tagih.log 2>&1',
    },
    { in: '/etc/cron.daily/rekap-harian', run: '/etc/cron.daily/rekap-harian' },
  ],
  to: '',
  retryAfter: 30,
};

async function install(change: Partial<HeldApp> = {}, conf: Record<string, string> = {}) {
  const plan = await planFence(await host.shell(), { ...retribusi, ...change });
  await agent.install({ ...plan, conf: { ...plan.conf, ...conf } });
}

const events =
  "mariadb -Ne \"SELECT CONCAT_WS(' ', EVENT_NAME, DEFINER, CHARACTER_SET_CLIENT, STATUS) FROM information_schema.EVENTS WHERE EVENT_SCHEMA='retribusi'\"";
const accounts =
  "mariadb -Ne \"SELECT CONCAT(User,'@',Host,' ',JSON_VALUE(Priv,'$.account_locked')) FROM mysql.global_priv WHERE JSON_VALUE(Priv,'$.account_locked') IN ('1','true') AND User LIKE 'r%'\"";

/** PHP that takes its time: a signal to reload ends a sleep. */
const during = (seconds: number): string =>
  `for ($end = time() + ${seconds}; time() < $end;) usleep(50000);`;

beforeAll(async () => {
  host = await OldHost.up('bookworm', 'sudo');
  const gateway = await host.run("ip route show default | cut -d' ' -f3");
  const made = await newServer();
  server = made.server;
  retribusi.to = made.to.replace('GATEWAY', gateway);
  retribusi.authority = made.authority;
  await until(async () => (await host.page('retribusi.kota.test')).startsWith('200'), 60);
  agent = new Agent(await host.shell(), retribusi.engineName);
  // Made by a client of another time: its text is read as that one wrote it.
  const latin = 'SET character_set_client = latin1, collation_connection = latin1_bin;';
  const event = "ALTER DEFINER = pembuat@localhost EVENT retribusi.tutup_hari COMMENT 'malam'";
  await host.run(`mariadb -e "${latin} ${event}"`);
  // It has no name, stands in a file that is only included, and shows the same folder.
  await host.run(`mkdir /etc/apache2/lain && cat > /etc/apache2/lain/bawaan.conf <<'END'
Define WWW /var/www
<VirtualHost *:80>
    DocumentRoot \${WWW}/retribusi/
    <Directory /var/www/retribusi>
        AllowOverride All
        Require all granted
    </Directory>
</VirtualHost>
END
    echo 'IncludeOptional lain/*.conf' > /etc/apache2/conf-enabled/00-lain.conf
    apache2ctl graceful`);
  await until(async () => (await host.page('tak-dikenal.kota.test', '/pedagang')) === '200');
  await install();
  before = await host.configuration();
});

afterAll(async () => {
  server?.close();
  await host?.down();
});

describe('an app on an old host with Apache and MariaDB', () => {
  it('lets a request that is at work come to its end', async () => {
    const page = `<?php session_start(); touch('/tmp/mulai'); usleep(900000); require 'pustaka.php';
      echo basis_data()->query('SELECT COUNT(*) FROM pasar') ? 'selesai' : '';`;
    const ask = 'curl -s --resolve retribusi.kota.test:80:127.0.0.1';
    await host.run(`cat > /var/www/retribusi/lama.php <<'END'\n${page}\nEND
      nohup ${ask} -o /tmp/lama http://retribusi.kota.test/lama.php >/dev/null 2>&1 & echo`);
    await until(
      async () =>
        (await host.run(
          'ls /tmp/systemd-private-*apache*/tmp/mulai /tmp/mulai 2>/dev/null; echo',
        )) !== '',
    );
    await agent.fence(1, 60);
    await until(async () => (await host.run('cat /tmp/lama')) !== '');
    expect(await host.run('cat /tmp/lama; rm /var/www/retribusi/lama.php')).toBe('selesai');
    await agent.unfence(1);
  });

  it('waits for a script without a session or a table, and not for another app', async () => {
    const slow = (seconds: number) =>
      `<?php touch('/tmp/mulai'); ${during(seconds)} file_put_contents(is_dir('berkas') ? 'berkas/hasil.txt' : 'hasil.txt', 'x'); echo 'selesai';`;
    await host.start('situs', 'lama.php', slow(40));
    await host.start('retribusi', 'lama.php', slow(8));
    await agent.fence(2, 60);
    const written = (path: string) => host.run(`cat /var/www/${path} 2>/dev/null; echo`);
    expect(await written('retribusi/berkas/hasil.txt')).toBe('x');
    expect(await written('situs/hasil.txt')).toBe('');
    await until(async () => (await host.run('cat /tmp/situs')) === 'selesai', 90);
    expect(await host.run('cat /tmp/retribusi')).toBe('selesai');
    await agent.unfence(3);
    await host.run(
      'rm /var/www/*/lama.php /var/www/situs/hasil.txt /var/www/retribusi/berkas/hasil.txt',
    );
  });

  it('waits for an upload that is still on its way', async () => {
    const page = `<?php move_uploaded_file($_FILES['f']['tmp_name'], __DIR__ . '/berkas/' . 'u.bin'); echo 'selesai';`;
    await host.run('head -c 400000 /dev/zero > /tmp/u.bin');
    await host.start('retribusi', 'unggah.php', page, '--limit-rate 50k -F f=@/tmp/u.bin');
    await agent.fence(4, 60);
    expect(await host.run('stat -c %s /var/www/retribusi/berkas/u.bin')).toBe('400000');
    // The file is at its place; the answer is on its way to who sent it.
    await until(async () => (await host.run('cat /tmp/retribusi')) === 'selesai');
    await agent.unfence(5);
    await host.run('rm /var/www/retribusi/unggah.php /var/www/retribusi/berkas/u.bin');
  });

  it('refuses what does not end in time, which then goes on as if nothing were', async () => {
    await host.start(
      'retribusi',
      'lama.php',
      `<?php touch('/tmp/mulai'); ${during(15)} echo 'selesai';`,
    );
    await expect(agent.fence(6, 8)).rejects.toMatchObject({
      code: 'MIG274',
      args: { reason: expect.stringMatching(/^apache2 \d+$/) },
    });
    await agent.unfence(7);
    await until(async () => (await host.run('cat /tmp/retribusi')) === 'selesai', 60);
    await host.run('rm /var/www/retribusi/lama.php');
  });

  it('refuses a job that goes on, before the freeze and in it', async () => {
    const script = '/var/www/retribusi/cron/lama.php';
    await host.run(`printf '<?php sleep(300);' > ${script}
      setsid php ${script} </dev/null >/dev/null 2>&1 & echo`);
    const running = { code: 'MIG274', args: { reason: expect.stringMatching(/^php \d+$/) } };
    const said: string[] = [];
    const signal = new AbortController().signal;
    const waiting = { signal, say: (message: string) => void said.push(message), pause: 0 };
    await expect(
      awaitJobs(await host.shell(), retribusi.engineName, waiting),
    ).rejects.toMatchObject(running);
    expect(said).toHaveLength(1);
    await expect(agent.fence(8, 8)).rejects.toMatchObject(running);
    await agent.unfence(9);
    await host.run('pkill -x php');
    await host.run(`rm ${script}`);
    await awaitJobs(await host.shell(), retribusi.engineName, waiting);
    expect(await host.configuration()).toEqual(before);
  });

  it('is fenced, and nothing else there is', async () => {
    await host.run(
      'nohup mariadb retribusi -e "SELECT SLEEP(100)" >/dev/null 2>&1 & sleep 0.2; echo',
    );
    await agent.fence(15, 60);
    expect(await agent.status()).toMatchObject({
      state: 'held',
      epoch: 15,
      heard: 15,
      web: 'held',
    });
    expect(await host.page('retribusi.kota.test')).toBe('503 30');
    expect(await host.page('retribusi.kota.test', '/pedagang', 'https')).toBe('503 30');
    expect(await host.page('tak-dikenal.kota.test', '/pedagang')).toBe('503 30');
    expect(await host.page('situs.kota.test')).toMatch(/^(200|30[12])/);
    expect(await host.run(accounts)).toMatch(/^retribusi@/m);
    expect(await host.run(accounts)).not.toMatch(/situs/);
    const sessions = "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE DB='retribusi'";
    expect(await host.run(`mariadb -Ne "${sessions}"`)).toBe('0');
    expect(await host.run('mariadb -Ne "SELECT @@event_scheduler, @@read_only"')).toBe('OFF\t0');
    expect(await host.run('cat /etc/cron.d/retribusi')).toMatch(/^#induk-migrate# \*\/10/m);
    expect(await host.run('crontab -u www-data -l')).toMatch(/^30 1 \* \* 0 cd/m);
    const script = '/etc/cron.daily/rekap-harian';
    expect(await host.run(`stat -c %a ${script}; sh -x ${script} 2>&1; cat ${script}`)).toMatch(
      /^750\n#!\/bin\/sh\n#induk-migrate# off/,
    );
    expect(await host.run('run-parts --list /etc/cron.daily')).not.toMatch(/\.rekap|induk/);
  });

  it('does not let the app’s own account in, whatever rights it has', async () => {
    await agent.unfence(16);
    await host.run(`mariadb -e "CREATE USER umum@localhost IDENTIFIED BY 'umum';
      GRANT ALL PRIVILEGES ON *.* TO umum@localhost WITH GRANT OPTION"`);
    const { database } = retribusi;
    if (database === undefined) throw new Error('no database');
    await install({ database: { ...database, users: ['retribusi', 'umum'] } });
    const write =
      'mariadb -uumum -pumum retribusi -e "INSERT INTO buku (id) VALUES (1)" 2>&1; echo';
    expect(await host.run(write)).toBe('');
    await agent.fence(17, 60);
    expect(await host.run(write)).toMatch(/4151|account is locked/);
    await agent.unfence(18);
    expect(await host.run(write)).toBe('');
    await host.run(
      `mariadb -e "DROP USER umum@localhost; DELETE FROM retribusi.buku WHERE id = '1'"`,
    );
    await install();
    await agent.fence(19, 60);
  });

  it('refuses a command that comes too late, and a second fence of a freeze that is over', async () => {
    await expect(agent.unfence(14)).rejects.toMatchObject({ code: 'MIG230' });
    await expect(agent.keep(20, 18)).rejects.toMatchObject({ code: 'MIG231' });
  });

  it('is kept, and the dead man does nothing any more', async () => {
    await agent.keep(21, 19);
    await host.run('/var/lib/induk-migrate/pasar-retribusi/agent due');
    expect(await agent.status()).toMatchObject({ state: 'kept', deadline: 0 });
    await expect(agent.unfence(22)).rejects.toMatchObject({ code: 'MIG232' });
    expect(await host.run('mariadb -Ne "SELECT @@event_scheduler"')).toBe('OFF');
  });

  it('knows the new server by its names, and no stranger', async () => {
    await agent.trusts(retribusi);
    const web = { server: 'apache' as const, names: ['situs.kota.test'] };
    await expect(agent.trusts({ ...retribusi, web })).rejects.toMatchObject({ code: 'MIG265' });
  });

  it('sends visitors on with their own names and addresses', async () => {
    await agent.forward(23, 'forward');
    expect(await host.run('systemctl list-timers --all')).not.toMatch(/induk/);
    expect(await host.run('mariadb -Ne "SELECT @@event_scheduler"')).toBe('ON');
    expect(await host.run(events)).toBe('tutup_hari pembuat@localhost latin1 DISABLED');
    const asked = (scheme: string, port: number) =>
      host.run(
        `curl -sk --resolve retribusi.kota.test:${port}:127.0.0.1 -d x=1 '${scheme}://retribusi.kota.test/a?b=1'`,
      );
    expect(await asked('http', 80)).toBe('POST /a?b=1 retribusi.kota.test 127.0.0.1 http');
    expect(await asked('https', 443)).toBe('POST /a?b=1 retribusi.kota.test 127.0.0.1 https');
    expect(await host.page('situs.kota.test')).toMatch(/^(200|30[12])/);
    const nameless = await host.run(
      "curl -s -o /dev/null -w '%{http_code} %{redirect_url}' -H 'Host: 10.0.0.1' http://127.0.0.1/a?b=1",
    );
    expect(nameless).toBe('307 http://retribusi.kota.test/a?b=1');
  });

  it('is freed as it was, byte for byte', async () => {
    await agent.release(24);
    expect(await agent.status()).toMatchObject({ state: 'open', web: 'app' });
    expect(await host.configuration()).toEqual(before);
    expect(await host.page('retribusi.kota.test')).toMatch(/^200/);
    expect(await host.run(accounts)).toBe('');
    expect(await host.run(events)).toBe('tutup_hari pembuat@localhost latin1 ENABLED');
    await expect(agent.fence(19, 60)).rejects.toMatchObject({ code: 'MIG230' });
    await expect(agent.fence(15, 60)).rejects.toMatchObject({ code: 'MIG230' });
  });

  it.each([
    ['systemd', {}],
    ['no systemd', { NO_SYSTEMD: '1' }],
  ])('is freed by the dead man alone, with %s', async (_, conf) => {
    await install({}, conf);
    const { heard = 0 } = (await agent.status()) ?? {};
    await agent.fence(heard + 1, 2);
    expect(await host.page('retribusi.kota.test')).toMatch(/^503/);
    await until(async () => (await agent.status())?.state === 'open');
    expect(await host.page('retribusi.kota.test')).toMatch(/^200/);
    expect(await host.configuration()).toEqual(before);
    expect(await host.run(accounts)).toBe('');
    await expect(agent.keep(heard + 2, heard + 1)).rejects.toMatchObject({ code: 'MIG231' });
    await expect(agent.fence(heard + 1, 60)).rejects.toMatchObject({ code: 'MIG231' });
  });

  it('leaves everything alone when a configuration does not pass its test', async () => {
    const plan = await planFence(await host.shell(), retribusi);
    const broken = plan.swaps.map((swap) => ({ ...swap, forward: 'ProxyPas / nowhere\n' }));
    await expect(agent.install({ ...plan, swaps: broken })).rejects.toMatchObject({
      code: 'MIG233',
    });
    expect(await host.configuration()).toEqual(before);
  });

  it('has a timer that puts back what was only tried, when power is lost in between', async () => {
    // A test of the configuration that does not come back: the other versions are in place.
    const stuck = '#!/bin/sh\n[ "$1" != configtest ] || exec sleep 300\nexec apache2ctl "$@"\n';
    await host.run(`printf '%s' '${stuck}' > /root/macet; chmod 755 /root/macet`);
    const installing = install({}, { APACHECTL: '/root/macet', TRY_SECONDS: '25' });
    installing.catch(() => {});
    const changed = async () => await host.run('grep -rl 503 /etc/apache2/sites-enabled; echo');
    await until(async () => (await changed()) !== '');
    await host.reboot();
    await expect(installing).rejects.toThrow();
    await until(async () => /^200/.test(await host.page('retribusi.kota.test')), 90);
    const timers = () => host.run('systemctl list-timers --all');
    await until(async () => !/induk/.test(await timers()));
    agent = new Agent(await host.shell(), retribusi.engineName);
    expect(await host.configuration()).toEqual(before);
    await host.run('rm /root/macet');
  });

  it('is not fenced by a web server that goes on showing the app', async () => {
    const deaf = '#!/bin/sh\ncase $* in *graceful*) exit 0;; esac\nexec apache2ctl "$@"\n';
    await host.run(`printf '%s' '${deaf}' > /root/tuli; chmod 755 /root/tuli`);
    await install({}, { APACHECTL: '/root/tuli' });
    const { heard = 0 } = (await agent.status()) ?? {};
    await expect(agent.fence(heard + 1, 60)).rejects.toMatchObject({
      code: 'MIG275',
      args: { reason: 'retribusi.kota.test, port 80' },
    });
    await agent.unfence(heard + 2);
    expect(await host.configuration()).toEqual(before);
    await host.run('rm /root/tuli');
  });

  it('does not begin when a file has changed since', async () => {
    await install();
    await host.run('cp -p /etc/cron.d/retribusi /root/r; echo "# lain" >> /etc/cron.d/retribusi');
    const { heard = 0 } = (await agent.status()) ?? {};
    await expect(agent.fence(heard + 1, 60)).rejects.toMatchObject({ code: 'MIG234' });
    expect(await host.page('retribusi.kota.test')).toMatch(/^200/);
    await host.run('cat /root/r > /etc/cron.d/retribusi; touch -r /root/r /etc/cron.d/retribusi');
  });

  it('stays fenced over a reboot, until the dead man ends it', async () => {
    const { heard = 0 } = (await agent.status()) ?? {};
    await agent.fence(heard + 1, 12);
    await host.reboot();
    await until(async () => (await host.page('retribusi.kota.test')) === '503 30');
    agent = new Agent(await host.shell(), retribusi.engineName);
    await until(async () => /^retribusi@/m.test(await host.run(accounts)));
    await until(async () => (await agent.status())?.state === 'open', 40);
    expect(await host.run(accounts)).toBe('');
    expect(await host.configuration()).toEqual(before);
  });

  it('goes without a trace', async () => {
    await agent.remove();
    expect(await host.run('ls -d /var/lib/induk-migrate 2>&1')).toMatch(/No such file/);
    expect(await host.configuration()).toEqual(before);
    expect(await agent.status()).toBeUndefined();
  });
});
