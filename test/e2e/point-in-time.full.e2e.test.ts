/** A ledger, and its database at any second: each test goes on where the one before ended. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Entry, judge } from '../backup/log/ledger.js';
import { inside, reboot } from '../lab/faults.js';
import { type LabServer, labDown } from '../lab/servers.js';
import { siteWithVault } from './support/backed-up.js';
import { labWithRecipes } from './support/bases.js';
import { expectAnswer } from './support/expect-run.js';
import { FollowedLog, local } from './support/followed.js';
import { ask, askUntil } from './support/http.js';
import type { Site } from './support/site.js';

const LAB = `detik-${process.pid}`;
const kas = 'kas.uji.test';

let server: LabServer;
let vault: LabServer;
let site: Site;
let ledger: Ledger;
let log: FollowedLog;
/** Milliseconds since 1970, a whole second. */
let instant: number;

/** `?tulis=N` writes row N; any other visit lists all rows. */
const page = `<?php
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$db = new mysqli('localhost', getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'));
$db->query('CREATE TABLE IF NOT EXISTS buku (id INT PRIMARY KEY)');
if (isset($_GET['tulis'])) $db->query('INSERT INTO buku VALUES (' . (int) $_GET['tulis'] . ')');
else foreach ($db->query('SELECT id FROM buku ORDER BY id') as $row) echo $row['id'], "\\n";
`;

/** A row about every 100 ms, and when it was begun and acknowledged. */
class Ledger {
  readonly entries: Entry[] = [];
  #stopped = false;
  readonly #done: Promise<void>;

  constructor() {
    this.#done = this.#write();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#done;
  }

  async past(at: number): Promise<void> {
    while ((this.entries.at(-1)?.begun ?? 0) <= at) await sleep(50);
  }

  async #write(): Promise<void> {
    for (let id = 1; !this.#stopped; id += 1) {
      const begun = Date.now();
      // One that was not acknowledged may be there or not.
      const answer = await ask(server.address, kas, `/?tulis=${id}`).catch(() => undefined);
      if (answer?.status === 200) this.entries.push({ id, begun, acknowledged: Date.now() });
      await sleep(100);
    }
  }
}

beforeAll(async () => {
  [server, vault] = (await labWithRecipes({ name: LAB, count: 2, engine: true })) as [
    LabServer,
    LabServer,
  ];
  log = new FollowedLog(server, 'dishub-kas');
  site = siteWithVault([server], vault);
  site.write(
    'opd/dishub.yaml',
    `opd: dishub
name: Dinas Perhubungan
apps:
  kas:
    server: ${server.name}
    runtime: {php: "8.4", extensions: [mysql]}
    source: apps/kas
    database: {mariadb: "11.8"}
    health: {path: /sehat.txt}
`,
  );
  site.source('kas', { 'sehat.txt': 'sehat\n', 'index.php': page });
});

afterAll(async () => {
  await ledger?.stop();
  site?.remove();
  await labDown({ name: LAB });
});

const run = (code: number, args: string[]) => expectAnswer(site, code, args);

const sh = async (machine: LabServer, script: string, check = true) =>
  (await inside(machine, ['sh', '-c', script], { check })).stdout.trim();

async function rowsOf(domain: string): Promise<number[]> {
  // The proxy may look for the app for a moment still.
  const { body } = await askUntil(({ status }) => status === 200, server.address, domain);
  return body.split('\n').filter(Boolean).map(Number);
}

const stateOfKas = async () => (await run(0, ['backups', 'kas'])).apps[0];

