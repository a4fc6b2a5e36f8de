/** What a server that follows gets, and what it gets not, however the change was told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseProof } from '../../../src/migrate/database/proof.js';
import { tunnelContainer } from '../../../src/migrate/database/tunnel.js';
import type { MovedDatabase } from '../../../src/migrate/mover/model.js';
import { databaseRun } from '../../images/support/apps.js';
import { buildImage, docker, healthy, inside, Place } from '../../images/support/engine.js';
import { buildMover, Mover, TestHost } from '../support/old-host.js';

/** MariaDB 10.11; `bullseye` has 10.5. */
const release = process.env.INDUK_TEST_RELEASE ?? 'bookworm';
/** The pattern of its tables must not be one of its neighbour's. */
const [name, neighbour] = ['uji_1', 'ujia1'];

const place = new Place();
let host: TestHost;
let mover: Mover;
let fresh: string;
let database: MovedDatabase;

const ask = <T>(...args: string[]) => mover.ask<T>(args, { database });
/** Asks for what ends well. */
const done = async <T>(...args: string[]): Promise<T> => {
  const { fault, data } = await ask<T>(...args);
  expect(fault).toBeUndefined();
  return data as T;
};
const old = (text: string, into = ''): Promise<string> => host.run(`mariadb -N ${into}`, text);
const now = async (text: string): Promise<string> => {
  const { stdout, exitCode, all } = await inside(fresh, ['mariadb', '-NBe', text]);
  expect(exitCode, all).toBe(0);
  return stdout;
};
const proven = () => done<DatabaseProof>('verify-database');
const equal = { equal: true, differences: [] };

/** A session that stays, in no database. */
async function openSession(): Promise<void> {
  await host.run(`: > /tmp/told.sql
    setsid sh -c 'tail -n +1 -f /tmp/told.sql | mariadb --unbuffered -N > /tmp/answers 2>&1' \\
      < /dev/null > /dev/null 2>&1 &`);
  await inSession('SELECT 1');
}

async function inSession(text: string): Promise<void> {
  const mark = `mark${Math.random()}`;
  await host.run(
    `cat >> /tmp/told.sql; until grep -q '^${mark}$' /tmp/answers; do sleep 0.1; done`,
    `${text};\nSELECT '${mark}';\n`,
  );
}

beforeAll(async () => {
  const network = await place.network();
  await place.secret('DB_PASSWORD', 'sandi');
  const image = await buildImage({ recipe: 'mariadb', release });
  const run = databaseRun(place, 'mariadb', image);
  const [moving, started, running] = await Promise.all([
    buildMover(),
    TestHost.start(place, network, 'mariadb', release),
    place.start({ ...run, env: { ...run.env, DB_NAME: name }, network }),
  ]);
  [host, fresh] = [started, running];
  mover = new Mover(place, moving, network, host, `utuh${process.pid}`);
  database = { kind: 'mariadb', name, user: 'uji', service: fresh, old: { via: 'root' } };
  const schema = `CREATE DATABASE ${name}; CREATE DATABASE ${neighbour}; USE ${name};
    CREATE TABLE cache (id INT PRIMARY KEY AUTO_INCREMENT, isi VARCHAR(80));
    CREATE TABLE tarif (id INT PRIMARY KEY); CREATE TABLE buang (id INT PRIMARY KEY);
    INSERT INTO cache (isi) VALUES ('basi'); INSERT INTO tarif VALUES (1);
    CREATE USER uji@localhost IDENTIFIED BY 'sandi'; GRANT ALL ON ${name}.* TO uji@localhost;
    CREATE USER tagih@localhost IDENTIFIED BY 'lama'; GRANT SELECT ON ${name}.* TO tagih@localhost;
    CREATE USER pergi@localhost; GRANT SELECT ON ${name}.* TO pergi@localhost;
    USE ${neighbour}; CREATE PROCEDURE lama() SELECT 1;
    CREATE EVENT lama ON SCHEDULE EVERY 1 DAY DO SELECT 1;`;
  await Promise.all([host.run('mariadb', schema), mover.open(), healthy(fresh)]);
  await done('enable-log');
  await old('SET GLOBAL binlog_format = MIXED');
  await openSession();
  await done('grant-replication');
  await done('seed-database', '--position');
  await done('follow');
});

