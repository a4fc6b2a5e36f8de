/**
 * Sets of one server that are proved and brought back on another, at any second. Each test goes on
 * where the one before ended.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inside } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { parkir, setUpWithVault, siteWithVault, writeParkir } from './support/backed-up.js';
import { labWithRecipes } from './support/bases.js';
import { expectAnswer } from './support/expect-run.js';
import { FollowedLog, local } from './support/followed.js';
import { ask, askUntil } from './support/http.js';
import type { Site } from './support/site.js';

const LAB = `lain-${process.pid}`;

let first: LabServer;
let second: LabServer;
let vault: LabServer;
let site: Site;

/** Stands for the server's own mailer and for a program of the team: keeps what it is given. */
const stub = (path: string) =>
  `printf '#!/bin/sh\\ncat > "$0.diterima"\\n' > ${path} && chmod 755 ${path}`;

const watchJob = 'cat /var/lib/docker/volumes/induk-watch/_data/job.json';

/** Records as a timer leaves them that has not run for long. */
const longAgo = 's/"(startedAt|finishedAt|through)": "[0-9]+/"\\1": "2025/';

beforeAll(async () => {
  const servers = await labWithRecipes({ name: LAB, count: 3, engine: true });
  [first, second, vault] = servers as [LabServer, LabServer, LabServer];
  const notify = 'notify: {mail: aptika@uji.test, command: [/usr/local/bin/kabari]}';
  site = siteWithVault([first, second], vault, notify);
  writeParkir(site, first);
  await setUpWithVault(site);
});

afterAll(async () => {
  site?.remove();
  await labDown({ name: LAB });
});

const run = (code: number, args: string[]) => expectAnswer(site, code, args);

const sh = async (machine: LabServer, script: string) =>
  (await inside(machine, ['sh', '-c', script])).stdout.trim();

const visit = async () => (await ask(first.address, parkir, '/?tulis')).body;

