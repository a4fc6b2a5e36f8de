/** PostgreSQL: settings of the old server on which the app's behaviour depends, for the new one. */
import { askInside } from '../../backup/database/container.js';
import { postgresClient } from '../../backup/database/postgres.js';
import { Fault } from '../../fault.js';
import type { Following } from './following.js';
import { newDatabase, writing } from './new-database.js';
import { askOld, oldDatabase } from './old-database.js';

/** What a session is told without asking for it, and that needs no new start. */
const noticed = [
  // `now()` in a column without a zone is the server's own time.
  ...['TimeZone', 'DateStyle', 'IntervalStyle', 'bytea_output', 'standard_conforming_strings'],
  ...['default_text_search_config', 'default_transaction_isolation'],
];

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Has the new server keep them, now and after any restart. */
export async function keepPostgresSettings({ host, moved, say }: Following): Promise<void> {
  const names = noticed.map(literal).join(', ');
  const asked = `SELECT name, reset_val FROM pg_settings WHERE name IN (${names}) ORDER BY 1`;
  const told = await askOld(oldDatabase(host, moved), asked);
  const { container } = await newDatabase(moved);
  const client = writing(postgresClient('postgres'));
  for (const line of told.split('\n').filter((each) => each.includes('|'))) {
    const [name = '', value = ''] = line.split(/\|(.*)/s);
    const sql = `ALTER SYSTEM SET ${name} = ${literal(value)};`;
    await askInside(container, client, sql).catch((error: unknown) => {
      // A zone that only that machine has a file of; what it was is told.
      if (!(error instanceof Fault)) throw error;
      say(`database: ${name} = ${value} is not known here`);
    });
  }
  await askInside(container, client, 'SELECT pg_reload_conf();');
}
