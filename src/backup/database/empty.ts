import { askInside } from './container.js';
import { mariadbQuery } from './mariadb.js';
import type { RunningDatabase } from './model.js';
import { postgresClient } from './postgres.js';

/**
 * Makes a database what it is on its first day: without a table, a routine or a type. Its
 * account keeps its password and its rights.
 *
 * @throws Fault BAK033
 */
export async function emptyDatabase({ kind, container, name, user }: RunningDatabase) {
  if (kind === 'mariadb') {
    const database = `\`${name.replaceAll('`', '``')}\``;
    await mariadbQuery(
      container,
      `DROP DATABASE IF EXISTS ${database}; CREATE DATABASE ${database};`,
    );
    return;
  }
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  // Whoever is still connected, a forgotten client perhaps, must not keep it from going.
  const sql = `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE);
    CREATE DATABASE ${quoted(name)} OWNER ${quoted(user)};`;
  await askInside(container, postgresClient('postgres'), sql);
}
