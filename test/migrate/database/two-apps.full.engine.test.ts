/** Two apps of one old MariaDB server, on their way at the same time. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tunnelContainer } from '../../../src/migrate/database/tunnel.js';
import type { MovedDatabase } from '../../../src/migrate/mover/model.js';
import { databaseRun } from '../../images/support/apps.js';
import { buildImage, docker, healthy, inside, Place } from '../../images/support/engine.js';
import { buildMover, Mover, TestHost } from '../support/old-host.js';

const place = new Place();
let host: TestHost;

/** An app with its database on both sides. */
class Moving {
  constructor(
    readonly mover: Mover,
    readonly database: MovedDatabase,
  ) {}

  ask<T>(...args: string[]) {
    return this.mover.ask<T>(args, { database: this.database });
  }

  /** @returns its answer, which is no fault */
  async fine<T>(...args: string[]): Promise<T> {
    const { fault, data } = await this.ask<T>(...args);
    expect(fault).toBeUndefined();
    return data as T;
  }

  undo(what: string, made: { undo: object }) {
    return this.fine(what, '--undo', JSON.stringify(made.undo));
  }

  old(sql: string) {
    return host.run(`mariadb -N ${this.database.name}`, sql);
  }

  async fresh(sql: string): Promise<string> {
    const { stdout } = await inside(this.database.service, [
      ...['mariadb', '-NBe', sql, this.database.name],
    ]);
    return stdout.trim();
  }
}

let parkir: Moving;
let jalan: Moving;

beforeAll(async () => {
  const network = await place.network();
  await place.secret('DB_PASSWORD', 'sandi');
  const image = await buildImage({ recipe: 'mariadb', release: 'bookworm' });
  const run = databaseRun(place, 'mariadb', image);
  const start = (name: string) =>
    place.start({ ...run, network, volumes: { '/var/lib/mysql': place.volume(name) } });
  const [moving, started, one, other] = await Promise.all([
    buildMover(),
    TestHost.start(place, network, 'mariadb'),
    start('satu'),
    start('dua'),
  ]);
  host = started;
  const appOf = (name: string, service: string): Moving => {
    const mover = new Mover(place, moving, network, host, `${name}${process.pid}`);
    return new Moving(mover, { kind: 'mariadb', name, user: name, service, old: { via: 'root' } });
  };
  [parkir, jalan] = [appOf('parkir', one), appOf('jalan', other)];
  await Promise.all([healthy(one), healthy(other)]);
  for (const { database, mover } of [parkir, jalan]) {
    await host.run(
      'mariadb',
      `CREATE DATABASE ${database.name}; USE ${database.name};
      CREATE TABLE catatan (id INT PRIMARY KEY AUTO_INCREMENT, nama VARCHAR(80));`,
    );
    await mover.open();
  }
});

afterAll(async () => {
  for (const app of [parkir, jalan]) {
    if (app !== undefined) await docker('rm', '-f', tunnelContainer(app.mover.name));
  }
  await place.clean();
});

const names = 'SELECT GROUP_CONCAT(nama ORDER BY id) FROM catatan';
const write = (name: string): string => `INSERT INTO catatan (nama) VALUES ('${name}')`;

describe('two apps of one old server', () => {
  let log: { undo: object };
  const granted: { undo: object }[] = [];

  it('follow it beside each other', async () => {
    log = await parkir.fine('enable-log');
    for (const app of [parkir, jalan]) {
      granted.push(await app.fine('grant-replication'));
      await app.fine('seed-database', '--position');
      await app.fine('follow');
    }
    await parkir.old(write('a'));
    await jalan.old(write('b'));
    for (const app of [parkir, jalan]) await app.fine('catch-up', '--within', '60');
    expect([await parkir.fresh(names), await jalan.fresh(names)]).toEqual(['a', 'b']);
  });

  it('are switched one after the other, the second when the first is done', async () => {
    const turned = await parkir.fine<{ undo: object }>('reverse');
    await jalan.old(write('c'));
    await jalan.fine('catch-up', '--within', '60');
    expect((await jalan.ask('reverse')).fault?.code).toBe('MIG091');
    await parkir.fine('open');
    await parkir.fresh(write('d'));
    await host.run('service mariadb restart >/dev/null');
    await parkir.fine('catch-up-reverse', '--within', '60');
    expect(await parkir.old(names)).toBe('a,d');
    await parkir.undo('stop-reverse', turned);
    const after = await jalan.fine<{ undo: object }>('reverse');
    await jalan.fine('open');
    await jalan.fresh(write('e'));
    await jalan.fine('catch-up-reverse', '--within', '60');
    expect(await jalan.old(names)).toBe('b,c,e');
    await jalan.undo('stop-reverse', after);
  });

  it('leave the old server as it was when the last one goes', async () => {
    const told = `SELECT @@GLOBAL.log_bin;
      SELECT COUNT(*) FROM mysql.user WHERE user LIKE 'induk%'`;
    for (const [index, app] of [parkir, jalan].entries()) {
      await app.fine('forget');
      await app.undo('revoke-replication', granted[index] as { undo: object });
      await app.undo('disable-log', log);
      expect(await jalan.old(told)).toBe(index === 0 ? '1\n2' : '0\n0');
    }
    expect(await jalan.old('SELECT @@GLOBAL.gtid_slave_pos')).toBe('');
  });
});
