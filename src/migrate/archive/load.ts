/**
 * A dump loaded into an app's fresh database, as the app itself: it is somebody else's SQL, and may
 * do no more than the app's own account may. The client that reads it runs as nobody, so that even
 * what it could be talked into is done by nobody.
 */
import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { askInside, startInside } from '../../backup/database/container.js';
import { emptyDatabase } from '../../backup/database/empty.js';
import { mariadbQuery, textOf } from '../../backup/database/mariadb.js';
import type { RunningDatabase } from '../../backup/database/model.js';
import { postgresClient } from '../../backup/database/postgres.js';
import { Fault } from '../../fault.js';
import { readDump } from './dump.js';
import type { DumpFacts, Rows } from './facts.js';
import { MariadbDump } from './mariadb-dump.js';
import { PostgresDump } from './postgres-dump.js';

export interface LoadOrder {
  /** Of the file, for people. */
  label: string;
  /** What was found before it was sent. */
  facts: DumpFacts;
  /** Collation → the one that takes its place. */
  maps: [string, string][];
}

export interface Loaded {
  tables: number;
  rows: number;
  /** Tables whose rows have the very values of the dump; the others' are only counted. */
  proven: number;
  /** Tables of which the dump does not say how many rows they have. */
  uncounted: number;
  /** Objects by kind. */
  objects: Record<string, number>;
  bytes: number;
  seconds: number;
}

export interface Loading {
  say: (message: string) => void;
  signal: AbortSignal;
}

/**
 * Loads a dump and compares what came of it. When anything fails the database is left empty.
 * @throws Fault MIG314 collations, MIG315 a version that is too new, MIG316 the database's own
 *   refusal, MIG317 what is there is not what the dump says, MIG318 what arrived is not what was sent
 */
export async function loadArchived(
  database: RunningDatabase,
  content: AsyncIterable<Buffer>,
  order: LoadOrder,
  loading: Loading,
): Promise<Loaded> {
  const begin = performance.now();
  if (database.kind === 'mariadb') await refuseCollations(database, order);
  else await refuseNewer(database, order);
  await emptyDatabase(database);
  try {
    const arrived = await load(database, content, order, loading);
    if (arrived.sha256 !== order.facts.sha256) throw new Fault('MIG318', { file: order.label });
    loading.say('database: compared with the dump');
    const proof = await compare(database, order);
    return { ...proof, bytes: arrived.bytes, seconds: (performance.now() - begin) / 1000 };
  } catch (error) {
    // Half a database must not be taken for one.
    await throwOut(database);
    await emptyDatabase(database);
    throw error;
  }
}

/** A client that lost its leader may have statements left, which must not follow an emptying. */
async function throwOut({ kind, container, user }: RunningDatabase): Promise<void> {
  if (kind === 'postgres') return;
  const account = `\`${user.replaceAll('`', '``')}\``;
  await mariadbQuery(container, `KILL HARD CONNECTION USER ${account};`).catch(() => {});
}

async function refuseCollations({ container }: RunningDatabase, { facts, maps, label }: LoadOrder) {
  const mapped = new Map(maps);
  const wanted = facts.collations.map((one) => mapped.get(one) ?? one);
  const sql = 'SELECT collation_name FROM information_schema.collations';
  const all = (await mariadbQuery(container, sql)).toLowerCase().split('\n');
  // Newer servers list some by the part that all charsets share.
  const isKnown = (one: string): boolean =>
    all.some((name) => name === one || (name.startsWith('uca1400_') && one.endsWith(`_${name}`)));
  const unknown = wanted.filter((one) => !isKnown(one) && !/^(?:binary|default)$/.test(one));
  const isTaken = await Promise.all(unknown.map((one) => isCollation(container, one)));
  const left = unknown.filter((_, index) => !isTaken[index]);
  if (left.length === 0) return;
  throw new Fault('MIG314', { file: label, collations: left.join(', '), first: left[0] as string });
}

/** Some that a server understands are in none of its lists. */
async function isCollation(container: string, collation: string): Promise<boolean> {
  if (!/^\w+$/.test(collation)) return false;
  const charset = collation.split('_')[0] as string;
  const sql = `SELECT CONVERT('a' USING ${charset}) COLLATE ${collation}`;
  return mariadbQuery(container, sql).then(
    () => true,
    () => false,
  );
}

