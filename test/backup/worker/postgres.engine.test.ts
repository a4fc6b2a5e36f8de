import { afterAll, beforeAll, expect, it } from 'vitest';
import type { FetchedDatabase } from '../../../src/backup/worker/fetch.js';
import type { CreateResult } from '../../../src/backup/worker/run.js';
import type { OpenedSet } from '../../../src/backup/worker/sets.js';
import { databaseRun } from '../../images/support/apps.js';
import { buildImage, healthy, Place } from '../../images/support/engine.js';
import { buildWorker, names, sql, vaultKey, Worker } from './support.js';

const place = new Place();
let worker: Worker;
let database: string;
let databaseImage: string;

const schema = `
CREATE ROLE pembaca;
CREATE ROLE "aneh""nama" LOGIN PASSWORD 'rahasia' IN ROLE pembaca;
CREATE TYPE warna AS ENUM ('merah', 'putih');
CREATE TABLE warga (
  id serial PRIMARY KEY, nama text NOT NULL, foto bytea, isi jsonb, w warna, umur int CHECK (umur > 0)
);
INSERT INTO warga (nama, foto, isi, w) VALUES
  (E'Siti ☕ 🌊\\n\\\\.\\n', '\\x00ff0a', '{"a": [1, null]}', 'merah'),
  (E'tab\\there', NULL, NULL, NULL);
CREATE TABLE kosong (id int);
CREATE TABLE bagian (hari date, n int) PARTITION BY RANGE (hari);
CREATE TABLE bagian_2026 PARTITION OF bagian FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO bagian VALUES ('2026-03-04', 1);
CREATE VIEW nama_warga AS SELECT nama FROM warga;
CREATE MATERIALIZED VIEW jumlah AS SELECT count(*) FROM warga;
GRANT SELECT ON nama_warga TO pembaca;
CREATE FUNCTION catat() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
  -- isi
  RETURN NEW;
END $$;
CREATE TRIGGER catat BEFORE INSERT ON warga FOR EACH ROW EXECUTE FUNCTION catat();
ALTER TABLE warga OWNER TO uji;
SELECT lo_from_bytea(4711, 'objek besar');
ALTER DATABASE "uji-1" SET search_path TO public, pg_catalog;
SELECT setval('warga_id_seq', 4711);
`;

beforeAll(async () => {
  await place.secret('DB_PASSWORD', 'sandi');
  const [image, postgres] = await Promise.all([buildWorker(), buildImage({ recipe: 'postgres' })]);
  databaseImage = postgres;
  database = await place.start(databaseRun(place, 'postgres', postgres));
  worker = new Worker(place, image, 'surat');
  const kind = 'postgres' as const;
  await worker.give(
    worker.backupJob({ volumes: [], database: { kind, ...names, service: database } }),
  );
  await healthy(database);
  await sql(database, 'postgres', schema);
  await worker.ask(['init'], { access: worker.access(), vaultKey });
});

afterAll(() => place.clean());

it('a set of a PostgreSQL database', async () => {
  const made = await worker.create<CreateResult>();
  expect(made.fault).toBeUndefined();
  const { data } = await worker.ask<OpenedSet>(['show']);
  expect(data?.manifest.files).toBeUndefined();
  expect(data?.manifest.database).toMatchObject({
    locking: 'transaction',
    tables: {
      'public.warga': { rows: 2 },
      'public.kosong': { rows: 0 },
      'public.bagian_2026': { rows: 1 },
    },
    objects: {
      function: { count: 1 },
      trigger: { count: 1 },
      type: { count: 1 },
      view: { count: 1 },
      'materialized view': { count: 1 },
      'large object content': { count: 1 },
    },
  });
});

it('comes back equal, with roles, owners, large objects and settings', async () => {
  const fresh = await place.start({
    image: databaseImage,
    env: { DB_NAME: 'uji-1', DB_USER: 'uji' },
    volumes: { '/var/lib/postgresql/data': place.volume('fresh-data') },
  });
  await healthy(fresh);
  const loaded = await worker.ask<FetchedDatabase>(['fetch', 'database', '--container', fresh], {
    access: { ...worker.access(), password: vaultKey },
  });
  expect(loaded.fault).toBeUndefined();
  expect(loaded.data).toMatchObject({ differences: [], rows: 3 });
  const told = await sql(
    fresh,
    'postgres',
    `SHOW search_path; SELECT nextval('warga_id_seq'); SELECT convert_from(lo_get(4711), 'UTF8');
     SELECT pg_has_role('aneh"nama', 'pembaca', 'MEMBER');
     SELECT tableowner FROM pg_tables WHERE tablename = 'warga'`,
  );
  expect(told.split('\n')).toEqual(['public, pg_catalog', '4712', 'objek besar', 't', 'uji']);
});

it('an archive that cannot be loaded is a fault, and the database stays empty', async () => {
  const fresh = await place.start({
    image: databaseImage,
    env: { DB_NAME: 'uji-1', DB_USER: 'uji' },
    volumes: { '/var/lib/postgresql/data': place.volume('other-data') },
  });
  await healthy(fresh);
  await sql(fresh, 'postgres', 'CREATE TABLE kosong (id int)');
  const { fault } = await worker.ask(['fetch', 'database', '--container', fresh]);
  expect(fault).toMatchObject({ code: 'BAK034', args: { program: 'pg_restore' } });
  expect(
    await sql(fresh, 'postgres', "SELECT count(*) FROM pg_tables WHERE tablename = 'warga'"),
  ).toBe('0');
});
