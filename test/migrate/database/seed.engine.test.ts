import { setTimeout } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatabaseProof } from '../../../src/migrate/database/proof.js';
import type { SeededDatabase } from '../../../src/migrate/database/seeding.js';
import type { MovedDatabase, OldAccess } from '../../../src/migrate/mover/model.js';
import { sql } from '../../backup/worker/support.js';
import { databaseRun } from '../../images/support/apps.js';
import { buildImage, docker, healthy, inside, Place, until } from '../../images/support/engine.js';
import { buildMover, Mover, TestHost } from '../support/old-host.js';

/** MariaDB 10.11 and PostgreSQL 15; `bullseye` has 10.5 and 13. */
const release = process.env.INDUK_TEST_RELEASE ?? 'bookworm';

const place = new Place();
let host: TestHost;
let mover: Mover;
let mariadb: string;
let postgres: string;

const password = `s@ndi "'\\$ lama`;

/** Everything that gets lost between two servers. */
const trap = `
SET sql_mode = '';
CREATE DATABASE \`uji-1\` CHARACTER SET latin1 COLLATE latin1_general_ci;
CREATE DATABASE \`uji_1\`; CREATE DATABASE tetangga;
CREATE USER 'uji'@'localhost' IDENTIFIED BY 'sandi';
GRANT ALL PRIVILEGES ON \`uji-1\`.* TO 'uji'@'localhost';
CREATE USER 'uji'@'127.0.0.1' IDENTIFIED BY 'sandi lama';
GRANT SELECT, INSERT ON \`uji-1\`.* TO 'uji'@'127.0.0.1';
CREATE ROLE pembaca; GRANT SELECT ON \`uji-1\`.* TO pembaca;
CREATE USER 'laporan'@'10.%' IDENTIFIED BY 'lapor' REQUIRE SSL; GRANT pembaca TO 'laporan'@'10.%';
CREATE USER 'sistem'@'localhost' IDENTIFIED VIA unix_socket OR mysql_native_password USING PASSWORD('sis');
GRANT EXECUTE ON \`uji-1\`.* TO 'sistem'@'localhost'; GRANT FILE, SELECT ON *.* TO 'sistem'@'localhost';
CREATE USER 'tetangga'@'localhost' IDENTIFIED BY 'x'; GRANT ALL ON tetangga.* TO 'tetangga'@'localhost';
USE \`uji-1\`;
CREATE TABLE warga (id INT PRIMARY KEY AUTO_INCREMENT, nama VARCHAR(80) CHARSET utf8mb4,
  foto BLOB, lahir DATETIME) AUTO_INCREMENT=77;
INSERT INTO warga (nama, foto, lahir) VALUES
  ('Siti ☕ 🌊', X'00FF275C0A1A', '1980-01-02 03:04:05'),
  ('-- Dump completed\\n\\'x\\'', NULL, '0000-00-00 00:00:00');
CREATE TABLE lama (kode INT, isi TEXT) ENGINE=MyISAM CHARSET=latin1;
INSERT INTO lama VALUES (3, 'tiga \xc3\xa9'), (1, 'satu');
CREATE TABLE aria (kode INT) ENGINE=Aria;
CREATE TABLE hilang (id INT); CREATE VIEW rusak AS SELECT id FROM hilang; DROP TABLE hilang;
CREATE SEQUENCE nomor START WITH 7 NOCACHE; DO NEXTVAL(nomor), NEXTVAL(nomor);
CREATE DEFINER='laporan'@'10.%' VIEW nama_warga AS SELECT nama FROM warga;
DELIMITER ;;
CREATE DEFINER='pergi'@'lama.contoh' PROCEDURE hitung() BEGIN
  -- komentar
  SELECT COUNT(*) FROM warga;
END;;
CREATE FUNCTION dua() RETURNS INT DETERMINISTIC RETURN 2;;
CREATE TRIGGER catat BEFORE INSERT ON warga FOR EACH ROW SET NEW.nama = TRIM(NEW.nama);;
CREATE EVENT bersih ON SCHEDULE EVERY 1 DAY DO DELETE FROM aria;;
DELIMITER ;
`;