async function refuseNewer({ container }: RunningDatabase, { facts, label }: LoadOrder) {
  const argv = [...postgresClient('postgres'), '-At', '-c', 'SHOW server_version'];
  const own = (await askInside(container, argv)).trim();
  if (Number.parseInt(facts.from || '0', 10) <= Number.parseInt(own, 10)) return;
  throw new Fault('MIG315', { file: label, from: facts.from, own });
}

/** As the app, by its password, which is in no argument; as nobody, to whom no door is open. */
const asApp = (container: string, script: string, args: readonly string[]): string[] => [
  ...['exec', '-i', '-u', '65534:65534', '-e', 'HOME=/nonexistent', container],
  ...['sh', '-c', `password=$(cat /run/secrets/DB_PASSWORD) || exit 1\n${script}`, 'sh', ...args],
];

/** Reads no settings, runs no program, reads no file, sends none: statements, and nothing else. */
const mariadbScript = `
sandbox=
if mariadb --no-defaults --help 2>/dev/null | grep -q -- '--sandbox'; then sandbox=--sandbox; fi
MYSQL_PWD=$password exec mariadb --no-defaults --socket=/run/mysqld/mysqld.sock --user="$1" \\
  --default-character-set=utf8mb4 --batch --comments --binary-mode --skip-reconnect --local-infile=0 $sandbox \\
  --max-allowed-packet=1G "$2"`;

/** All or nothing; where psql can lock its own commands, before the first byte of the dump. */
const psqlScript = `
export PGPASSWORD=$password
key=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \\n')
lock=
if printf '\\\\restrict a\\n\\\\unrestrict a\\n' | psql -X -h /run/postgresql -U "$1" -d "$2" -q \\
  -v ON_ERROR_STOP=1 >/dev/null 2>&1; then lock=yes; fi
{ [ -z "$lock" ] || printf '\\\\restrict %s\\n' "$key"; cat; } |
  psql -X -h /run/postgresql -U "$1" -d "$2" --quiet --single-transaction \\
    --set=ON_ERROR_STOP=1 --output=/dev/null --file=-`;

const restoreScript = `
PGPASSWORD=$password exec pg_restore -h /run/postgresql -U "$1" --dbname="$2" \\
  --single-transaction --exit-on-error --no-owner --no-privileges --no-security-labels`;

/** Words of the docker client for the program that reads a dump in a database's container. */
export function loadClient(
  { container, kind, name, user }: RunningDatabase,
  form: DumpFacts['form'],
): string[] {
  const script =
    kind === 'mariadb' ? mariadbScript : form === 'custom' ? restoreScript : psqlScript;
  return asApp(container, script, [user, name]);
}

