/** Dumps of strangers in real databases: what is loaded, what is not, and what is left. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningDatabase } from '../../../src/backup/database/model.js';
import { Fault } from '../../../src/fault.js';
import { loadClient } from '../../../src/migrate/archive/clients.js';
import { surveyDump } from '../../../src/migrate/archive/dump.js';
import { type Loaded, loadArchived } from '../../../src/migrate/archive/load.js';
import { databaseRun } from '../../images/support/apps.js';
import { buildImage, healthy, inside, Place } from '../../images/support/engine.js';
import { mariadb as mariadbDump, postgres as postgresDump } from './dumps.js';

/** MariaDB 10.11 and PostgreSQL 15; `bullseye` has 10.5 and 13, `trixie` 11.8 and 17. */
const release = process.env.INDUK_TEST_RELEASE ?? 'bookworm';

const place = new Place();
const databases = {} as Record<'mariadb' | 'postgres', RunningDatabase>;

beforeAll(async () => {
  await place.secret('DB_PASSWORD', `s@ndi "'\\$ lama`);
  for (const kind of ['mariadb', 'postgres'] as const) {
    const image = await buildImage({ recipe: kind, release });
    const run = databaseRun(place, kind, image);
    const [data = ''] = Object.keys(run.volumes ?? {});
    const container = await place.start({ ...run, volumes: { [data]: place.volume(kind) } });
    databases[kind] = { kind, container, name: 'uji-1', user: 'uji' };
  }
  for (const { container } of Object.values(databases)) await healthy(container);
});

afterAll(() => place.clean());

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 5000) yield bytes.subarray(at, at + 5000);
}

interface Wishes {
  maps?: [string, string][];
  /** What arrives; by default what was read. */
  arrives?: Buffer;
}

async function load(
  kind: 'mariadb' | 'postgres',
  dump: string | Buffer,
  { maps = [], arrives }: Wishes = {},
): Promise<Loaded> {
  const bytes = Buffer.from(dump);
  const wish = { label: 'uji.sql', kind, maps: new Map(maps) };
  const facts = await surveyDump(once(bytes), wish);
  const order = { label: 'uji.sql', facts, maps };
  const loading = { say: () => {}, signal: new AbortController().signal };
  return loadArchived(databases[kind], once(arrives ?? bytes), order, loading);
}

/** Code and reason with which it ends. */
async function refusal(...given: Parameters<typeof load>): Promise<string> {
  const error = await load(...given).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Fault)) throw error ?? new Error('it was loaded');
  return `${error.code} ${error.args.reason ?? error.args.what ?? error.args.collations ?? ''}`;
}

/** What a database says to its administrator. */
async function ask(kind: 'mariadb' | 'postgres', sql: string): Promise<string> {
  const { container, name } = databases[kind];
  const argv = kind === 'mariadb' ? ['mariadb', '-NB', name] : ['psql', '-XAtd', name];
  const { stdout, stderr, exitCode } = await inside(container, argv, { input: sql });
  if (exitCode !== 0) throw new Error(stderr);
  return stdout.trim();
}

const countTables = {
  mariadb: "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'uji-1'",
  postgres: "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'",
};

const warga = `CREATE TABLE \`warga\` (\`id\` int PRIMARY KEY, \`nama\` varchar(80)) CHARSET=utf8mb4;
INSERT INTO \`warga\` VALUES (1,'Siti ☕'),(2,'a\\\\b\\'c');`;

