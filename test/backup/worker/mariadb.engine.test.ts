import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FetchedDatabase, FetchedFiles } from '../../../src/backup/worker/fetch.js';
import type { CreateResult } from '../../../src/backup/worker/run.js';
import type { OpenedSet, SetList } from '../../../src/backup/worker/sets.js';
import { databaseRun } from '../../images/support/apps.js';
import { buildImage, docker, healthy, Place } from '../../images/support/engine.js';
import { buildWorker, names, sql, vaultKey, Worker } from './support.js';

const place = new Place();
let worker: Worker;
let database: string;
let databaseImage: string;
let first: CreateResult;

const schema = `
CREATE TABLE warga (id INT PRIMARY KEY AUTO_INCREMENT, nama VARCHAR(80), foto BLOB, lahir DATETIME);
INSERT INTO warga (nama, foto, lahir) VALUES
  ('Siti ☕ 🌊', X'00FF275C0A1A', '1980-01-02 03:04:05'),
  ('-- Table structure for table \`palsu\`\\n(''x''),', NULL, '0000-00-00 00:00:00');
CREATE TABLE lama (kode INT, isi TEXT) ENGINE=MyISAM CHARSET=latin1;
INSERT INTO lama VALUES (3, 'tiga'), (1, 'satu');
CREATE TABLE hilang (id INT);
CREATE VIEW rusak AS SELECT id FROM hilang;
DROP TABLE hilang;
CREATE TABLE kosong (id INT PRIMARY KEY) ENGINE=InnoDB;
CREATE SEQUENCE nomor START WITH 7;
CREATE USER 'pemilik'@'10.%' IDENTIFIED BY 'rahasia';
GRANT SELECT ON \`uji-1\`.warga TO 'pemilik'@'10.%';
CREATE DEFINER='pemilik'@'10.%' VIEW nama_warga AS SELECT nama FROM warga;
DELIMITER ;;
CREATE PROCEDURE hitung() BEGIN
  -- Dumping data for table \`palsu\`
  SELECT COUNT(*) FROM warga;
END;;
CREATE FUNCTION dua() RETURNS INT DETERMINISTIC RETURN 2;;
CREATE TRIGGER catat BEFORE INSERT ON warga FOR EACH ROW BEGIN
  SET NEW.nama = TRIM(NEW.nama);
END;;
CREATE EVENT bersih ON SCHEDULE EVERY 1 DAY DO DELETE FROM kosong;;
DELIMITER ;
`;

const files = `
cd /berkas
mkdir -p dalam
printf satu > dalam/a; ln dalam/a kembar; ln -s dalam/a tautan
printf x > "dalam/baris
baru"
printf y > "$(printf 'aneh\\377 \\134x41')"
truncate -s 5M jarang
printf z > rahasia; chmod 600 rahasia
touch -d '2001-02-03 04:05:06.789012345' rahasia
chown -R 33:33 .; chmod 2750 .
`;

beforeAll(async () => {
  await place.secret('DB_PASSWORD', 'sandi');
  const [image, mariadb] = await Promise.all([buildWorker(), buildImage({ recipe: 'mariadb' })]);
  databaseImage = mariadb;
  database = await place.start(databaseRun(place, 'mariadb', mariadb));
  worker = new Worker(place, image, 'parkir');
  await worker.shell(files);
  await worker.give(
    worker.backupJob({ database: { kind: 'mariadb', ...names, service: database } }),
  );
  await healthy(database);
  await sql(database, 'mariadb', `SET sql_mode = '';${schema}`);
});

afterAll(() => place.clean());

const listed = async (): Promise<SetList> => (await worker.ask<SetList>(['list'])).data as SetList;
const vault = { access: { url: '/vault/parkir', password: vaultKey } };

describe('a repository', () => {
  it('is missing before it is made', async () => {
    expect((await worker.create()).fault?.code).toBe('BAK010');
  });

  it('opens with both keys, and being made again changes nothing', async () => {
    const job = { access: worker.access(), vaultKey };
    const made = await worker.ask(['init'], job);
    expect(made.data).toEqual({ created: true, keyAdded: true });
    expect((await worker.ask(['init'], job)).data).toEqual({ created: false, keyAdded: false });
    expect((await worker.ask<SetList>(['list'], vault)).data?.sets).toEqual([]);
  });

  it('does not open with another', async () => {
    const access = worker.access('salah');
    expect((await worker.ask(['list'], { access })).fault?.code).toBe('BAK012');
  });
});

