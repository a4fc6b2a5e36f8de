/**
 * Databases: from the old host into the new container, straight over ssh.
 *
 *   seed.ts        a dump of the old database, loaded whole or not at all
 *   accounts.ts    who may use it, with the old passwords' digests
 *   settings.ts    what the app notices of the server: sql_mode, time zone, …
 *   follow.ts      MariaDB: the new one as a replica of the old one, through tunnel.ts
 *   reverse.ts     MariaDB: the old one as a replica of the new one, after the switch
 *   proof.ts       digests of all tables and objects of both, compared
 *
 * Dumps stream: from the old host's tool over ssh through the mover into a client in the new
 * container. Nothing lies in a file on the way, and no password is in an argument.
 */

import { askInside } from '../../backup/database/container.js';
import type { DumpReport } from '../../backup/database/digest.js';
import { digestStream } from '../../backup/database/digest-stream.js';
import { emptyDatabase } from '../../backup/database/empty.js';
import {
  dumpOptions,
  factsSql,
  fidelity,
  mariadbLoad,
  mariadbQuery,
  textOf,
} from '../../backup/database/mariadb.js';
import { mergeInserts } from '../../backup/database/merge-inserts.js';
import type { RunningDatabase } from '../../backup/database/model.js';
import { postgresClient, postgresLoad, roleStatements } from '../../backup/database/postgres.js';
import { Fault } from '../../fault.js';
import type { Running } from '../../server/program.js';
import type { MovedDatabase } from '../mover/model.js';
import { isLinkLost, type OldHost } from '../mover/old-host.js';
import { accountsOf, type MovedAccounts } from './accounts.js';
import { adoptDefiners } from './definers.js';
import { Hose } from './hose.js';
import { majorOf } from './major.js';
import { askAside, newDatabase } from './new-database.js';
import { askOld, type OldDatabase, refusal, runOld, streamOld } from './old-database.js';
import { PassingDump } from './passing.js';
import { sequenceValues, setSequences } from './sequences.js';

export interface SeededDatabase {
  kind: MovedDatabase['kind'];
  /** Version of the old server. */
  version: string;
  /** `tables`: nobody wrote into the old database as long as the dump took. */
  locking: 'transaction' | 'tables';
  bytes: number;
  seconds: number;
  /** Where in its changes the old server was; only with `position`. */
  gtid?: string;
  /** Digests of the dump as it was loaded; only with `proof`, and with PostgreSQL. */
  report?: DumpReport;
  accounts: string[];
  left: MovedAccounts['left'];
  /** Views of the old database that do not work, so that they are in no dump. */
  broken: string[];
  /** Accounts that only stand in definitions, made without a way to log in. */
  definers: string[];
}

export interface Seeding {
  host: OldHost;
  moved: MovedDatabase;
  say: (message: string) => void;
  signal: AbortSignal;
  /** Takes the digests on the way, for a dump that is to be proven against; slower. */
  proof?: boolean;
  /** Asks for the position that a replica begins from; needs the administrator. */
  position?: boolean;
}

export const oldDatabase = (
  host: OldHost,
  { kind, name, old }: MovedDatabase,
): OldDatabase & { shell: OldHost } => ({ shell: host, kind, name, access: old });

/** The new database; `touched` once what was in it is gone. */
interface Target extends RunningDatabase {
  touched: boolean;
}

/**
 * Fills the new database with the old one, what was in it before goes. When anything fails it is
 * left empty.
 *
 * @throws Fault MIG070 to MIG076, MIG100 when the link was cut
 */
export async function seedDatabase(seeding: Seeding): Promise<SeededDatabase> {
  const target: Target = { ...(await newDatabase(seeding.moved)), touched: false };
  const begin = performance.now();
  try {
    const seeded =
      target.kind === 'mariadb'
        ? await seedMariadb(seeding, target)
        : await seedPostgres(seeding, target);
    return { ...seeded, seconds: (performance.now() - begin) / 1000 };
  } catch (error) {
    // Half a database must not be taken for one; one that was not touched stays.
    if (target.touched) await emptyAside(target).catch(() => {});
    throw error;
  }
}

