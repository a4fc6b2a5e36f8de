/** Accounts of an old server that have to do with one database. */
import { textOf } from '../../backup/database/mariadb.js';

export interface FoundAccount {
  user: string;
  host: string;
  isRole: boolean;
  /** Answers of SHOW CREATE USER and SHOW GRANTS. */
  statements: string[];
  /** Whether something in the database is defined by it. */
  defines: boolean;
}

const marker = '-- induk account';

/**
 * Asks for them, each with what makes it, all at once: starting a client takes longer. It is to be
 * the last that is asked in its session.
 */
export function accountsSql({ database, user }: { database: string; user: string }): string {
  return `SET SESSION sql_mode = '', sql_quote_show_create = 1;
    DELIMITER //
    BEGIN NOT ATOMIC
      FOR one IN (${chosenSql(database, user)}) DO
        SELECT '${marker}', HEX(one.user), HEX(one.host), one.role, one.defines;
        SET @account = CONCAT('\`', REPLACE(one.user, '\`', '\`\`'), '\`', IF(one.role, '',
          CONCAT('@\`', REPLACE(one.host, '\`', '\`\`'), '\`')));
        IF NOT one.role THEN EXECUTE IMMEDIATE CONCAT('SHOW CREATE USER ', @account); END IF;
        EXECUTE IMMEDIATE CONCAT('SHOW GRANTS FOR ', @account);
      END FOR;
    END //
    DELIMITER ;`;
}

/** @returns what was asked before them, and the accounts */
export function readAccounts(answer: string): [rest: string, FoundAccount[]] {
  const [rest = '', ...told] = answer.split(new RegExp(`^${marker}\t`, 'm'));
  const accounts = told.map((text): FoundAccount => {
    const [row = '', ...statements] = text.split('\n').filter((line) => line !== '');
    return { ...readRow(row), statements };
  });
  return [rest, accounts];
}

function chosenSql(name: string, appUser: string): string {
  const [schema, user] = [textOf(name), textOf(appUser)];
  const definers = ['views', 'routines', 'triggers', 'events']
    .map((table) => {
      const column = { views: 'table_schema', routines: 'routine_schema' }[table];
      const at = column ?? (table === 'triggers' ? 'trigger_schema' : 'event_schema');
      return `SELECT definer FROM information_schema.${table} WHERE ${at} = ${schema}`;
    })
    .join(' UNION ');
  const grants = ['db', 'tables_priv', 'columns_priv', 'procs_priv']
    .map((table) => {
      const like = table === 'db' ? `${schema} LIKE db` : `db = ${schema}`;
      return `SELECT user, host FROM mysql.${table} WHERE ${like}`;
    })
    .join(' UNION ');
  return `SELECT u.user, u.host, HEX(u.is_role) = '59' AS role, d.definer IS NOT NULL AS defines
    FROM mysql.user u
    LEFT JOIN (${definers}) d
      ON HEX(CONVERT(d.definer USING utf8mb4)) = HEX(CONVERT(CONCAT(u.user, '@', u.host) USING utf8mb4))
    LEFT JOIN (SELECT DISTINCT user, host FROM (${grants}) g) r
      ON r.user = u.user AND r.host = u.host
    LEFT JOIN (SELECT DISTINCT role FROM mysql.roles_mapping) m ON m.role = u.user AND HEX(u.is_role) = '59'
    WHERE u.user <> '' AND (r.user IS NOT NULL OR d.definer IS NOT NULL OR m.role IS NOT NULL
      OR HEX(CONVERT(u.user USING utf8mb4)) = HEX(${user}))
    ORDER BY u.is_role DESC, u.user, u.host`;
}

function readRow(line: string): Omit<FoundAccount, 'statements'> {
  const [user = '', host = '', isRole, defines] = line.split('\t');
  const [userName, hostName] = [user, host].map((hex) => Buffer.from(hex, 'hex').toString('utf8'));
  return {
    user: userName as string,
    host: hostName as string,
    isRole: isRole === '1',
    defines: defines === '1',
  };
}