const archive = `
CREATE ROLE uji LOGIN PASSWORD 'sandi pg'; CREATE ROLE pembaca LOGIN PASSWORD 'baca';
CREATE ROLE pemilik SUPERUSER CREATEDB CREATEROLE REPLICATION BYPASSRLS LOGIN PASSWORD 'milik';
CREATE ROLE "Pak ""Budi""" LOGIN PASSWORD 'budi'; GRANT pembaca TO "Pak ""Budi""";
GRANT pg_execute_server_program TO "Pak ""Budi""";
CREATE ROLE tetangga LOGIN PASSWORD 'x'; CREATE DATABASE tetangga OWNER tetangga;
CREATE ROLE kuasa SUPERUSER LOGIN PASSWORD 'k'; GRANT tetangga, pg_monitor TO kuasa; GRANT kuasa TO uji;
ALTER SYSTEM SET timezone = 'Asia/Makassar'; SELECT pg_reload_conf();
CREATE DATABASE "uji-1" OWNER uji TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C';
\\c "uji-1"
SET ROLE uji;
CREATE TABLE warga (id SERIAL PRIMARY KEY, nama TEXT, foto BYTEA,
  lahir TIMESTAMPTZ DEFAULT '1980-01-02 03:04:05+07');
INSERT INTO warga (nama, foto) VALUES ('Siti', '\\x00ff'), (E'baris\\nbaru', NULL);
CREATE VIEW nama_warga AS SELECT nama FROM warga; GRANT SELECT ON nama_warga TO pembaca;
CREATE FUNCTION dua() RETURNS INT LANGUAGE sql AS 'SELECT 2';
RESET ROLE; CREATE SCHEMA laporan AUTHORIZATION pemilik;
CREATE ROLE singgah; ALTER ROLE singgah IN DATABASE "uji-1" SET statement_timeout TO '5s';
`;

/** What the agent does to a database that it holds. */
const held = `ALTER DATABASE "uji-1" CONNECTION LIMIT 0;
ALTER DATABASE "uji-1" SET default_transaction_read_only TO on;`;

/** The databases themselves, whatever they are called: the app's, and what it has replaced. */
const itself = "SELECT oid FROM pg_database WHERE datname = 'uji-1'";
const aside = "SELECT oid FROM pg_database WHERE datname LIKE 'induk_before%'";
const onOld = (text: string): Promise<string> =>
  host.run('runuser -u postgres -- psql -XAt -v ON_ERROR_STOP=1', text);

const moved = (kind: MovedDatabase['kind'], old: OldAccess = { via: 'root' }): MovedDatabase => ({
  ...{ kind, name: 'uji-1', user: 'uji', old },
  service: kind === 'mariadb' ? mariadb : postgres,
});

const seed = (database: MovedDatabase, ...flags: string[]) =>
  mover.ask<SeededDatabase>(['seed-database', ...flags], { database });
const verify = (database: MovedDatabase) =>
  mover.ask<DatabaseProof>(['verify-database'], { database });

/** What somebody with a password sees, as an app does. */
const login = (user: string, secret: string, text: string) =>
  inside(mariadb, ['mariadb', `-u${user}`, '--skip-ssl', '-h127.0.0.1', '-NBe', text, 'uji-1'], {
    env: { MYSQL_PWD: secret },
  });