describe('a dump of MariaDB', () => {
  it('is loaded with all that it has, as the app’s own', async () => {
    const loaded = await load(
      'mariadb',
      mariadbDump(`CREATE DATABASE \`lain\`; USE \`lain\`;
${warga}
CREATE TABLE \`biner\` (\`isi\` blob, \`kapan\` timestamp NULL, \`nilai\` double, \`bit\` bit(3)) ENGINE=MyISAM;
INSERT INTO \`biner\` VALUES (_binary '\\0\\'\\n',NULL,-1.5e-7,b'101'),(0x00FF,'2026-01-02 03:04:05',NULL,NULL);
DELIMITER ;;
CREATE DEFINER=\`root\`@\`localhost\` PROCEDURE \`hitung\`() BEGIN SELECT COUNT(*) FROM warga; END;;
/*!50003 CREATE*/ /*!50017 DEFINER=\`lama\`@\`%\`*/ /*!50003 TRIGGER \`catat\` BEFORE INSERT ON \`warga\` FOR EACH ROW SET NEW.nama = TRIM(NEW.nama) */;;
DELIMITER ;
/*!50001 CREATE VIEW \`lihat\` AS SELECT 1 AS \`id\` */;
/*!50001 DROP VIEW IF EXISTS \`lihat\`*/;
/*!50001 CREATE ALGORITHM=UNDEFINED */
/*!50013 DEFINER=\`root\`@\`localhost\` SQL SECURITY DEFINER */
/*!50001 VIEW \`lihat\` AS select \`id\` from \`warga\` */;
SET @@GLOBAL.GTID_PURGED='0-1-2';`),
    );
    expect(loaded).toMatchObject({
      ...{ tables: 2, rows: 4, proven: 2, uncounted: 0 },
      objects: { routine: 1, trigger: 1, view: 1 },
    });
    const definers = `SELECT definer FROM information_schema.views WHERE table_schema = 'uji-1'
      UNION SELECT definer FROM information_schema.routines WHERE routine_schema = 'uji-1'
      UNION SELECT definer FROM information_schema.triggers WHERE trigger_schema = 'uji-1'`;
    expect(await ask('mariadb', definers)).toBe('uji@localhost');
    expect(await ask('mariadb', 'SELECT SUM(id) FROM lihat; CALL hitung();')).toBe('3\n2');
  });

  it.each([
    ['a syntax error', `${warga}\nCREATE TABLE x (y NOSUCHTYPE);`, /^MIG316 .*NOSUCHTYPE/],
    ['a row that is there twice', `${warga}\nINSERT INTO warga VALUES (1,'x');`, /^MIG316 .*1062/],
    ['rows of another database', `${warga}\nALTER TABLE mysql.user ADD x int;`, /^MIG316 .*1142/],
    ['an engine that is not there', 'CREATE TABLE x (y int) ENGINE=ROCKSDB;', /^MIG31[67]/],
    [
      'collations nobody knows',
      'CREATE TABLE x (y text COLLATE utf8mb4_klingon_ci);',
      /^MIG314 utf8mb4_klingon_ci$/,
    ],
    [
      'rows that are not what it says',
      `${warga}\nINSERT IGNORE INTO warga VALUES (1,'x');`,
      /^MIG317 warga: 3 \/ 2/,
    ],
    [
      'values that are not what it says',
      `${warga}\nCREATE TABLE n (a tinyint);\nSET sql_mode='';\nINSERT INTO n VALUES (300);`,
      /^MIG317 n: SHA-256/,
    ],
  ])('is not loaded, nor any of it, with %s', async (_what, body, expected) => {
    expect(await refusal('mariadb', mariadbDump(body))).toMatch(expected);
    expect(await ask('mariadb', countTables.mariadb)).toBe('0');
  });

  it('is loaded with another collation when that is said', async () => {
    const body = 'CREATE TABLE x (y text COLLATE utf8mb4_klingon_ci);';
    const maps: [string, string][] = [['utf8mb4_klingon_ci', 'utf8mb4_unicode_ci']];
    expect(await load('mariadb', mariadbDump(body), { maps })).toMatchObject({ tables: 1 });
  });

  it('is thrown away when what arrives is not what was read', async () => {
    const arrives = Buffer.from(mariadbDump(warga.replace('Siti', 'Susi')));
    expect(await refusal('mariadb', mariadbDump(warga), { arrives })).toMatch(/^MIG318/);
    expect(
      await refusal('mariadb', mariadbDump(warga), { arrives: arrives.subarray(0, 600) }),
    ).toMatch(/^MIG310/);
    expect(await ask('mariadb', countTables.mariadb)).toBe('0');
  });

  // As if the reader before it had been fooled: the client and the account must not be, either.
  it.each([
    ['a program', 'system touch /tmp/jahat\n'],
    ['a program in short', '\\! touch /tmp/jahat\n'],
    ['a log', 'tee /tmp/jahat\n'],
    ['a file of the server', "SELECT 'x' INTO OUTFILE '/tmp/jahat';\n"],
    [
      'a file of the client',
      "CREATE TABLE curi (a text); LOAD DATA LOCAL INFILE '/run/secrets/DB_PASSWORD' INTO TABLE curi;\n",
    ],
    ['more rights', "GRANT ALL PRIVILEGES ON *.* TO 'uji'@'localhost';\n"],
    ['an account', "CREATE USER jahat IDENTIFIED BY 'x';\n"],
    ['another’s rights', 'CREATE DEFINER=`root`@`localhost` PROCEDURE p() SELECT 1;\n'],
    ['a setting of the server', 'SET GLOBAL general_log = 1;\n'],
  ])('reaches no further than the app: %s', async (_what, attack) => {
    const { container } = databases.mariadb;
    const { exitCode, all } = await attempt('mariadb', attack);
    expect(exitCode, all).not.toBe(0);
    expect((await inside(container, ['ls', '/tmp/jahat'])).exitCode).not.toBe(0);
    const grants = await ask(
      'mariadb',
      "SELECT COUNT(*) FROM mysql.user WHERE BINARY user = 'jahat' OR (BINARY user = 'uji' AND BINARY super_priv = 'Y')",
    );
    expect(grants).toBe('0');
  });
});

