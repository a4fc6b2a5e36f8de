import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cover } from '../../../src/backup/log/cover.js';
import type { LogRecord } from '../../../src/backup/log/model.js';
import type { Replayed } from '../../../src/backup/log/replay.js';
import type { FetchedDatabase } from '../../../src/backup/worker/fetch.js';
import type { CreateResult } from '../../../src/backup/worker/run.js';
import { databaseRun } from '../../images/support/apps.js';
import {
  buildImage,
  docker,
  healthy,
  inside,
  logs,
  Place,
  until,
} from '../../images/support/engine.js';
import { buildWorker, names, sql, vaultKey, Worker } from '../worker/support.js';
import { judge, Ledger } from './ledger.js';

interface Kind {
  kind: 'mariadb' | 'postgres';
  /** Debian release. */
  release?: string;
  /** Where its volume is in its container. */
  data: string;
  /** SQL that begins new files of the log. */
  rotate: string;
  /** SQL that removes files after one that was saved. */
  lose: (saved: number) => string;
  /** Done as root in the container that is replayed into: it makes the replay slow. */
  slow?: string;
  /** Snapshots that the server's own records after a client's last cause. */
  settling: number;
}

/** What holds for the log of every kind of database. */
export function proveLog(proven: Kind): void {
  const { kind, release = 'trixie', data, rotate, lose, slow = 'true', settling } = proven;
  const place = new Place();
  let worker: Worker;
  let database: string;
  let databaseImage: string;
  let follower: string;
  let ledger: Ledger;
  let set: string;
  let instant: number;

  // Both kinds are proven at once on one engine, which has one trial of a name.
  const name = `buku-${kind}`;
  const vault = { access: { url: `/vault/${name}`, password: vaultKey } };
  const every = ['--every', '4'];

  beforeAll(async () => {
    await place.secret('DB_PASSWORD', 'sandi');
    const [image, recipe] = await Promise.all([
      buildWorker('induk-test/worker-log-trixie'),
      buildImage({ recipe: kind, release }),
    ]);
    databaseImage = recipe;
    const run = databaseRun(place, kind, recipe);
    run.env = { ...run.env, DB_LOG: 'on' };
    database = await place.start(run);
    worker = new Worker(place, image, name);
    const job = worker.backupJob({
      volumes: [],
      database: { kind, ...names, service: database },
    });
    await worker.give(job);
    await worker.ask(['init'], { access: worker.access(), vaultKey });
    await healthy(database);
    await sql(database, kind, Ledger.schema);
    follower = await place.start({
      image,
      command: ['follow', ...every],
      volumes: {
        '/var/run/docker.sock': '/var/run/docker.sock',
        '/database:ro': run.volumes?.[data] as string,
        '/job': worker.job,
        '/vault': worker.vault,
        '/status': worker.status,
      },
    });
    ledger = new Ledger(database, kind);
  });

  afterAll(async () => {
    await ledger?.stop();
    await place.clean();
  });

  const record = async (): Promise<LogRecord> =>
    JSON.parse(await worker.shell(`cat /status/${name}.log.json`)) as LogRecord;

  /** Waits until everything acknowledged before an instant is in the vault; all looks made. */
  const savedThrough = (at: number): Promise<LogRecord> =>
    until('the log is in the vault', async () => {
      const now = await record();
      return now.ok && Date.parse(now.through ?? '') > at ? now : undefined;
    });

  const snapshots = async (): Promise<number> =>
    (JSON.parse(await worker.restic('snapshots --json --tag part=log')) as unknown[]).length;

  describe('a log', () => {
    it('is saved while a set is made, and after its worker was killed', async () => {
      const made = await worker.create<CreateResult>();
      expect(made.fault).toBeUndefined();
      set = (made.data as CreateResult).set;
      await savedThrough(Date.now());
      await docker('kill', follower);
      await sql(database, kind, rotate);
      instant = Math.ceil((Date.now() + 2000) / 1000) * 1000;
      await until('the ledger is past the instant', async () => ledger.isPast(instant + 1000));
      await docker('start', follower);
      expect((await savedThrough(instant + 500)).alarms).toEqual([]);
    });

    it('brings back every row acknowledged before an instant, and none begun after', async () => {
      const fresh = await place.start({
        image: databaseImage,
        env: { DB_NAME: 'uji-1', DB_USER: 'uji' },
        volumes: { [data]: place.volume('fresh') },
      });
      await healthy(fresh);
      await inside(fresh, ['sh', '-ec', slow], { user: 'root' });
      const flags = ['--container', fresh, '--set', set];
      const fetched = await worker.ask<FetchedDatabase>(['fetch', 'database', ...flags], vault);
      expect(fetched.data?.differences).toEqual([]);
      const at = new Date(instant).toISOString();
      const cover = await worker.ask<{ cover: Cover }>(['cover', '--at', at], vault);
      expect(cover.data?.cover.set).toBe(set);
      const replayed = await worker.ask<Replayed>(['replay', ...flags, '--at', at], vault);
      expect(replayed.fault).toBeUndefined();
      expect(replayed.data?.bytes).toBeGreaterThan(10_000);
      const ids = (await sql(fresh, kind, 'SELECT id FROM buku')).split('\n').map(Number);
      expect(judge(ledger.entries, ids, instant)).toEqual({ missing: [], extra: [] });
    });

    it('refuses what it does not cover, and says what it does', async () => {
      const at = new Date(Date.now() + 3_600_000).toISOString();
      const { fault } = await worker.ask(['replay', '--container', database, '--at', at], vault);
      expect(fault?.code).toBe('BAK164');
      expect(fault?.args.spans).toMatch(/^\d{4}-.*Z – \d{4}-.*Z$/);
    });

    it('costs an idle database nothing', async () => {
      await ledger.stop();
      await savedThrough(Date.now());
      const before = await snapshots();
      await new Promise((resolve) => setTimeout(resolve, 6000));
      expect(await snapshots()).toBeLessThanOrEqual(before + settling);
    });

    it('tells of files that were gone before they were saved', async () => {
      await docker('kill', follower);
      const { last } = JSON.parse(await worker.shell('cat /job/log.json')) as { last: number };
      await sql(database, kind, lose(last));
      await docker('start', follower);
      const { alarms } = await savedThrough(Date.now() - 500);
      expect(alarms).toMatchObject([{ code: 'BAK166', args: { from: last + 1 } }]);
      expect(await logs(follower)).not.toContain('kunci');
    });
  });
}