async function seedMariadb(
  seeding: Seeding,
  target: Target,
): Promise<Omit<SeededDatabase, 'seconds'>> {
  const { host, moved, proof = false, position = false, say } = seeding;
  const old = oldDatabase(host, moved);
  const facts = dumpOptions(await askOld(old, factsSql(moved.name)), moved.name);
  sameMajor(facts.version, await mariadbQuery(target.container, 'SELECT VERSION()'));
  say(lockingWords(facts.locking, position));
  const isRoot = old.access.via === 'root';
  const accounts = isRoot ? await accountsOf(old, moved.user) : undefined;
  const collation = await collationOf(old);
  target.touched = true;
  await emptyAside(target, collation);
  if (accounts !== undefined) await askAside(target.container, accounts.before);
  const running = streamOld(old, [
    ...dumpArguments(facts.options, { proof, position }),
    moved.name,
  ]);
  const passing = new PassingDump();
  const load = (dump: AsyncIterable<Buffer>): Promise<unknown> =>
    askInside(target.container, mariadbLoad(moved.name), aside(dump));
  const watch = watched(running, seeding, (chunk) => passing.write(chunk));
  const merging = (dump: AsyncIterable<Buffer>): Promise<unknown> => load(mergeInserts(dump));
  let report: DumpReport | undefined;
  await whole(old, running, async () => {
    // Rows come one a statement, for the digests, and are merged again for the client.
    if (proof) report = await loadWithDigest('mariadb', watch, merging, running.stop);
    else await load(watch);
    const { complete, bytes } = passing.result();
    if (!complete) throw new Fault('MIG071', { bytes });
  });
  if (accounts !== undefined) await askAside(target.container, accounts.after);
  const sequences = await sequenceValues((sql) => askOld(old, sql), moved.name);
  await askAside(target.container, setSequences(sequences, moved.name));
  const definers = await adoptDefiners(target);
  const { bytes, gtid } = passing.result();
  if (position && gtid === undefined) throw new Fault('MIG078', { name: moved.name });
  return {
    ...{ kind: 'mariadb', bytes, definers },
    ...{ version: facts.version, locking: facts.locking, broken: facts.broken },
    accounts: accounts?.names ?? [],
    left: accounts?.left ?? [],
    ...(gtid === undefined ? {} : { gtid }),
    ...(report === undefined ? {} : { report }),
  };
}

/** A copy that is only loaded has many rows in a statement, and none of them sorted. */
function dumpArguments(
  options: string[],
  { proof, position }: { proof: boolean; position: boolean },
) {
  const slow = ['--skip-extended-insert', '--order-by-primary'];
  return [
    ...(proof ? fidelity : fidelity.filter((flag) => !slow.includes(flag))),
    ...(position ? ['--master-data=2', '--gtid'] : []),
    // With the position all tables of the server are locked, not those of one database.
    ...options.filter((flag) => !(position && flag === '--lock-tables')),
  ];
}

function lockingWords(locking: SeededDatabase['locking'], position: boolean): string {
  if (locking === 'transaction') return 'database: copied while it is written to';
  const what = position ? 'the whole server' : 'its tables';
  return `database: not all tables are InnoDB, so ${what} can only be read while it is copied`;
}

/**
 * Loads what passes through a digester. Both have ended when it returns or throws, so that
 * whoever empties the database after a failure is the last to touch it.
 */
async function loadWithDigest(
  kind: MovedDatabase['kind'],
  dump: AsyncIterable<Buffer>,
  load: (dump: AsyncIterable<Buffer>) => Promise<unknown>,
  stop: () => void,
): Promise<DumpReport> {
  const hose = new Hose();
  const [digested, loaded] = await Promise.allSettled([
    digestStream(kind, dump, (chunk) => hose.push(chunk)).then(
      (report) => {
        hose.end();
        return report;
      },
      (error: unknown) => {
        hose.end(error);
        throw error;
      },
    ),
    load(hose).catch((error: unknown) => {
      hose.close();
      stop();
      throw error;
    }),
  ]);
  // What the client says is the reason why the dump was not read to its end.
  if (loaded.status === 'rejected') throw loaded.reason;
  if (digested.status === 'rejected') throw digested.reason;
  return digested.value;
}