describe('a database whose log is followed', () => {
  it('is so after one apply, and the next changes nothing', async () => {
    await run(0, ['servers', 'setup', '--as', 'admin', '--yes']);
    await run(0, ['vault', 'setup', '--as', 'admin', '--yes']);
    await run(0, ['apply', '--yes']);
    const { plan } = await run(0, ['apply', '--yes']);
    expect(plan.steps).toEqual([]);
    const { timers } = await run(0, ['backups', 'schedule']);
    expect(timers.map(({ kind, state }: Record<string, string>) => `${kind} ${state}`)).toEqual([
      ...['backup ok', 'drill ok', 'log ok'],
    ]);
    await askUntil(({ status }) => status === 200, server.address, kas);
  });

  it('is saved after its follower crashed, and while the vault is away', async () => {
    ledger = new Ledger();
    await ledger.past(Date.now() + 1000);
    await run(0, ['backups', 'create']);
    await sh(vault, 'docker stop induk-vault');
    await log.crash();
    const failed = await log.until('a failure', (now) => (now?.ok === false ? now : undefined));
    expect(failed.failure.code).toBe('BAK015');
    await sh(vault, 'docker start induk-vault');
    instant = Math.ceil((Date.now() + 1000) / 1000) * 1000;
    await ledger.past(instant + 1500);
    await log.crash();
    const { alarms, from } = await log.savedThrough(instant + 1000);
    expect(alarms).toEqual([]);
    expect(Date.parse(from)).toBeLessThan(instant);
    const { state, seconds } = await stateOfKas();
    expect({ state, seconds }).toMatchObject({ state: 'unproven', seconds: { from } });
    expect(await sh(server, 'cat /var/lib/induk/metrics/induk_log_dishub-kas.prom')).toMatch(
      /^induk_log_through_timestamp_seconds\{site="kota-uji",app="dishub\/kas"\} \d+/m,
    );
  });

  it('comes back in a copy with all that was acknowledged before a second, and no more', async () => {
    const wish = ['backups', 'restore', 'kas', '--at', local(instant)];
    const { replayed } = await run(0, [...wish, '--as', 'kemarin']);
    expect(replayed.transactions).toBeGreaterThan(10);
    const rows = await rowsOf('kemarin.uji.test');
    expect(judge(ledger.entries, rows, instant)).toEqual({ missing: [], extra: [] });
    await run(0, ['destroy', 'dishub/kemarin', '--volumes', '--confirm', 'dishub/kemarin']);
    const file = `${site.root}/kas.sql`;
    await run(0, [...wish, '--only', 'database', '--output', file]);
    const dumped = () => {
      const inserts = site.read('kas.sql').matchAll(/^INSERT INTO `buku` VALUES \((\d+)\);$/gm);
      return [...inserts].map(([, id]) => Number(id));
    };
    expect(dumped()).toEqual(rows);
    await run(0, [...wish, '--only', 'table:buku', '--output', file, '--force']);
    expect(dumped()).toEqual(rows);
    const none = await run(1, [...wish, '--only', 'table:tiada', '--output', file, '--force']);
    expect(none.code).toBe('BAK026');
  });

  it('is refused where the log does not lead, with the seconds that can be had', async () => {
    const at = (time: string, ...more: string[]) => [
      'backups',
      'restore',
      'kas',
      '--at',
      time,
      ...more,
    ];
    const ahead = await run(64, at(local(Date.now() + 3_600_000)));
    expect(ahead.code).toBe('BAK208');
    expect((await run(64, at('kemarin'))).code).toBe('BAK114');
    expect((await run(64, at(local(instant), '--set', 'x'))).code).toBe('BAK125');
    const early = await run(1, at('2026-01-01T00:00:00Z'));
    expect(early).toMatchObject({
      code: 'BAK200',
      message: expect.stringMatching(
        /^2026-01-01 07:00:00 .*from 20\d\d-\d\d-\d\d \d\d:\d\d:\d\d on/,
      ),
    });
  });

  it('comes back in place, proven first, with a way back', async () => {
    await ledger.stop();
    const wish = ['backups', 'restore', 'kas', '--in-place', '--confirm', 'dishub/kas'];
    const { safety } = await run(0, [...wish, '--at', new Date(instant).toISOString()]);
    expect(judge(ledger.entries, await rowsOf(kas), instant)).toEqual({ missing: [], extra: [] });
    const { manifest } = await run(0, ['backups', 'show', 'kas', safety]);
    expect(manifest.database.tables.buku.rows).toBeGreaterThanOrEqual(ledger.entries.length);
    expect(await stateOfKas()).toMatchObject({ state: 'ok' });
  });

  it('is followed again after a reboot', async () => {
    const before = Date.now();
    await reboot(server);
    await log.savedThrough(before + 1000);
    expect((await log.record())?.alarms).toEqual([]);
  });

  it('is followed no more once that is turned off, and nothing of it is left', async () => {
    site.alter('site.yaml', 'backup:', 'backup:\n  pointInTime: false');
    await run(0, ['apply', '--yes']);
    const { plan } = await run(0, ['apply', '--yes']);
    expect(plan.steps).toEqual([]);
    expect(await sh(server, `docker ps -aq --filter name=${log.follower}`)).toBe('');
    expect(await sh(server, 'ls /var/lib/induk/metrics /var/lib/induk/backups')).not.toMatch(/log/);
    expect((await stateOfKas()).seconds).toBeUndefined();
    const kept = 'test -e /var/lib/docker/volumes/dishub-kas-db/_data/log || echo none';
    expect(await sh(server, kept)).toBe('none');
  });
});
