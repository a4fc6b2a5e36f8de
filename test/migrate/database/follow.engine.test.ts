import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mariadbQuery } from '../../../src/backup/database/mariadb.js';
import { withClientsReady } from '../../../src/migrate/database/new-database.js';
import type { DatabaseProof } from '../../../src/migrate/database/proof.js';
import type { ReplicaState } from '../../../src/migrate/database/replica.js';
import type { SeededDatabase } from '../../../src/migrate/database/seeding.js';
import { tunnelContainer } from '../../../src/migrate/database/tunnel.js';
import type { MovedDatabase } from '../../../src/migrate/mover/model.js';
import { sql } from '../../backup/worker/support.js';
import { databaseRun } from '../../images/support/apps.js';
import { buildImage, docker, healthy, Place, until } from '../../images/support/engine.js';
import { buildMover, Mover, TestHost } from '../support/old-host.js';

/** MariaDB 10.11 and PostgreSQL 15; `bullseye` has 10.5 and 13. */
const release = process.env.INDUK_TEST_RELEASE ?? 'bookworm';

const place = new Place();
let host: TestHost;
let mover: Mover;
let fresh: string;
let database: MovedDatabase;

const ask = <T>(...args: string[]) => mover.ask<T>(args, { database });
const old = (text: string, into = 'uji-1'): Promise<string> =>
  host.run(`mariadb --default-character-set=utf8mb4 -N ${into}`, text);
const now = (text: string): Promise<string> => sql(fresh, 'mariadb', text);
const proven = async () => (await ask<DatabaseProof>('verify-database')).data;

beforeAll(async () => {
  const network = await place.network();
  await place.secret('DB_PASSWORD', 'sandi');
  const image = await buildImage({ recipe: 'mariadb', release });
  const run = databaseRun(place, 'mariadb', image);
  const [moving, started, running] = await Promise.all([
    buildMover(),
    TestHost.start(place, network, 'mariadb', release),
    place.start({ ...run, network }),
  ]);
  [host, fresh] = [started, running];
  mover = new Mover(place, moving, network, host, `ikut${process.pid}`);
  database = { kind: 'mariadb', name: 'uji-1', user: 'uji', service: fresh, old: { via: 'root' } };
  const schema = `CREATE DATABASE \`uji-1\`; CREATE DATABASE tetangga; USE \`uji-1\`;
    CREATE TABLE warga (id INT PRIMARY KEY AUTO_INCREMENT, nama VARCHAR(80));
    CREATE TABLE tanpa_kunci (isi VARCHAR(80)); INSERT INTO tanpa_kunci VALUES ('a');
    SET GLOBAL event_scheduler = ON; SET GLOBAL time_zone = '+07:00';
    SET GLOBAL sql_mode = 'NO_ENGINE_SUBSTITUTION';`;
  await Promise.all([host.run('mariadb', schema), mover.open(), healthy(fresh)]);
});

afterAll(async () => {
  if (mover !== undefined) await docker('rm', '-f', tunnelContainer(mover.name));
  await place.clean();
});

