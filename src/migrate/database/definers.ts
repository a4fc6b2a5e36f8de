import { mariadbQuery, textOf } from '../../backup/database/mariadb.js';
import type { RunningDatabase } from '../../backup/database/model.js';
import { askAside } from './new-database.js';

/**
 * Makes the accounts that stand in definitions and were not brought over: without them a view or
 * a trigger fails at its first use. Nobody can log in as them, and they have the database's rights.
 * @returns their names
 */
export async function adoptDefiners({ container, name }: RunningDatabase): Promise<string[]> {
  const schema = textOf(name);
  const found = await mariadbQuery(
    container,
    `SELECT DISTINCT HEX(definer) FROM (
      SELECT definer FROM information_schema.views WHERE table_schema = ${schema}
      UNION SELECT definer FROM information_schema.routines WHERE routine_schema = ${schema}
      UNION SELECT definer FROM information_schema.triggers WHERE trigger_schema = ${schema}
      UNION SELECT definer FROM information_schema.events WHERE event_schema = ${schema}) d
    WHERE HEX(CONVERT(definer USING utf8mb4)) NOT IN (SELECT
      HEX(CONVERT(IF(HEX(is_role) = '59', user, CONCAT(user, '@', host)) USING utf8mb4)) FROM mysql.user);`,
  );
  const names = found
    .split('\n')
    .filter((line) => line !== '')
    .map((hex) => accountName(Buffer.from(hex, 'hex').toString('utf8')));
  for (const account of names) {
    await askAside(
      container,
      `CREATE USER IF NOT EXISTS ${account} ACCOUNT LOCK;
       GRANT ALL PRIVILEGES ON \`${name.replaceAll('`', '``')}\`.* TO ${account};`,
    );
  }
  return names;
}

/** A definer as SQL. A host has no `@`, a name may. */
export function accountName(definer: string): string {
  const at = definer.lastIndexOf('@');
  const quoted = (text: string): string => `\`${text.replaceAll('`', '``')}\``;
  return at < 0
    ? quoted(definer)
    : `${quoted(definer.slice(0, at))}@${quoted(definer.slice(at + 1))}`;
}
