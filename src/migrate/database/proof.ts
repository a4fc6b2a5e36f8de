/** The proof that the new database holds what the old one does: digests of both, compared. */
import type { DumpReport } from '../../backup/database/digest.js';
import { digestStream } from '../../backup/database/digest-stream.js';
import { digestsOf, dumpDatabase } from '../../backup/database/dump.js';
import { dumpOptions, factsSql, fidelity, mariadbQuery } from '../../backup/database/mariadb.js';
import type { RunningDatabase } from '../../backup/database/model.js';
import { Fault } from '../../fault.js';
import type { MovedDatabase } from '../mover/model.js';
import { isLinkLost, type OldHost } from '../mover/old-host.js';
import { inOneZone } from './in-one-zone.js';
import { newDatabase } from './new-database.js';
import { askOld, type OldDatabase, oldDatabase, refusal, streamOld } from './old-database.js';
import { ownProperties, sameProperties } from './properties.js';
import { sequenceValues } from './sequences.js';

export interface DatabaseDifference {
  /** A table or view, or a kind of object. */
  name: string;
  what: 'missing' | 'extra' | 'rows' | 'content' | 'engine' | 'count' | 'definition';
  old: number | string;
  new: number | string;
}

export interface DatabaseProof {
  equal: boolean;
  tables: number;
  rows: number;
  /** Routines, events, triggers, sequences, types… */
  objects: Record<string, number>;
  /** Bytes of the old database's dump. */
  bytes: number;
  differences: DatabaseDifference[];
  /** Tables without a key whose rows were compared whatever their order. */
  unordered: string[];
  seconds: number;
}

/**
 * Compares both databases as their dumps tell them, table by table.
 * @param report digests of the old one, when they were taken while it was loaded and nobody has
 *   written since
 * @throws Fault MIG071, MIG075, MIG100
 */
export async function proveDatabase(
  host: OldHost,
  moved: MovedDatabase,
  report?: DumpReport,
): Promise<DatabaseProof> {
  const begin = performance.now();
  const old = oldDatabase(host, moved);
  const target = await newDatabase(moved);
  const [before, now] = await Promise.all([report ?? oldDigests(old), newDigests(target)]);
  const proof = compareReports(before, now);
  const unordered =
    moved.kind === 'mariadb' ? await sameUnordered(proof, old, target.container) : [];
  const differences = proof.differences.filter(({ name }) => !unordered.includes(name));
  if (moved.kind === 'mariadb')
    differences.push(...(await sequenceDifferences(old, target.container)));
  const seconds = (performance.now() - begin) / 1000;
  return { ...proof, differences, unordered, equal: differences.length === 0, seconds };
}

/**
 * Compares the new database, which nobody has written to since, with the dump it was loaded from.
 * @param report digests of that dump, taken on its way
 */
export async function proveSeed(
  moved: MovedDatabase,
  report: DumpReport,
): Promise<Omit<DatabaseProof, 'unordered'>> {
  const begin = performance.now();
  const proof = compareReports(report, await newDigests(await newDatabase(moved)));
  const seconds = (performance.now() - begin) / 1000;
  return { ...proof, equal: proof.differences.length === 0, seconds };
}

/** Digests of the new database as its dump has them. */
export function newDigests(database: RunningDatabase): Promise<DumpReport> {
  if (database.kind === 'mariadb') return digestsOf(database);
  const dump = ['pg_dump', '--format=custom', '--compress=0', `--dbname=${database.name}`];
  return dumpDatabase(database, inOneZone(dump));
}

/** Digests of the old database as its dump has them. */
export async function oldDigests(old: OldDatabase & { shell: OldHost }): Promise<DumpReport> {
  const { kind, name, shell } = old;
  const args =
    kind === 'postgres'
      ? ['--format=custom', '--compress=0', `--dbname=${name}`]
      : [...fidelity, ...dumpOptions(await askOld(old, factsSql(name)), name).options, name];
  const running = streamOld(old, args);
  try {
    const digested = await digestStream(kind, running.stdout).then(
      (report) => ({ report }),
      (error: unknown) => ({ error }),
    );
    const ended = await running.ended;
    if (isLinkLost(ended)) throw shell.lost(ended.messages);
    if (ended.code !== 0) throw refusal(old, ended.messages, ended.code);
    if ('report' in digested) return digested.report;
    const { error } = digested;
    throw error instanceof Fault && error.code === 'BAK031'
      ? new Fault('MIG071', error.args)
      : error;
  } finally {
    running.stop();
  }
}