async function attempt(kind: 'mariadb' | 'postgres', input: string) {
  const { execa } = await import('execa');
  return execa('docker', loadClient(databases[kind]), { input, all: true, reject: false });
}

const orang = `CREATE TABLE public.orang (id integer PRIMARY KEY, nama text);
ALTER TABLE public.orang OWNER TO lama;
COPY public.orang (id, nama) FROM stdin;
1	Siti ☕
2	a\\\\b\\tc
\\.
CREATE VIEW public.lihat AS SELECT id FROM public.orang;
GRANT SELECT ON TABLE public.orang TO laporan;`;

describe('a dump of PostgreSQL', () => {
  it('is loaded with all that it has, as the app’s own', async () => {
    const loaded = await load('postgres', postgresDump(orang));
    expect(loaded).toMatchObject({ tables: 1, rows: 2, proven: 1, objects: { view: 1 } });
    expect(
      await ask('postgres', "SELECT tableowner FROM pg_tables WHERE tablename = 'orang'"),
    ).toBe('uji');
  });

  it('in its own format is loaded, too, and not when it was cut', async () => {
    await load('postgres', postgresDump(orang));
    const { container } = databases.postgres;
    const script = `psql -Xqd uji-1 -c "INSERT INTO orang SELECT n, repeat(md5(n::text), 20) FROM generate_series(3, 3000) n"; pg_dump -Fc uji-1 | base64`;
    const { stdout } = await inside(container, ['sh', '-c', script]);
    const dump = Buffer.from(stdout, 'base64');
    expect(await load('postgres', dump)).toMatchObject({
      tables: 1,
      rows: 3000,
      proven: 1,
      objects: { view: 1 },
    });
    const half = dump.subarray(0, dump.length / 2);
    expect(await refusal('postgres', half)).toMatch(/^MIG301|^MIG310/);
    expect(await ask('postgres', countTables.postgres)).toBe('0');
  });

  it.each([
    ['a syntax error', `${orang}\nCREATE TABLE public.x (y nosuchtype);`, /^MIG316 .*nosuchtype/],
    ['a row that is there twice', `${orang}\nINSERT INTO public.orang VALUES (1, 'x');`, /^MIG316/],
    ['an extension that only the administrator may add', 'CREATE EXTENSION adminpack;', /^MIG316/],
  ])('is not loaded, nor any of it, with %s', async (_what, body, expected) => {
    expect(await refusal('postgres', postgresDump(body))).toMatch(expected);
    expect(await ask('postgres', countTables.postgres)).toBe('0');
  });

  it('is not loaded when it is of a newer version', async () => {
    const newer = postgresDump(orang).replaceAll('13.1', '99.1');
    expect(await refusal('postgres', newer)).toMatch(/^MIG315/);
  });

  it.each([
    ['a program', '\\! touch /tmp/jahat\n'],
    ['a program behind a statement', 'SELECT 1 \\! touch /tmp/jahat\n'],
    ['a file of the client', "\\copy (SELECT 1) TO '/tmp/jahat'\n"],
    ['a program of the server', "COPY (SELECT 1) TO PROGRAM 'touch /tmp/jahat';\n"],
    ['a file of the server', "COPY (SELECT 1) TO '/tmp/jahat';\n"],
    ['more rights', 'ALTER ROLE uji SUPERUSER;\n'],
    ['the administrator', '\\connect postgres postgres\n'],
    ['a lock that is taken off', '\\unrestrict a\n\\! touch /tmp/jahat\n'],
  ])('reaches no further than the app: %s', async (_what, attack) => {
    const { container } = databases.postgres;
    const { exitCode, all } = await attempt('postgres', attack);
    expect(exitCode, all).not.toBe(0);
    expect((await inside(container, ['ls', '/tmp/jahat'])).exitCode).not.toBe(0);
    expect(await ask('postgres', "SELECT rolsuper FROM pg_roles WHERE rolname = 'uji'")).toBe('f');
  });
});