afterAll(async () => {
  if (mover !== undefined) await docker('rm', '-f', tunnelContainer(mover.name));
  await place.clean();
});

/** Changes of the app's tables by sessions that are in no database or in another one. */
const swap = `CREATE TABLE ${name}.baru (id INT PRIMARY KEY, harga INT);
  RENAME TABLE ${name}.tarif TO ${name}.dulu, ${name}.baru TO ${name}.tarif; DROP TABLE ${name}.dulu;`;

describe('MariaDB that follows', () => {
  it('gets what changes its tables, whatever database the session was in', async () => {
    await old(`TRUNCATE ${name}.cache; INSERT INTO ${name}.cache (isi) VALUES ('segar');`);
    await old(`${swap} INSERT INTO ${name}.tarif VALUES (1, 500);`, neighbour);
    await old(`DROP TABLE ${name}.buang; CREATE TABLE ${name}.buang (id INT PRIMARY KEY);
      INSERT INTO ${name}.buang VALUES (7); CREATE VIEW ${name}.lihat AS SELECT 1 AS satu;
      ALTER DATABASE ${name} COLLATE utf8mb4_bin; SET character_set_client = latin1;
      CREATE EVENT ${name}.malam ON SCHEDULE EVERY 1 DAY DO DELETE FROM ${name}.cache;
      SET character_set_client = utf8mb4;
      CREATE DEFINER = tagih@localhost EVENT ${name}.mati ON SCHEDULE EVERY 1 DAY DISABLE DO DO 1;
      CREATE PROCEDURE ${name}.hitung() SELECT 1;
      CREATE TRIGGER ${name}.jaga BEFORE INSERT ON ${name}.cache FOR EACH ROW SET NEW.isi = 'x';`);
    await done('catch-up', '--within', '30');
    expect(await proven()).toMatchObject({ ...equal, tables: 4 });
    expect(await now(`SELECT isi FROM ${name}.cache`)).toBe('segar');
    const events = `SELECT event_name, status, definer, character_set_client
      FROM information_schema.events WHERE event_schema = '${name}' ORDER BY 1`;
    const run = 'malam\tENABLED\troot@localhost\tlatin1\nmati\tDISABLED\ttagih@localhost\tutf8mb4';
    expect([await old(events), await now(events)]).toEqual([run, run]);
  });

  it('gets what a session tells that logs statements, being older than the move', async () => {
    await inSession(`UPDATE ${name}.cache SET isi = CONCAT(isi, '!')`);
    await done('catch-up', '--within', '30');
    expect(await now(`SELECT isi FROM ${name}.cache`)).toBe('segar!');
  });

  it('goes on past what is of other databases', async () => {
    await old(
      `CREATE TABLE t (id INT); INSERT INTO t VALUES (1); CREATE PROCEDURE p() SELECT 1;
      ALTER PROCEDURE p COMMENT 'x'; DROP PROCEDURE p; DROP PROCEDURE lama;
      CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1; ALTER EVENT e COMMENT 'x'; DROP EVENT e;
      DROP EVENT lama; CREATE USER lain@localhost; GRANT ALL ON *.* TO lain@localhost;`,
      neighbour,
    );
    await old(`CREATE DATABASE baru; CREATE FUNCTION baru.f() RETURNS INT DETERMINISTIC RETURN 1;
      DROP FUNCTION baru.f; DROP DATABASE baru; INSERT INTO ${name}.tarif VALUES (2, 600);`);
    await done('catch-up', '--within', '30');
    expect(await proven()).toMatchObject(equal);
    expect(await now("SELECT COUNT(*) FROM mysql.user WHERE user = 'lain'")).toBe('0');
  });

  it('has the accounts that the old one has by now, those of a held app unlocked', async () => {
    await old(`ALTER USER tagih@localhost IDENTIFIED BY 'baru'; DROP USER pergi@localhost;
      REVOKE SELECT ON ${name}.* FROM tagih@localhost; GRANT INSERT ON ${name}.tarif TO tagih@localhost;
      CREATE USER datang@localhost IDENTIFIED BY 'x'; GRANT SELECT ON ${name}.* TO datang@localhost;`);
    const accounts = `SHOW CREATE USER tagih@localhost; SHOW GRANTS FOR tagih@localhost;
      SHOW GRANTS FOR datang@localhost; SELECT COUNT(*) FROM mysql.user WHERE user = 'pergi';`;
    const wanted = await old(accounts);
    await old('ALTER USER tagih@localhost ACCOUNT LOCK; ALTER USER datang@localhost ACCOUNT LOCK');
    await done('catch-up', '--within', '30');
    await old(
      'ALTER USER tagih@localhost ACCOUNT UNLOCK; ALTER USER datang@localhost ACCOUNT UNLOCK',
    );
    expect(await now(accounts)).toBe(wanted);
    await old(`GRANT DELETE ON ${name}.* TO datang@localhost`);
    await done('follow');
    expect(await now(accounts)).toBe(await old(accounts));
  });

  it('does not go on when the password of the app itself is another one now', async () => {
    await old("ALTER USER uji@localhost IDENTIFIED BY 'lain'");
    expect((await ask('follow')).fault?.code).toBe('MIG082');
    expect((await ask('catch-up', '--within', '30')).fault?.code).toBe('MIG082');
    await place.secret('DB_PASSWORD', 'lain');
    await docker('restart', fresh);
    await done('follow');
    await done('catch-up', '--within', '60');
  });

  it('gives all of it back, and not while one side consists of something else', async () => {
    const turned = await done<{ undo: object }>('reverse');
    await done('open');
    await now(`TRUNCATE ${name}.cache; INSERT INTO ${name}.cache (isi) VALUES ('balik'); ${swap}
      CREATE PROCEDURE ${name}.balik() SELECT 1; CREATE USER baru@localhost;`);
    await done('catch-up-reverse', '--within', '60');
    expect(await proven()).toMatchObject(equal);
    expect(await old(`SELECT COUNT(*) FROM ${name}.tarif`)).toBe('0');
    expect(await old("SELECT COUNT(*) FROM mysql.user WHERE user = 'baru'")).toBe('0');
    await now(`SET sql_log_bin = 0; CREATE TABLE ${name}.sini (id INT)`);
    const refused = await ask('catch-up-reverse', '--within', '60');
    expect(refused.fault).toMatchObject({
      ...{ code: 'MIG208', args: { part: 'objects', first: "table 'sini'" } },
    });
    await now(`SET sql_log_bin = 0; DROP TABLE ${name}.sini`);
    await done('catch-up-reverse', '--within', '60');
    await done('close');
    await done('stop-reverse', '--undo', JSON.stringify(turned.undo));
  });

  it('waits for sessions that log statements, and says so when they stay', async () => {
    await old('SET GLOBAL binlog_format = STATEMENT');
    expect((await ask('grant-replication')).fault).toMatchObject({
      ...{ code: 'MIG083', args: { count: 1, sessions: 'root@localhost' } },
    });
    expect(await old('SELECT @@GLOBAL.binlog_format')).toBe('STATEMENT');
    await host.run("pkill -f '^tail .* /tmp/told.sql'");
    await old('SELECT 1');
    await done('grant-replication');
    expect(await old('SELECT @@GLOBAL.binlog_format')).toBe('ROW');
  });
});
