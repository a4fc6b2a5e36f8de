import { askInside } from '../../backup/database/container.js';
import type { RunningDatabase } from '../../backup/database/model.js';
import { postgresClient } from '../../backup/database/postgres.js';
import { Fault } from '../../fault.js';
import { askAside, writing } from './new-database.js';

/**
 * Takes away all that is in a new database, which no replica of its server is told.
 * @param collation how an empty one stores and orders text, as SQL
 */
export async function emptyAside(target: RunningDatabase, collation = ''): Promise<void> {
  if (target.kind === 'postgres') return emptyPostgres(target);
  const name = `\`${target.name.replaceAll('`', '``')}\``;
  const sql = `DROP DATABASE IF EXISTS ${name}; CREATE DATABASE ${name} ${collation};`;
  await askAside(target.container, sql).catch((error: unknown) => {
    // A crash may have left a file of no table: what knows of it goes with the first attempt.
    if (!(error instanceof Fault) || !/\b1010\b/.test(`${error.args.reason}`)) throw error;
    return askAside(target.container, sql);
  });
}

async function emptyPostgres({ container, name, user }: RunningDatabase): Promise<void> {
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const sql = `DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE);
    CREATE DATABASE ${quoted(name)} OWNER ${quoted(user)};`;
  await askInside(container, writing(postgresClient('postgres')), sql);
}