async function load(
  database: RunningDatabase,
  content: AsyncIterable<Buffer>,
  { label, facts, maps }: LoadOrder,
  { say, signal }: Loading,
): Promise<DumpFacts> {
  const client = spawn('docker', loadClient(database, facts.form), {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const stop = (): void => void client.kill();
  signal.addEventListener('abort', stop, { once: true });
  let messages = '';
  client.stderr.on('data', (chunk: Buffer) => {
    messages = (messages + chunk.toString('utf8')).slice(-8192);
  });
  const ended = new Promise<number | null>((done, fail) => {
    client.once('error', fail);
    client.once('close', done);
  });
  let arrived: DumpFacts | undefined;
  const wish = { label, kind: database.kind, maps: new Map(maps) };
  const reading = readDump(paced(content, say), wish, (found) => {
    arrived = found;
  });
  const fed = await pipeline(reading, client.stdin as Writable).then(
    () => undefined,
    (error: unknown) => error,
  );
  // What cannot be read must not be taken for the end of what was.
  if (fed !== undefined) client.kill();
  const code = await ended;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (fed instanceof Fault) throw fed;
  if (code !== 0 || fed !== undefined) throw refused(label, messages, code);
  return arrived as unknown as DumpFacts;
}

async function* paced(
  content: AsyncIterable<Buffer>,
  say: (message: string) => void,
): AsyncGenerator<Buffer> {
  let [bytes, told] = [0, Date.now()];
  for await (const chunk of content) {
    bytes += chunk.length;
    yield chunk;
    if (Date.now() - told < 2000) continue;
    told = Date.now();
    say(`database: ${bytes} bytes`);
  }
}

function refused(file: string, messages: string, code: number | null): Fault {
  const lines = messages.split('\n').filter((line) => line.trim() !== '');
  const error = lines.find((line) => /\bERROR\b|error:/.test(line)) ?? lines.at(-1);
  const reason = (error ?? `exit status ${code}`).slice(0, 300);
  return new Fault('MIG316', { file, reason }, { logTail: lines.slice(-20) });
}

async function compare(
  database: RunningDatabase,
  { label, facts }: LoadOrder,
): Promise<Omit<Loaded, 'bytes' | 'seconds'>> {
  const found = await dumped(database, facts);
  const differs = (what: string): Fault => new Fault('MIG317', { file: label, what });
  const tables = facts.form === 'custom' ? found.tables : facts.tables;
  let [rows, proven, uncounted] = [0, 0, 0];
  for (const [table, said] of Object.entries(tables)) {
    const here = found.tables[table];
    if (here === undefined) throw differs(`${table}: -`);
    rows += here.rows ?? 0;
    if (said.rows === undefined) uncounted += 1;
    else if (said.rows !== here.rows) throw differs(`${table}: ${said.rows} / ${here.rows}`);
    else if (isSame(said, here, `${label}`, table)) proven += 1;
  }
  const objects = facts.form === 'custom' ? found.objects : facts.objects;
  const counted: Record<string, number> = {};
  for (const [kind, names] of Object.entries(objects)) {
    const missing = names.find((name) => !found.objects[kind as 'view']?.includes(name));
    if (missing !== undefined) throw differs(`${kind} ${missing}: -`);
    counted[kind] = names.length;
  }
  const isCustom = facts.form === 'custom';
  const sums = { proven: isCustom ? 0 : proven, uncounted };
  return { tables: Object.keys(tables).length, rows, ...sums, objects: counted };
}

/** @throws Fault MIG317 where both say what their rows are, and it is not the same */
function isSame(said: Rows, here: Rows, file: string, table: string): boolean {
  if (said.digest === undefined || here.digest === undefined) return false;
  if (said.digest === here.digest) return true;
  throw new Fault('MIG317', { file, what: `${table}: SHA-256` });
}

/** The loaded database dumped once more, in the ways that its dump was. */
async function dumped(database: RunningDatabase, facts: DumpFacts): Promise<Found> {
  const { kind, container, name } = database;
  const reader = kind === 'mariadb' ? new MariadbDump() : new PostgresDump();
  const argv =
    kind === 'mariadb'
      ? [
          ...[
            'mariadb-dump',
            '--socket=/run/mysqld/mysqld.sock',
            '--single-transaction',
            '--quick',
          ],
          ...['--routines', '--events', '--triggers', '--hex-blob', '--max-allowed-packet=1G'],
          `--default-character-set=${/^\w+$/.test(facts.charset) ? facts.charset : 'utf8mb4'}`,
          ...(facts.utc ? [] : ['--skip-tz-utc']),
          name,
        ]
      : ['pg_dump', '--format=plain', `--dbname=${name}`];
  const running = startInside(container, argv);
  for await (const chunk of running.stdout as AsyncIterable<Buffer>) reader.write(chunk);
  const { code, messages } = await running.ended;
  if (code !== 0) throw refused(name, messages, code);
  const { tables, objects } = reader.finish();
  return { tables, objects: { ...objects, ...(await routinesOf(database)) } };
}

type Found = Pick<DumpFacts, 'tables' | 'objects'>;

/** Names as the server has them: a dump may name them in another way. */
async function routinesOf({ kind, container, name }: RunningDatabase): Promise<Found['objects']> {
  if (kind !== 'mariadb') return {};
  const told = await mariadbQuery(
    container,
    `SELECT HEX(routine_name) FROM information_schema.routines WHERE routine_schema = ${textOf(name)}`,
  );
  const names = told.split('\n').filter((line) => line !== '');
  return { routine: names.map((hex) => Buffer.from(hex, 'hex').toString('latin1')) };
}