describe('MariaDB that follows', () => {
  let enabled: { undo: { file: string } };

  it('needs a log at the old server, which one restart switches on', async () => {
    expect((await ask('grant-replication')).fault?.code).toBe('MIG107');
    expect((await ask('follow')).fault).toMatchObject({ code: 'MIG078', args: { name: 'uji-1' } });
    // Whoever goes back before anything was copied is not held up.
    expect((await ask('forget')).fault).toBeUndefined();
    const made = await ask<typeof enabled>('enable-log');
    enabled = made.data as typeof enabled;
    expect(enabled.undo.file).toMatch(/99-induk-migrate\.cnf$/);
    expect((await ask('enable-log')).data).toEqual(enabled);
    await old(`SET GLOBAL event_scheduler = ON; SET GLOBAL time_zone = '+07:00';
      SET GLOBAL sql_mode = 'NO_ENGINE_SUBSTITUTION'; SET GLOBAL binlog_format = MIXED`);
    const granted = await ask<{ undo: object }>('grant-replication');
    expect(granted.data?.undo).toMatchObject({ format: 'MIXED' });
  });

  it('gets every change from its seed on, of its own database alone, and is closed', async () => {
    const seeded = await ask<SeededDatabase>('seed-database', '--position');
    expect(seeded.fault).toBeUndefined();
    await old(`INSERT INTO warga (nama) VALUES ('satu ☕'); CREATE TABLE baru (id INT PRIMARY KEY);
      CREATE PROCEDURE ada() SELECT 1; INSERT INTO tanpa_kunci VALUES ('b'), ('c');`);
    await old('CREATE TABLE jangan (id INT); CREATE PROCEDURE jangan() SELECT 1;', 'tetangga');
    expect((await ask<ReplicaState>('follow')).data).toMatchObject({ connected: true, lag: 0 });
    expect((await ask('catch-up', '--within', '30')).fault).toBeUndefined();
    expect(await proven()).toMatchObject({ equal: true, differences: [], tables: 3 });
    const told = await now(`SELECT @@GLOBAL.read_only, @@GLOBAL.event_scheduler,
      @@GLOBAL.time_zone, @@GLOBAL.sql_mode; SELECT COUNT(*) FROM information_schema.schemata
      WHERE schema_name = 'tetangga';`);
    expect(told).toBe('1\tOFF\t+07:00\tNO_ENGINE_SUBSTITUTION\n0');
    expect(await docker('port', fresh)).toBe('');
  });

  it('has clients ready for what it is asked, which do nothing when they are not needed', async () => {
    const settings = () => docker('exec', fresh, 'cat', '/var/lib/mysql/moved.cnf');
    const before = await settings();
    expect(before).toContain('read-only');
    const waiting = async () =>
      (await docker('top', fresh, '-eo', 'pid,args')).split('read -r sql').length - 1;
    await withClientsReady(database, async () => {
      await until('they wait', async () => (await waiting()) >= 3);
      expect(await mariadbQuery(fresh, 'SELECT 1')).toBe('1\n');
    });
    await until('they have ended', async () => (await waiting()) === 0);
    expect(await settings()).toBe(before);
  });

  it('goes on after the link was cut and after either side was started anew', async () => {
    await host.run("pkill -f '^sshd: root'");
    await old("INSERT INTO warga (nama) VALUES ('dua')");
    expect((await ask('follow')).data).toMatchObject({ connected: true });
    await host.run('service mariadb restart >/dev/null');
    await docker('restart', fresh);
    await old("INSERT INTO warga (nama) VALUES ('tiga')");
    const followed = await ask<ReplicaState>('follow');
    expect(followed.fault).toBeUndefined();
    expect((await ask('catch-up', '--within', '60')).fault).toBeUndefined();
    expect(await now('SELECT GROUP_CONCAT(nama) FROM warga')).toBe('satu ☕,dua,tiga');
  });

  it('turns around, and back again, and loses nothing either way', async () => {
    // A switch tries a write, which the old side gets once it is made, and not before.
    for (const action of ['note-alone', 'open']) await ask(action);
    await now("INSERT INTO warga (nama) VALUES ('dicoba')");
    await ask('close');
    const turned = await ask<{ undo: object }>('reverse');
    expect(turned.data?.undo).toEqual({ position: '' });
    const applies = "mariadb -e 'SHOW ALL SLAVES STATUS\\G' | grep -c 'SQL_Running: Yes' || true";
    expect(await host.run(applies)).toBe('0');
    expect(await old('SELECT COUNT(*) FROM warga')).toBe('3');
    await ask('open');
    expect(await now('SELECT @@GLOBAL.read_only')).toBe('0');
    expect((await ask('carry-back')).fault).toBeUndefined();
    await until('it is there', async () => (await old('SELECT COUNT(*) FROM warga')) === '4');
    await now(`UPDATE warga SET nama = 'coba' WHERE nama = 'dicoba';
      INSERT INTO warga (nama) VALUES ('empat'); CREATE TABLE balik (id INT PRIMARY KEY)`);
    expect((await ask('catch-up-reverse', '--within', '60')).fault).toBeUndefined();
    expect(await old('SELECT COUNT(*) FROM warga')).toBe('5');
    expect(await proven()).toMatchObject({ equal: true });
    await ask('close');
    await ask('stop-reverse', '--undo', JSON.stringify(turned.data?.undo));
    await old("INSERT INTO warga (nama) VALUES ('lima')");
    expect((await ask('follow')).fault).toBeUndefined();
    await ask('catch-up', '--within', '60');
    expect(await now('SELECT GROUP_CONCAT(nama) FROM warga')).toBe(
      'satu ☕,dua,tiga,coba,empat,lima',
    );
  });

  it('says when it cannot carry out a change', async () => {
    await now("SET sql_log_bin = 0; INSERT INTO warga (id, nama) VALUES (100, 'asing')");
    await old("INSERT INTO warga (id, nama) VALUES (100, 'bentrok')");
    const failed = await until('it is told', async () => {
      const { fault } = await ask('follow');
      return fault;
    });
    expect(failed).toMatchObject({ code: 'MIG074' });
  });

  it('leaves the old server as it was', async () => {
    const undo = { accounts: [], format: 'MIXED' };
    await ask('forget');
    await ask('revoke-replication', '--undo', JSON.stringify(undo));
    await ask('disable-log', '--undo', JSON.stringify(enabled.undo));
    const told = await old(`SELECT COUNT(*), @@log_bin FROM mysql.user WHERE user LIKE 'induk%'`);
    expect(told).toBe('0\t0');
    expect(await host.run('ls /etc/mysql/mariadb.conf.d')).not.toContain('induk');
    expect(await docker('ps', '-q', '--filter', `name=${tunnelContainer(mover.name)}`)).toBe('');
  });
});