describe('a set', () => {
  it('is made, with its record and no secret in what was said', async () => {
    const made = await worker.create<CreateResult>();
    expect(made.fault).toBeUndefined();
    first = made.data as CreateResult;
    expect(JSON.stringify(made)).not.toMatch(/kunci-aplikasi|aneh "/);
    const record = JSON.parse(await worker.shell('cat /status/parkir.create.json'));
    expect(record).toMatchObject({ ok: true, set: first.set, app: 'dishub/parkir' });
    expect(record.alarms).toEqual([{ code: 'BAK027', args: { count: 1, names: 'rusak' } }]);
    expect((await listed()).sets).toMatchObject([{ set: first.set }]);
  });

  it('says all about itself in its manifest', async () => {
    const { data } = await worker.ask<OpenedSet & { secrets: object }>(['show', '--secrets']);
    expect(data?.manifest).toMatchObject({
      reason: 'schedule',
      database: {
        locking: 'tables',
        tables: { warga: { rows: 2 }, lama: { rows: 2, engine: 'MyISAM' }, kosong: { rows: 0 } },
        objects: {
          event: { count: 1 },
          function: { count: 1 },
          procedure: { count: 1 },
          sequence: { count: 1 },
          trigger: { count: 1 },
        },
      },
      files: { volumes: { berkas: { files: 6 } }, moving: [] },
    });
    expect(data?.secrets).toEqual(worker.backupJob().secrets);
  });

  it('takes next to nothing when nothing has changed', async () => {
    const again = await worker.create<CreateResult>('--reason', 'manual');
    expect(again.data?.added).toBeLessThan(20_000);
    expect(again.data?.alarms.map(({ code }) => code)).toEqual(['BAK027']);
  });

  it('comes back equal, into a fresh database and a fresh volume', async () => {
    const fresh = await place.start({
      image: databaseImage,
      env: { DB_NAME: 'uji-1', DB_USER: 'uji' },
      volumes: { '/var/lib/mysql': place.volume('fresh-data') },
    });
    const target = `${place.volume('fresh-files')}:/volumes/berkas`;
    const fetched = await worker.ask<FetchedFiles>(['fetch', 'files'], vault, [target]);
    expect(fetched.data).toMatchObject({ differences: [], moving: 0 });
    const script = `cd /volumes/berkas; stat -c '%a %u %h %b' . dalam/a jarang; stat -c %y rahasia`;
    const stats = await docker(
      ...['run', '--rm', '-v', target, '--entrypoint', 'sh', worker.image, '-ec', script],
    );
    expect(stats).toMatch(
      /^2750 33 \d+ \d+\n644 33 2 \d+\n644 33 1 0\n2001-02-03 04:05:06\.789012345/,
    );
    await healthy(fresh);
    const loaded = await worker.ask<FetchedDatabase>(
      ['fetch', 'database', '--container', fresh, '--set', first.set],
      vault,
    );
    expect(loaded.fault).toBeUndefined();
    expect(loaded.data).toMatchObject({ set: first.set, differences: [], rows: 4 });
    expect(await sql(fresh, 'mariadb', "SHOW GRANTS FOR 'pemilik'@'10.%'")).toContain('`warga`');
  });

  it('gives a single file, and its dump, as they are', async () => {
    const stream = (...args: string[]) =>
      execa('docker', ['run', '--rm', '-i', ...worker.flags([]), worker.image, 'stream', ...args], {
        input: JSON.stringify(vault),
        reject: false,
      });
    const file = await stream('--part', 'files', '--path', 'berkas/dalam/a');
    expect(file.stdout).toBe('satu');
    expect((await stream('--part', 'database')).stdout).toMatch(/-- Dump completed$/);
    const none = await stream('--part', 'files', '--path', 'berkas/tidak-ada');
    expect([none.exitCode, none.stdout]).toEqual([1, '']);
  });
});
