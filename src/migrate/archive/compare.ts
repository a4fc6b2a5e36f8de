/** A loaded database compared with the dump that it came from. */
import { startInside } from '../../backup/database/container.js';
import { mariadbQuery, textOf } from '../../backup/database/mariadb.js';
import type { RunningDatabase } from '../../backup/database/model.js';
import { Fault } from '../../fault.js';
import type { DumpFacts, Rows } from './facts.js';
import { MariadbDump } from './mariadb-dump.js';
import { PostgresDump } from './postgres-dump.js';

export interface Proven {
  tables: number;
  rows: number;
  /** Tables whose rows have the very values of the dump; the others' are only counted. */
  proven: number;
  /** Tables of which the dump does not say how many rows they have. */
  uncounted: number;
  /** Objects by kind. */
  objects: Record<string, number>;
}

/** @throws Fault MIG317 naming the first thing that is not what the dump says */
export async function compareDump(
  database: RunningDatabase,
  file: string,
  facts: DumpFacts,
): Promise<Proven> {
  const found = await dumped(database, facts);
  const differs = (what: string): Fault => new Fault('MIG317', { file, what });
  let [rows, proven, uncounted] = [0, 0, 0];
  for (const [table, said] of Object.entries(facts.tables)) {
    const here = found.tables[table];
    if (here === undefined) throw differs(`${table}: -`);
    rows += here.rows ?? 0;
    if (said.rows === undefined) uncounted += 1;
    else if (said.rows !== here.rows) throw differs(`${table}: ${said.rows} / ${here.rows}`);
    else if (isSame(said, here, file, table)) proven += 1;
  }
  const objects: Record<string, number> = {};
  for (const [kind, names] of Object.entries(facts.objects)) {
    const missing = names.find((name) => !found.objects[kind as 'view']?.includes(name));
    if (missing !== undefined) throw differs(`${kind} ${missing}: -`);
    objects[kind] = names.length;
  }
  return { tables: Object.keys(facts.tables).length, rows, proven, uncounted, objects };
}

/** @throws Fault MIG317 where both say what their rows are, and it is not the same */
function isSame(said: Rows, here: Rows, file: string, table: string): boolean {
  if (said.digest === undefined || here.digest === undefined) return false;
  if (said.columns !== here.columns) return false;
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
  if (code !== 0) {
    const reason = messages.trim().split('\n').at(-1) ?? `exit status ${code}`;
    throw new Fault('MIG316', { file: name, reason: reason.slice(0, 300) });
  }
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