describe('a site of two servers', () => {
  it('has the timer of an app’s backups where it is, of its drills where it is not, and who watches over both', async () => {
    const units = 'ls /etc/systemd/system | grep -E "^induk-(backup|drill|watch).*timer$" | sort';
    expect(await sh(first, units)).toBe('induk-backup-dishub-parkir.timer\ninduk-watch.timer');
    expect(await sh(second, units)).toBe('induk-drill-dishub-parkir.timer\ninduk-watch.timer');
    const { timers } = await run(0, ['backups', 'schedule']);
    const watches = timers.filter(({ kind }: { kind: string }) => kind === 'watch');
    expect(watches).toMatchObject(
      [first, second].map(({ name }) => ({ server: name, name: 'induk-watch', state: 'ok' })),
    );
  });

  it('gives the drill’s server no secret of the app but the way to its sets', async () => {
    const job = 'cat /var/lib/docker/volumes/dishub-parkir-backup/_data/job.json';
    const [own, other] = [await sh(first, job), await sh(second, job)].map((t) => JSON.parse(t));
    expect(Object.keys(own.secrets)).toContain('DB_PASSWORD');
    expect(Object.keys(other).sort()).toEqual(
      ['access', 'app', 'engineName', 'formatVersion', 'notify', 'server', 'site'].sort(),
    );
    const known = Object.keys(JSON.parse(await sh(second, watchJob)));
    expect(known.sort()).toEqual(['apps', 'formatVersion', 'notify', 'server', 'site']);
  });

  it('restores in drills where the app is not, with images from the vault', async () => {
    for (let count = 1; count <= 2; count += 1) await visit();
    const { created } = await run(0, ['backups', 'create']);
    const images = await sh(second, 'docker images -aq --no-trunc | sort');
    const { proven } = await run(0, ['backups', 'drill', 'parkir']);
    const where = { server: second.name, from: first.name };
    expect(proven).toMatchObject([
      { ...where, set: created[0].set, compared: 'digests', tables: 2, rows: 2 },
    ]);
    expect(proven[0].pages.every(({ ok }: { ok: boolean }) => ok)).toBe(true);
    expect(await sh(second, 'docker images -aq --no-trunc | sort')).toBe(images);
    expect(await sh(second, 'docker volume ls -q | grep trial || true')).toBe('');
    const status = await run(0, ['status']);
    expect(status.apps[0].backup).toMatchObject({ state: 'ok', provenOn: second.name });
  });

  it('runs an app of any second on the other server, with images of its set when they cannot be built', async () => {
    const log = new FollowedLog(first, 'dishub-parkir');
    await visit();
    const instant = Math.ceil((Date.now() + 1000) / 1000) * 1000;
    // Time itself is what is restored.
    await sleep(instant + 1000 - Date.now());
    expect(await visit()).toContain('baris 4');
    await log.crash();
    await log.savedThrough(instant + 1000);
    writeParkir(site, first, ', build: "exit 9"');
    const to = ['--to', second.name, '--as', 'parkir-dua', '--at', local(instant)];
    const done = await run(0, ['backups', 'restore', 'parkir', ...to]);
    expect(done).toMatchObject({ server: second.name, replayed: { transactions: 1 } });
    expect(done.savedImages).toHaveLength(1);
    const copy = await askUntil(
      ({ status }) => status === 200,
      second.address,
      'parkir-dua.uji.test',
    );
    // Files are the set's: only the database has a log.
    expect(copy.body).toBe('baris 3, berkas 2\n');
    writeParkir(site, first);
  });

  it('tells the team by mail and by its own program of a run that failed', async () => {
    await sh(first, `${stub('/usr/sbin/sendmail')} && ${stub('/usr/local/bin/kabari')}`);
    await sh(vault, 'docker stop induk-vault');
    await run(1, ['backups', 'create', 'parkir']);
    await sh(vault, 'docker start induk-vault');
    const mail = await sh(first, 'cat /usr/sbin/sendmail.diterima');
    expect(mail).toMatch(/^To: aptika@uji\.test\nSubject: \[induk\] kota-uji dishub\/parkir: /);
    const notice = JSON.parse(await sh(first, 'cat /usr/local/bin/kabari.diterima'));
    expect(notice).toMatchObject({ server: first.name, run: { kind: 'create', ok: false } });
  });

  it.each([
    // The run that failed has told so; that none came after it, nobody has.
    ['run and who follows the log', () => first, ['BAK158', 'BAK205']],
    ['drill', () => second, ['BAK161']],
  ])('tells the team, once, of a %s that did not come', async (_, machine, codes) => {
    const server = machine();
    const told = ['/usr/sbin/sendmail', '/usr/local/bin/kabari'];
    await sh(server, told.map(stub).join(' && '));
    await sh(server, 'docker stop induk-log-dishub-parkir 2>/dev/null || true');
    await sh(server, `sed -i -E '${longAgo}' /var/lib/induk/backups/*.json`);
    const watch = async (): Promise<string[]> => {
      const files = told.map((path) => `${path}.diterima`).join(' ');
      await sh(server, `rm -f ${files}; systemctl start induk-watch.service`);
      const heard = await sh(
        server,
        `for f in ${files}; do [ ! -e $f ] || cat $f; printf '\\0'; done`,
      );
      return heard.split('\0').slice(0, 2);
    };
    const [mail = '', notice = ''] = await watch();
    expect(mail).toMatch(
      `To: aptika@uji.test\nSubject: [induk] kota-uji ${server.name}: backups RED of dishub/parkir\n`,
    );
    const { apps } = JSON.parse(notice);
    const [{ app, reasons }] = apps;
    expect([app, ...reasons.map(({ code }: { code: string }) => code)]).toEqual([
      ...['dishub/parkir', ...codes],
    ]);
    expect(await watch()).toEqual(['', '']);
    await run(3, ['backups', '--exit-code']);
  });

  it('misses nothing of an app that was destroyed', async () => {
    const expected = async () => {
      const jobs = await Promise.all([first, second].map((server) => sh(server, watchJob)));
      return jobs.flatMap((text) => JSON.parse(text).apps);
    };
    expect(await expected()).toMatchObject([
      { app: 'dishub/parkir', runs: true, log: true },
      { app: 'dishub/parkir', runs: false, log: false, drill: 'weekly' },
    ]);
    await run(0, ['destroy', 'parkir', '--confirm', 'dishub/parkir']);
    expect(await expected()).toEqual([]);
  });
});
