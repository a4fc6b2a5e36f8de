/** PostgreSQL: a dump of the old database, loaded whole or not at all. */
import { askInside } from '../../backup/database/container.js';
import type { DumpReport } from '../../backup/database/digest.js';
import type { RunningDatabase } from '../../backup/database/model.js';
import { postgresClient, postgresLoad } from '../../backup/database/postgres.js';
import { sameMajor } from './major.js';
import { writing } from './new-database.js';
import { askOld, type OldDatabase, oldDatabase, streamOld } from './old-database.js';
import { ownProperties } from './properties.js';
import { rolesOf } from './roles.js';
import type { SeededDatabase, Seeding, Target } from './seeding.js';
import { loadWithDigest, watched, whole } from './transfer.js';

export async function seedPostgres(
  seeding: Seeding,
  target: Target,
): Promise<Omit<SeededDatabase, 'seconds'>> {
  const { host, moved } = seeding;
  const old = oldDatabase(host, moved);
  const [told, roles] = await Promise.all([
    askOld(old, 'SHOW server_version'),
    old.access.via === 'root' ? rolesOf(old, moved.user) : undefined,
  ]);
  const version = told.trim();
  const asking = [...postgresClient('postgres'), '-At', '-c', 'SHOW server_version'];
  sameMajor(version, await askInside(target.container, asking));
  const { statements = [], names = [], left = [] } = roles ?? {};
  target.touched = true;
  await makePostgres(old, target);
  await askInside(target.container, writing(postgresClient('postgres')), statements.join('\n'));
  const running = streamOld(old, ['--format=custom', '--compress=0', `--dbname=${moved.name}`]);
  let report: DumpReport | undefined;
  await whole(old, running, async () => {
    const load = (dump: AsyncIterable<Buffer>): Promise<unknown> =>
      askInside(target.container, writing(postgresLoad(moved.name)), dump);
    report = await loadWithDigest('postgres', watched(running, seeding), load, running.stop);
  });
  const { after = '', bytes = 0 } = report ?? {};
  const properties = ownProperties(after);
  if (properties.trim() !== '') {
    await askInside(target.container, writing(postgresClient(moved.name)), properties);
  }
  return {
    ...{ kind: 'postgres', version, locking: 'transaction', bytes },
    ...(report === undefined ? {} : { report }),
    ...{ accounts: names, left, broken: [], definers: [] },
  };
}

/** An empty database with the encoding and the order of text that the old one has. */
async function makePostgres(old: OldDatabase, { container, name, user }: RunningDatabase) {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
  const told = await askOld(
    old,
    `SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database
      WHERE datname = ${literal(name)}`,
  );
  const [encoding = '', collate = '', type = ''] = told.trim().split('|').map(literal);
  const sql = `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE);
    CREATE DATABASE ${quoted(name)} OWNER ${quoted(user)} TEMPLATE template0
      ENCODING ${encoding} LC_COLLATE ${collate} LC_CTYPE ${type};`;
  await askInside(container, writing(postgresClient('postgres')), sql);
}