async function seedPostgres(
  seeding: Seeding,
  target: Target,
): Promise<Omit<SeededDatabase, 'seconds'>> {
  const { host, moved } = seeding;
  const old = oldDatabase(host, moved);
  const version = (await askOld(old, 'SHOW server_version')).trim();
  sameMajor(
    version,
    await askInside(target.container, [
      ...postgresClient('postgres'),
      '-At',
      '-c',
      'SHOW server_version',
    ]),
  );
  const isRoot = old.access.via === 'root';
  const roles = isRoot ? await runOld(old, 'roles', ['--roles-only']) : '';
  const statements = roleStatements(roles, moved.user);
  target.touched = true;
  await makePostgres(old, target);
  await askInside(target.container, postgresClient('postgres'), statements.join('\n'));
  const running = streamOld(old, ['--format=custom', '--compress=0', `--dbname=${moved.name}`]);
  let report: DumpReport | undefined;
  await whole(old, running, async () => {
    const load = (dump: AsyncIterable<Buffer>): Promise<unknown> =>
      askInside(target.container, postgresLoad(moved.name), dump);
    report = await loadWithDigest('postgres', watched(running, seeding), load, running.stop);
  });
  const { after = '', bytes = 0 } = report ?? {};
  if (after !== '') await askInside(target.container, postgresClient(moved.name), after);
  return {
    ...{ kind: 'postgres', version, locking: 'transaction', bytes },
    ...(report === undefined ? {} : { report }),
    accounts: statements.flatMap((line) => /CREATE ROLE (\S+)/.exec(line)?.[1] ?? []),
    ...{ left: [], broken: [], definers: [] },
  };
}

/**
 * Waits for both ends of a dump: success only when the tool on the old host, the link and the
 * client here all succeeded. Of two failures the old host's is the reason of the other.
 */
async function whole(
  old: OldDatabase & { shell: OldHost },
  running: Running,
  load: () => Promise<void>,
): Promise<void> {
  const loaded = await load().then(
    () => undefined,
    (error: unknown) => {
      running.stop();
      return { error };
    },
  );
  const ended = await running.ended;
  if (isLinkLost(ended)) throw old.shell.lost(ended.messages);
  if (loaded === undefined) {
    if (ended.code === 0) return;
    throw refusal(old, ended.messages, ended.code);
  }
  const { error } = loaded;
  if (error instanceof Fault && error.code === 'BAK033') {
    // The client said why, unless it was only fed too little.
    throw new Fault(
      'MIG072',
      { name: old.name, reason: error.args.reason ?? '' },
      { logTail: error.logTail },
    );
  }
  if (error instanceof Fault && error.code === 'BAK031' && ended.messages.trim() !== '') {
    throw refusal(old, ended.messages, ended.code);
  }
  if (error instanceof Fault && error.code === 'BAK031') throw new Fault('MIG071', error.args);
  throw error;
}

async function* watched(
  { stdout, stop }: Running,
  { say, signal }: Seeding,
  see?: (chunk: Buffer) => void,
): AsyncGenerator<Buffer> {
  signal.addEventListener('abort', stop, { once: true });
  let [bytes, told] = [0, Date.now()];
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    see?.(chunk);
    yield chunk;
    if (Date.now() - told > 2000) {
      told = Date.now();
      say(`database: ${bytes} bytes`);
    }
  }
  signal.throwIfAborted();
}

/** What is loaded is no change of the app's: no replica of the new server gets it. */
async function* aside(dump: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('SET SESSION sql_log_bin = 0;\n');
  yield* dump;
}

/** How the old database orders and stores text that says nothing else of itself. */
async function collationOf(old: OldDatabase): Promise<string> {
  const told = await askOld(
    old,
    `SELECT default_character_set_name, default_collation_name
      FROM information_schema.schemata WHERE schema_name = ${textOf(old.name)}`,
  );
  const [charset, collation] = told.trim().split('\t');
  if (charset === undefined || !/^\w+\t\w+$/.test(told.trim())) {
    throw new Fault('MIG075', {
      address: old.shell.server,
      name: old.name,
      reason: 'no such database',
    });
  }
  return `CHARACTER SET ${charset} COLLATE ${collation}`;
}

async function emptyAside(target: RunningDatabase, collation = ''): Promise<void> {
  if (target.kind === 'postgres') return emptyDatabase(target);
  const name = `\`${target.name.replaceAll('`', '``')}\``;
  const sql = `DROP DATABASE IF EXISTS ${name}; CREATE DATABASE ${name} ${collation};`;
  await askAside(target.container, sql).catch((error: unknown) => {
    // A crash may have left a file of no table: what knows of it goes with the first attempt.
    if (!(error instanceof Fault) || !/\b1010\b/.test(`${error.args.reason}`)) throw error;
    return askAside(target.container, sql);
  });
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
  await askInside(container, postgresClient('postgres'), sql);
}

function sameMajor(old: string, fresh: string): void {
  if (majorOf(old) === majorOf(fresh)) return;
  throw new Fault('MIG076', { old: old.trim(), new: fresh.trim() });
}