/** Compares two reports. Pure. */
export function compareReports(
  old: DumpReport,
  fresh: DumpReport,
): Pick<DatabaseProof, 'tables' | 'rows' | 'objects' | 'bytes' | 'differences'> {
  const differences: DatabaseDifference[] = [];
  for (const name of namesOf(old.tables, fresh.tables)) {
    const [before, now] = [old.tables[name], fresh.tables[name]];
    if (before === undefined || now === undefined) {
      const what = before === undefined ? 'extra' : 'missing';
      differences.push({ name, what, old: before?.rows ?? 0, new: now?.rows ?? 0 });
    } else if (before.engine !== now.engine) {
      differences.push({ name, what: 'engine', old: before.engine ?? '', new: now.engine ?? '' });
    } else if (before.rows !== now.rows) {
      differences.push({ name, what: 'rows', old: before.rows, new: now.rows });
    } else if (before.digest !== now.digest) {
      differences.push({ name, what: 'content', old: before.digest, new: now.digest });
    }
  }
  for (const kind of namesOf(old.objects, fresh.objects)) {
    // Not every version's tool tells them: they are asked for.
    if (kind === 'sequence value') continue;
    // Some of them are the fence's on the old host; the others are compared below.
    if (kind === 'database properties') continue;
    const [before, now] = [old.objects[kind], fresh.objects[kind]];
    const name = `(${kind})`;
    if (before?.count !== now?.count) {
      differences.push({ name, what: 'count', old: before?.count ?? 0, new: now?.count ?? 0 });
    } else if (before?.digest !== now?.digest) {
      const [a, b] = [before?.digest ?? '', now?.digest ?? ''];
      differences.push({ name, what: 'definition', old: a, new: b });
    }
  }
  if (!sameProperties(old.after, fresh.after)) {
    const [before, now] = [old.after, fresh.after].map((text) => ownProperties(text ?? ''));
    differences.push({
      ...{ name: '(database properties)', what: 'definition' },
      ...{ old: before ?? '', new: now ?? '' },
    });
  }
  const tables = Object.values(old.tables);
  return {
    tables: tables.length,
    rows: tables.reduce((sum, { rows }) => sum + Math.max(0, rows), 0),
    objects: Object.fromEntries(
      Object.entries(old.objects).map(([kind, { count }]) => [kind, count]),
    ),
    bytes: old.bytes,
    differences,
  };
}

async function sequenceDifferences(
  old: OldDatabase,
  container: string,
): Promise<DatabaseDifference[]> {
  const [before, now] = await Promise.all([
    sequenceValues((sql) => askOld(old, sql), old.name),
    sequenceValues((sql) => mariadbQuery(container, sql), old.name),
  ]);
  return [...before].flatMap(([name, value]): DatabaseDifference[] => {
    const other = now.get(name);
    if (other === undefined || other === value) return [];
    return [{ name, what: 'content', old: value, new: other }];
  });
}

const namesOf = (a: object, b: object): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();

/**
 * Of tables that differ in content alone, those without a key whose rows are the same in another
 * order: a replica writes rows in the order of commits, the old server stored them as they were
 * written. CHECKSUM TABLE adds up its rows, so their order does not count.
 */
async function sameUnordered(
  { differences }: Pick<DatabaseProof, 'differences'>,
  old: OldDatabase,
  container: string,
): Promise<string[]> {
  const names = differences.filter(({ what }) => what === 'content').map(({ name }) => name);
  if (names.length === 0) return [];
  const quoted = (text: string): string => `\`${text.replaceAll('`', '``')}\``;
  const sql = names
    .map((name) => {
      const table = `${quoted(old.name)}.${quoted(name)}`;
      return `SHOW KEYS FROM ${table} WHERE Non_unique = 0; SELECT '--';
        SHOW CREATE TABLE ${table}; SELECT '--';
        CHECKSUM TABLE ${table} EXTENDED; SELECT '--- end';`;
    })
    .join('\n');
  const [before, now] = await Promise.all([askOld(old, sql), mariadbQuery(container, sql)]);
  const split = (text: string): string[] => text.split('--- end\n');
  const [a, b] = [split(before), split(now)];
  return names.filter((_, index) => a[index]?.startsWith('--\n') && a[index] === b[index]);
}
