/**
 * Where sequences of MariaDB stand. Dumps by older tools (10.5 before its last updates) make a
 * sequence again and say nothing of its value, so that it would begin anew.
 */
import { textOf } from '../../backup/database/mariadb.js';

type Ask = (sql: string) => Promise<string>;

/** @returns name → the value it gives next, by a server that does not keep any in advance */
export async function sequenceValues(ask: Ask, database: string): Promise<Map<string, string>> {
  const listed = await ask(
    `SELECT HEX(table_name) FROM information_schema.tables
      WHERE table_schema = ${textOf(database)} AND table_type = 'SEQUENCE' ORDER BY table_name;`,
  );
  const names = listed
    .split('\n')
    .filter((line) => line !== '')
    .map((hex) => Buffer.from(hex, 'hex').toString('utf8'));
  if (names.length === 0) return new Map();
  const asked = names.map((name) => `SELECT next_not_cached_value FROM ${full(database, name)};`);
  const values = (await ask(asked.join('\n'))).trim().split('\n');
  return new Map(names.map((name, index) => [name, values[index] ?? '']));
}

/** SQL that has sequences go on where others stand. */
export function setSequences(values: ReadonlyMap<string, string>, database: string): string {
  return [...values]
    .filter(([, value]) => /^-?\d+$/.test(value))
    .map(([name, value]) => `DO SETVAL(${full(database, name)}, ${value}, 0);`)
    .join('\n');
}

const quoted = (text: string): string => `\`${text.replaceAll('`', '``')}\``;
const full = (database: string, name: string): string => `${quoted(database)}.${quoted(name)}`;
