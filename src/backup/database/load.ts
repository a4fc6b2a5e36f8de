import { Fault } from '../../fault.js';
import { askInside } from './container.js';
import { mariadbLoad, mariadbQuery } from './mariadb.js';
import { mergeInserts } from './merge-inserts.js';
import { afterData, type RunningDatabase } from './model.js';
import { postgresClient, postgresLoad } from './postgres.js';

/**
 * Fills the empty database of a fresh container: accounts, then the dump, then what the
 * accounts may do with it. The first error ends it.
 *
 * @param accounts `accounts.sql` of the set
 * @throws Fault BAK034
 */
export async function loadDump(
  database: RunningDatabase,
  accounts: string,
  dump: AsyncIterable<Buffer>,
): Promise<void> {
  const { container, name, kind } = database;
  const [before = '', after = ''] = accounts.split(`${afterData}\n`);
  const ask = (sql: string): Promise<string> =>
    kind === 'mariadb'
      ? mariadbQuery(container, sql)
      : askInside(container, postgresClient(name), sql);
  const load = kind === 'mariadb' ? mariadbLoad(name) : postgresLoad(name);
  try {
    await ask(before);
    await askInside(container, load, kind === 'mariadb' ? mergeInserts(dump) : dump);
    await ask(after);
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'BAK033') throw error;
    throw new Fault('BAK034', error.args, { cause: error, logTail: error.logTail });
  }
}