beforeAll(async () => {
  const network = await place.network();
  await place.secret('DB_PASSWORD', 'sandi');
  const start = async (kind: 'mariadb' | 'postgres'): Promise<string> => {
    const image = await buildImage({ recipe: kind, release });
    const run = databaseRun(place, kind, image);
    const data = Object.keys(run.volumes ?? {})[0] as string;
    return place.start({ ...run, network, volumes: { [data]: place.volume(`data-${kind}`) } });
  };
  const [image, old, ...databases] = await Promise.all([
    buildMover(),
    TestHost.start(place, network, 'mariadb postgresql', release),
    start('mariadb'),
    start('postgres'),
  ]);
  host = old;
  [mariadb, postgres] = databases;
  mover = new Mover(place, image, network, host);
  await Promise.all([host.run('mariadb', trap), mover.open(), healthy(mariadb), healthy(postgres)]);
  await host.run('runuser -u postgres -- psql -v ON_ERROR_STOP=1', archive);
});

afterAll(() => place.clean());

describe('MariaDB', () => {
  it('is brought over whole, and proven equal', async () => {
    const database = moved('mariadb');
    expect((await verify(database)).data).toMatchObject({ equal: false });
    // One that the Swarm is about to start anew is waited for.
    await docker('stop', '--time', '20', mariadb);
    const started = setTimeout(3_000).then(() => docker('start', mariadb));
    const seeded = await seed(database);
    await started;
    expect(seeded.fault).toBeUndefined();
    expect(seeded.data).toMatchObject({
      locking: 'tables',
      broken: ['rusak'],
      definers: ['`pergi`@`lama.contoh`'],
      left: [{ account: '`sistem`@`localhost`', reason: 'global' }],
    });
    expect(seeded.progress.join('\n')).toMatch(/its tables can only be read/);
    const { data } = await verify(database);
    expect(data?.differences).toEqual([]);
    expect(data).toMatchObject({
      ...{ equal: true, tables: 4, rows: 4 },
      objects: { event: 1, function: 1, procedure: 1, sequence: 1, trigger: 1 },
    });
    expect(await sql(mariadb, 'mariadb', 'SELECT next_not_cached_value FROM nomor')).toBe('9');
    const told = await sql(
      mariadb,
      'mariadb',
      'SELECT HEX(isi) FROM lama; SHOW CREATE DATABASE `uji-1`;',
    );
    expect(told).toMatch(/latin1_general_ci/);
  });

  it('has its accounts, with their old passwords and no right elsewhere', async () => {
    expect((await login('uji', 'sandi', 'SELECT COUNT(*) FROM warga')).stdout).toBe('2');
    const accounts = (
      await sql(
        mariadb,
        'mariadb',
        `SELECT user, host, authentication_string, ssl_type,
      (SELECT COUNT(*) FROM mysql.global_priv) FROM mysql.user WHERE host <> '' ORDER BY 1, 2`,
      )
    ).split('\n');
    const users = accounts.map((line) => line.split('\t').slice(0, 2).join('@'));
    expect(users).toEqual(
      expect.arrayContaining([
        'laporan@10.%',
        'pergi@lama.contoh',
        'sistem@localhost',
        'uji@127.0.0.1',
      ]),
    );
    expect(users.join()).not.toContain('tetangga');
    expect(accounts.find((line) => line.startsWith('laporan'))).toMatch(/\*[0-9A-F]{40}\tANY/);
    const grants = await sql(
      mariadb,
      'mariadb',
      `SHOW CREATE USER 'sistem'@'localhost';
      SHOW GRANTS FOR 'sistem'@'localhost'; SHOW GRANTS FOR 'laporan'@'10.%'`,
    );
    expect(grants).not.toMatch(/unix_socket|FILE/);
    expect(grants).toContain('GRANT SELECT, EXECUTE ON `uji-1`.* TO');
    expect(grants).toContain('GRANT `pembaca` TO');
  });

  it('is found to differ, and told where', async () => {
    await sql(
      mariadb,
      'mariadb',
      `UPDATE warga SET lahir = NOW() WHERE id = 77; DELETE FROM lama WHERE kode = 1;
      DROP EVENT bersih; CREATE TABLE lebih (id INT); INSERT INTO aria VALUES (1), (2)`,
    );
    await host.run('mariadb uji-1', 'INSERT INTO aria VALUES (2), (1)');
    const { data } = await verify(moved('mariadb'));
    expect(data?.unordered).toEqual(['aria']);
    expect(data?.differences.map(({ name, what }) => `${name} ${what}`)).toEqual([
      ...['lama rows', 'lebih extra', 'warga content', '(event) count'],
    ]);
  });

  it('is brought over by the app’s own account, with the digests on the way', async () => {
    await host.run(
      'mariadb uji-1',
      `DROP TABLE lama, aria; DROP VIEW rusak, nama_warga;
      DROP PROCEDURE hitung; DROP FUNCTION dua; DROP TRIGGER catat; ALTER USER 'uji'@'localhost'
      IDENTIFIED BY '${password.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`,
    );
    const wrong = await seed(moved('mariadb', { via: 'account', user: 'uji', password: 'salah' }));
    expect(wrong.fault).toMatchObject({ code: 'MIG075' });
    const database = moved('mariadb', { via: 'account', user: 'uji', password });
    const seeded = await seed(database, '--proof');
    expect(seeded.fault).toBeUndefined();
    expect(seeded.data).toMatchObject({
      locking: 'transaction',
      report: { tables: { warga: { rows: 2 } } },
    });
    expect((await verify(database)).data).toMatchObject({ equal: true });
    expect(JSON.stringify([wrong, seeded])).not.toContain('s@ndi');
  });

  it('that was cut in the middle is left empty, and the old one is let go', async () => {
    await host.run(
      'mariadb uji-1',
      `CREATE TABLE besar (id INT PRIMARY KEY, isi LONGTEXT);
      INSERT INTO besar SELECT seq, REPEAT(MD5(seq), 30000) FROM seq_1_to_150;`,
    );
    const command = await mover.command(['seed-database']);
    const input = JSON.stringify(mover.moverJob({ database: moved('mariadb') }));
    const running = execa('docker', command, { input, reject: false });
    await until(
      'a part has come',
      async () =>
        Number(
          await sql(
            mariadb,
            'mariadb',
            "SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'besar'",
          ),
        ) > 0,
    );
    await host.run("pkill -f '^sshd: root'");
    expect((await running).stdout).toMatch(/"code":"MIG100"/);
    expect(await sql(mariadb, 'mariadb', 'SHOW TABLES')).toBe('');
    await until('nobody dumps any more', async () => {
      return (await host.run("mariadb -NBe 'SHOW PROCESSLIST' | grep -c SELECT || true")) === '0';
    });
  });

  it('whose copy broke is closed, copied again while the old one is held, and let go', async () => {
    const database = moved('mariadb');
    const ask = (action: string) => mover.ask([action], { database });
    expect((await ask('close')).fault).toBeUndefined();
    expect((await seed(database, '--frozen')).fault).toBeUndefined();
    expect(await sql(mariadb, 'mariadb', 'SELECT COUNT(*) FROM besar')).toBe('150');
    const closed = 'SELECT @@GLOBAL.read_only, @@GLOBAL.event_scheduler';
    expect(await sql(mariadb, 'mariadb', closed)).toBe('1\tOFF');
    expect((await ask('forget')).fault).toBeUndefined();
  });

  it('that is not there is refused, and what is here stays', async () => {
    await seed(moved('mariadb'));
    const database = { ...moved('mariadb'), name: 'tidak ada' };
    expect((await seed(database)).fault?.code).toBe('MIG075');
    expect(await sql(mariadb, 'mariadb', 'SHOW TABLES')).toContain('besar');
  });
});

