/**
 * PostgreSQL: what the new database has, brought back to the old host as a whole, because nothing
 * follows it there. It is loaded beside the old database, takes that one's place in one
 * transaction, and is compared there; what it replaced stays until the old side is open.
 */
import { createHash } from 'node:crypto';
import { programFault, startInside } from '../../backup/database/container.js';
import type { DumpReport } from '../../backup/database/digest.js';
import { Fault } from '../../fault.js';
import type { Following } from './following.js';
import { inOneZone } from './in-one-zone.js';
import { newDatabase } from './new-database.js';
import { askOld, type OldDatabase, oldDatabase, pourOld } from './old-database.js';
import { compareReports, type DatabaseProof, oldDigests } from './proof.js';
import { ownProperties } from './properties.js';
import { forget, isKnown, remembered } from './remembered.js';
import { dropRoles, keepRoles, returnRoles } from './return-roles.js';
import { loadWithDigest, watched } from './transfer.js';

/** What it comes back as, and what the one it replaces is called until that may go. */
interface Asides {
  fresh: string;
  before: string;
}

/** A database's name may be as long as a name can be. */
function asidesOf(name: string): Asides {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 12);
  return { fresh: `induk_fresh_${digest}`, before: `induk_before_${digest}` };
}

/**
 * Of the record beside the job: the old database may lie aside, since what was brought back has
 * its name, and nothing has been written there since.
 */
const record = 'returned-database';

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const drop = (name: string): string => `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE);`;

/**
 * Brings the new database back; on neither side anybody may write. When anything fails, the old
 * one is as it was.
 * @returns what was compared
 * @throws Fault MIG090 when the old server does not take it, MIG208 when it is not equal there
 */
export async function returnPostgres(
  following: Following,
): Promise<Omit<DatabaseProof, 'unordered'>> {
  const { host, moved, folder, signal, say } = following;
  const begin = performance.now();
  const old = oldDatabase(host, moved);
  const asides = asidesOf(moved.name);
  say('database: brought back beside the old one');
  await withdrawReturn(following);
  try {
    await returnRoles(following);
    await askOld(old, makeSql(moved.name, asides.fresh));
    const report = await load(following, asides.fresh);
    signal.throwIfAborted();
    await remembered(folder, record, async () => asides);
    await swap(old, asides.fresh, asides.before);
    const proof = await proven(old, report);
    return { ...proof, equal: true, seconds: (performance.now() - begin) / 1000 };
  } catch (error) {
    // Where the link is cut, the next attempt does it, or the end of the move.
    await withdrawReturn(following).catch(() => {});
    throw error;
  }
}

/**
 * Takes away what was brought back, as nobody on the old host has lived with it: the old database
 * has its name again and is closed as it was. Told again, there is nothing left to do.
 * @throws Fault MIG075 when the old server refuses
 */
export async function withdrawReturn(following: Following): Promise<void> {
  const { host, moved, folder } = following;
  const old = oldDatabase(host, moved);
  const { fresh, before } = asidesOf(moved.name);
  const mayBeAside = await isKnown(folder, record);
  // Without it no client of a run that was killed can give it the old one's name any more. One that
  // lies aside without a record was replaced long ago, by one that was lived with.
  await askOld(old, mayBeAside ? drop(fresh) : `${drop(fresh)}\n${drop(before)}`);
  const aside = `SELECT count(*) FROM pg_database WHERE datname = ${literal(before)}`;
  if (mayBeAside && (await askOld(old, aside)).trim() !== '0') {
    await swap(old, before, fresh);
    await askOld(old, drop(fresh));
  }
  await dropRoles(following);
  await forget(folder, record);
}

/** An empty one like the old one; psql runs what the query answers. */
function makeSql(name: string, fresh: string): string {
  return `SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING %L LC_COLLATE %L
      LC_CTYPE %L TABLESPACE %I', ${literal(fresh)}, pg_get_userbyid(datdba),
      pg_encoding_to_char(encoding), datcollate, datctype, spcname)
    FROM pg_database JOIN pg_tablespace t ON t.oid = dattablespace
    WHERE datname = ${literal(name)} \\gexec`;
}

async function load({ host, moved, say, signal }: Following, fresh: string): Promise<DumpReport> {
  const { container, name } = await newDatabase(moved);
  const argv = inOneZone([...['pg_dump', '--format=custom', '--compress=0', `--dbname=${name}`]]);
  const running = startInside(container, argv);
  const pour = (dump: AsyncIterable<Buffer>): Promise<void> =>
    pourOld(
      oldDatabase(host, moved),
      ['--single-transaction', '--exit-on-error', `--dbname=${fresh}`],
      dump,
    );
  try {
    const dump = watched(running, { say, signal });
    const report = await loadWithDigest('postgres', dump, pour, running.stop);
    const ended = await running.ended;
    if (ended.code !== 0) throw programFault('BAK033', container, argv, ended);
    return report;
  } finally {
    running.stop();
  }
}

/**
 * One database takes the other's place and is closed as that was; the one that was there is kept
 * by another name. Both names change in one transaction.
 */
async function swap(old: OldDatabase, fresh: string, before: string): Promise<void> {
  const [now, next, kept] = [old.name, fresh, before].map(quoted);
  const names = [old.name, fresh, before].map(literal).join(', ');
  await askOld(
    old,
    `ALTER DATABASE ${next} CONNECTION LIMIT 0;
    ALTER DATABASE ${next} SET default_transaction_read_only TO on;
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname IN (${names}) AND pid <> pg_backend_pid();
    BEGIN;
    ALTER DATABASE ${now} RENAME TO ${kept};
    ALTER DATABASE ${next} RENAME TO ${now};
    COMMIT;`,
  );
}

/** @param report digests of the new one, taken on its way */
async function proven(
  old: ReturnType<typeof oldDatabase>,
  report: DumpReport,
): Promise<ReturnType<typeof compareReports>> {
  const properties = ownProperties(report.after ?? '');
  if (properties.trim() !== '') await askOld(old, properties);
  const proof = compareReports(report, await oldDigests(old));
  const [first] = proof.differences;
  if (first === undefined) return proof;
  const args = { part: 'database', count: proof.differences.length, first: first.name };
  throw new Fault('MIG208', args);
}

/** The old side is open: what it has now is its database, with the roles that came with it. */
export async function keepReturn({ folder }: Pick<Following, 'folder'>): Promise<void> {
  await keepRoles(folder);
  await forget(folder, record);
}

/** Takes away what a way back has left on the old host, which lives on with what it brought. */
export async function forgetReturn(following: Following): Promise<void> {
  const { host, moved } = following;
  const { fresh, before } = asidesOf(moved.name);
  await askOld(oldDatabase(host, moved), `${drop(fresh)}\n${drop(before)}`);
  await keepReturn(following);
}
