/**
 * A dump loaded into an app's fresh database, as the app itself: it is somebody else's SQL, and may
 * do no more than the app's own account may.
 */
import { spawn } from 'node:child_process';
import { createHash, type Hash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { askInside } from '../../backup/database/container.js';
import { emptyDatabase } from '../../backup/database/empty.js';
import { mariadbQuery } from '../../backup/database/mariadb.js';
import type { RunningDatabase } from '../../backup/database/model.js';
import { postgresClient } from '../../backup/database/postgres.js';
import { Fault } from '../../fault.js';
import { endOf } from '../../server/program.js';
import { asText, loadClient } from './clients.js';
import { compareDump, type Proven } from './compare.js';
import { readDump } from './dump.js';
import type { DumpFacts } from './facts.js';

export interface LoadOrder {
  /** Of the file, for people. */
  label: string;
  /** What was found before it was sent. */
  facts: DumpFacts;
  /** Collation → the one that takes its place. */
  maps: [string, string][];
}

export interface Loaded extends Proven {
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
    const { label, facts } = order;
    const isCustom = facts.form === 'custom';
    const raw = createHash('sha256');
    const text = isCustom ? asText(database, hashed(content, raw), label) : content;
    const arrived = await load(database, text, order, loading);
    const sum = isCustom ? raw.digest('hex') : arrived.sha256;
    if (sum !== facts.sha256) throw new Fault('MIG318', { file: label });
    // What pg_dump's own format says is only known now.
    const proof = await compareDump(database, label, isCustom ? arrived : facts);
    loading.say('database: compared with the dump');
    const { bytes } = facts;
    return { ...proof, bytes, seconds: (performance.now() - begin) / 1000 };
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

async function load(
  database: RunningDatabase,
  content: AsyncIterable<Buffer>,
  { label, maps }: LoadOrder,
  { say, signal }: Loading,
): Promise<DumpFacts> {
  const client = spawn('docker', loadClient(database), {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  const stop = (): void => void client.kill();
  signal.addEventListener('abort', stop, { once: true });
  const ended = endOf(client);
  let arrived: DumpFacts | undefined;
  const wish = { label, kind: database.kind, maps: new Map(maps) };
  const reading = readDump(paced(content, say), wish, (found) => {
    arrived = found;
  });
  const fed = await pipeline(reading, client.stdin).then(
    () => undefined,
    (error: unknown) => error,
  );
  // What cannot be read must not be taken for the end of what was.
  if (fed !== undefined) client.kill();
  const { code, messages } = await ended;
  signal.removeEventListener('abort', stop);
  signal.throwIfAborted();
  if (fed instanceof Fault) throw fed;
  if (code !== 0 || fed !== undefined) throw refused(label, messages, code);
  return arrived as unknown as DumpFacts;
}

async function* hashed(content: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    hash.update(chunk);
    yield chunk;
  }
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
