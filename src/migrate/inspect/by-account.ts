/** A database as the app's own account sees it, where nobody may be the server's administrator. */
import { type OldDatabase, runOld } from '../database/old-database.js';
import { mysqlServer, postgresServer } from './database.js';
import { mysqlFacts, postgresInside } from './host-script.js';
import type { DatabaseServer } from './model.js';

/** Of the one database alone: an account may not ask for the size of others. */
const postgresFacts = `
SELECT 'version', current_setting('server_version');
SELECT 'database', d.datname, pg_get_userbyid(d.datdba), pg_encoding_to_char(d.encoding),
    d.datcollate, pg_database_size(d.datname)
  FROM pg_database d WHERE d.datname = current_database();
${postgresInside}`;

/** @throws Fault MIG075 when the server refuses the account */
export async function serverByAccount(old: OldDatabase): Promise<DatabaseServer | undefined> {
  if (old.kind === 'mariadb') {
    const args = ['--batch', '--skip-column-names', '--default-character-set=utf8mb4', old.name];
    return mysqlServer(await runOld(old, 'client', args, mysqlFacts));
  }
  const args = ['-X', '-At', '--quiet', '--field-separator=\t', `--dbname=${old.name}`];
  return postgresServer(await runOld(old, 'client', args, postgresFacts));
}