describe('PostgreSQL', () => {
  it('is brought over whole, with its roles, and proven equal', async () => {
    const database = moved('postgres');
    const seeded = await seed(database);
    expect(seeded.fault).toBeUndefined();
    expect((await verify(database)).data).toMatchObject({ equal: true, tables: 1, rows: 2 });
    expect(await sql(postgres, 'postgres', 'SHOW timezone')).toBe('Asia/Makassar');
    const told = await sql(
      postgres,
      'postgres',
      `SELECT rolpassword ~ '^(SCRAM-SHA-256[$]|md5)' FROM pg_authid
      WHERE rolname = 'pembaca'; SELECT pg_encoding_to_char(encoding), datcollate FROM pg_database
      WHERE datname = 'uji-1'`,
    );
    expect(told).toBe('t\nLATIN1|C');
    // Closed for whoever does not say otherwise.
    await expect(sql(postgres, 'postgres', 'DELETE FROM warga')).rejects.toThrow(/read-only/);
    await sql(
      postgres,
      'postgres',
      "SET default_transaction_read_only = off; INSERT INTO warga (nama) VALUES ('lebih')",
    );
    expect((await verify(database)).data?.differences).toMatchObject([
      { name: 'public.warga', what: 'rows', old: 2, new: 3 },
      { what: 'definition' },
    ]);
  });

  it('has its roles, with their old passwords, and no power or role of another app', async () => {
    const { data, progress } = await seed(moved('postgres'));
    const roles = ['"Pak ""Budi"""', 'pembaca', 'pemilik', 'singgah', 'uji'];
    expect(data?.accounts).toEqual(roles);
    expect(data?.left).toEqual([
      { account: 'kuasa', reason: 'elsewhere' },
      { account: 'tetangga', reason: 'elsewhere' },
      { account: 'pemilik', reason: 'global' },
      { account: '"Pak ""Budi"""', reason: 'global' },
    ]);
    expect(progress.filter((line) => line.includes('tetangga'))).toHaveLength(1);
    const hashes = `SELECT rolname, rolpassword FROM pg_authid
      WHERE rolname IN ('Pak "Budi"', 'pembaca', 'pemilik') ORDER BY rolname`;
    expect(await sql(postgres, 'postgres', hashes)).toBe(await onOld(hashes));
    const told = await sql(
      postgres,
      'postgres',
      `SELECT string_agg(rolname, ',' ORDER BY rolname) FROM pg_roles
        WHERE rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication;
      SELECT string_agg(rolname, ',') FROM pg_roles WHERE rolname IN ('tetangga', 'kuasa');
      SELECT roleid::regrole FROM pg_auth_members WHERE member = '"Pak ""Budi"""'::regrole;
      SELECT count(*) FROM pg_auth_members WHERE member = 'uji'::regrole;
      SELECT rolbypassrls FROM pg_roles WHERE rolname = 'pemilik'`,
    );
    expect(told).toBe('postgres\n\npembaca\n0\nt');
  });

  it('is brought over from a host that holds it, without what holds it there', async () => {
    await host.run(
      'runuser -u postgres -- psql -v ON_ERROR_STOP=1',
      `ALTER DATABASE "uji-1" SET search_path TO 'public', 'lain'; ALTER DATABASE "uji-1"
      CONNECTION LIMIT 40; REVOKE TEMPORARY ON DATABASE "uji-1" FROM PUBLIC;
      COMMENT ON DATABASE "uji-1" IS 'milik Siti';`,
    );
    expect((await seed(moved('postgres'))).fault).toBeUndefined();
    await host.run('runuser -u postgres -- psql -v ON_ERROR_STOP=1', held);
    expect((await seed(moved('postgres'))).fault).toBeUndefined();
    expect((await verify(moved('postgres'))).data).toMatchObject({ equal: true });
    const settings = `SELECT datconnlimit, shobj_description(d.oid, 'pg_database'),
      (SELECT setconfig FROM pg_db_role_setting WHERE setdatabase = d.oid AND setrole = 0),
      datacl::text NOT LIKE '%=T%'
      FROM pg_database d WHERE datname = 'uji-1'`;
    expect(await sql(postgres, 'postgres', settings)).toBe(
      '40|milik Siti|{"search_path=public, lain"}|t',
    );
  });

  it('is brought back as a whole, and what it replaces goes last', async () => {
    const database = moved('postgres');
    const ask = (action: string) => mover.ask<DatabaseProof>([action], { database });
    await sql(
      postgres,
      'postgres',
      `SET default_transaction_read_only = off; SET ROLE uji;
      INSERT INTO warga (nama) VALUES ('baru é'); CREATE TABLE sesudah (id INT PRIMARY KEY);
      DROP VIEW nama_warga;`,
    );
    expect((await ask('return-database')).data).toMatchObject({ equal: true, tables: 2, rows: 3 });
    const asked = (text: string, name = 'uji-1') =>
      host.run(`runuser -u postgres -- psql -XAt -v ON_ERROR_STOP=1 -d '${name}'`, text);
    expect(await asked('SELECT nama FROM warga ORDER BY id DESC LIMIT 1')).toBe('baru é');
    expect(await asked('SELECT current_setting($$search_path$$)')).toBe('public, lain');
    // Whoever frees it finds it held as it was.
    expect(await asked("SELECT datconnlimit FROM pg_database WHERE datname = 'uji-1'")).toBe('0');
    await expect(asked('DELETE FROM warga')).rejects.toThrow(/read-only/);
    const names = "SELECT count(*) FROM pg_database WHERE datname LIKE 'induk%'";
    expect(await asked(names)).toBe('1');
    expect((await ask('return-database')).data).toMatchObject({ equal: true });
    expect((await ask('forget-return')).fault).toBeUndefined();
    expect(await asked(names)).toBe('0');
    expect((await verify(database)).data).toMatchObject({ equal: true });
  });

  it('brings roles back that were made meanwhile, without power over the old server', async () => {
    const database = moved('postgres');
    await sql(
      postgres,
      'postgres',
      `SET default_transaction_read_only = off; CREATE ROLE "petugas baru" CREATEDB LOGIN PASSWORD 'baru';
      CREATE ROLE asing; GRANT asing TO "petugas baru"; ALTER TABLE sesudah OWNER TO asing;
      GRANT SELECT ON sesudah TO uji`,
    );
    const { data, fault } = await mover.ask<DatabaseProof>(['return-database'], { database });
    expect(fault).toBeUndefined();
    expect(data).toMatchObject({ equal: true });
    const roles = `SELECT tableowner FROM pg_tables WHERE tablename = 'sesudah';
      SELECT rolcanlogin, rolcreatedb, rolpassword LIKE 'SCRAM-SHA-256$%', pg_has_role(oid, 'asing', 'member')
      FROM pg_authid WHERE rolname = 'petugas baru'`;
    expect(await host.run("runuser -u postgres -- psql -XAt -d 'uji-1'", roles)).toBe(
      'asing\nt|f|t|t',
    );
    expect((await mover.ask(['forget-return'], { database })).fault).toBeUndefined();
  });

  it('is brought back again after a way back that was killed before it had compared', async () => {
    const database = moved('postgres');
    const change = `SET default_transaction_read_only = off; CREATE ROLE susulan;
      CREATE TABLE susulan (id INT PRIMARY KEY); ALTER TABLE susulan OWNER TO susulan;
      GRANT SELECT ON susulan TO uji`;
    await sql(postgres, 'postgres', change);
    const before = await onOld(itself);
    const doomed = new Mover(place, mover.image, mover.network, host);
    const command = await doomed.command(['return-database']);
    const input = JSON.stringify(doomed.moverJob({ database }));
    // What compares is a tool of the old host that comes to no end.
    const endless = '/usr/local/bin/pg_dump';
    const script = '#!/bin/sh\ntouch /tmp/compared; exec sleep 300\n';
    await host.run(`cat > ${endless}; chmod 755 ${endless}`, script);
    const running = execa('docker', command, { input, reject: false });
    await until('it compares', () => host.run('test -e /tmp/compared').then(() => true));
    await docker('kill', command[2] as string);
    await running;
    await host.run(`rm ${endless}`);
    const replaced = await onOld(itself);
    expect(replaced).not.toBe(before);
    const ask = (action: string) => mover.ask<DatabaseProof>([action], { database });
    expect(await ask('return-database')).toMatchObject({ data: { equal: true } });
    // What it replaces is the old one still, not what the killed run has left.
    expect(await onOld(aside)).toBe(before);
    // The move ends on the new side: the old one is what it was.
    expect((await ask('withdraw-return')).fault).toBeUndefined();
    const left = `SELECT count(*) FROM pg_database WHERE datname LIKE 'induk%';
      SELECT count(*) FROM pg_roles WHERE rolname = 'susulan'`;
    expect([await onOld(itself), await onOld(left)]).toEqual([before, '0\n0']);
    expect((await ask('withdraw-return')).fault).toBeUndefined();
    expect(await onOld(itself)).toBe(before);
  });

  it('is the old host’s own database as soon as that one lives with it', async () => {
    const database = moved('postgres');
    const ask = (action: string) => mover.ask<DatabaseProof>([action], { database });
    expect(await ask('return-database')).toMatchObject({ data: { equal: true } });
    const returned = await onOld(itself);
    // The way back was killed before it tidied up, and the app leaves once more.
    expect((await seed(database)).fault).toBeUndefined();
    expect((await ask('withdraw-return')).fault).toBeUndefined();
    const left = `SELECT count(*) FROM pg_database WHERE datname LIKE 'induk%';
      SELECT count(*) FROM pg_roles WHERE rolname = 'susulan'`;
    expect([await onOld(itself), await onOld(left)]).toEqual([returned, '0\n1']);
  });

  it('that the old host cannot take stays as it was there', async () => {
    const database = moved('postgres');
    // A row that is right only as long as another table has some, and is loaded before them.
    await sql(
      postgres,
      'postgres',
      `SET default_transaction_read_only = off; CREATE ROLE gagal;
      CREATE FUNCTION ada() RETURNS BOOLEAN LANGUAGE sql AS 'SELECT count(*) > 0 FROM public.warga';
      INSERT INTO sesudah VALUES (1); ALTER TABLE sesudah ADD CHECK (ada())`,
    );
    const { fault } = await mover.ask(['return-database'], { database });
    expect(fault).toMatchObject({ code: 'MIG090' });
    const names = `SELECT string_agg(datname, ',') FROM pg_database WHERE datname ~ 'induk|uji';
      SELECT count(*) FROM pg_roles WHERE rolname = 'gagal'`;
    expect(await host.run('runuser -u postgres -- psql -XAt', names)).toBe('uji-1\n0');
    await host.run(
      'runuser -u postgres -- psql',
      'ALTER DATABASE "uji-1" CONNECTION LIMIT 40; ALTER DATABASE "uji-1" RESET default_transaction_read_only',
    );
  });

  it('is refused with a wrong password, and what was there stays empty', async () => {
    const access = { via: 'account', user: 'uji', password: 'salah' } as const;
    expect((await seed(moved('postgres', access))).fault?.code).toBe('MIG075');
    const right = { ...access, password: 'sandi pg' };
    expect((await verify(moved('postgres', right))).fault).toBeUndefined();
  });

  it('is brought over by the app’s own account, and notices what is written afterwards', async () => {
    const database = moved('postgres', { via: 'account', user: 'uji', password: 'sandi pg' });
    const ask = (action: string) => mover.ask([action], { database, folders: [] });
    expect((await seed(database)).fault).toBeUndefined();
    expect((await verify(database)).data).toMatchObject({ equal: true });
    expect((await ask('note-opened')).fault).toBeUndefined();
    expect((await ask('unwritten')).fault).toBeUndefined();
    const write = 'SET default_transaction_read_only = off; DELETE FROM warga';
    await sql(postgres, 'postgres', write);
    expect((await ask('unwritten')).fault).toMatchObject({
      code: 'MIG293',
      args: { first: 'public.warga', count: 1 },
    });
  });
});
